"""Multi-head latent attention (MLA): a cache of one short vector per token,
from which all heads make their keys.

The cache of a long text is what limits how many requests a server can hold.
DeepSeek-V2 keeps, instead of H keys and H values per token, one latent of C
features, and one rotary key of R features that all heads share:

    c_s = kv_down(x_s)                 the latent                    (C)
    r_s = rotate(k_rope(x_s), s)       the rotary key                (R)
    k_s = [U_h c_s, r_s]               the key of head h             (F + R)
    v_s = W_h c_s                      its value                     (F)
    q_t = [content, rotate(rest, t)]   its query, from q_proj(x_t)   (F + R)
    logits = q_t . k_s / sqrt(F + R)   for s <= t

where U_h and W_h are the rows h * F to (h + 1) * F - 1 of the weights of k_up
and v_up. The rotation can't act on U_h c_s itself, since it would stand
between U_h and the query. Kept apart, it allows the trick that makes MLA fast:
content . (U_h c_s) = (U_h^T content) . c_s. A decoder moves U_h to the query
("absorbs" it), compares with the latents as they lie in the cache, averages
latents too, and applies W_h to the average. Keys and values of the heads are
never made. `forward` is the plain form, for training; `decode` the absorbed
one; both give the same outputs.

Conventions:

- **Parameters**: six `nn.Linear` without bias, and nothing else in the state
  dict: `q_proj` from D to H * (F + R), `kv_down` from D to C, `k_rope` from D
  to R, `k_up` and `v_up` from C to H * F, `out_proj` from H * F to D.
- **Heads** are consecutive slices. In q_proj's output, head h owns F + R
  features: first the content, then the rest that is rotated.
- **Rotation**: by `rotate`, which is given. It acts on the rotary key and on
  the last R features of each query, at the position of the token in the whole
  text.
- **Causal**: a token sees itself and everything before it.
- **Left out** from the paper: the compression of queries and the norm on
  latents.

The module computes in the dtype of its parameters. Logits in the tens of
thousands overflow nothing.
"""

import torch
from torch import nn


# given
def rotate(x: torch.Tensor, start: int = 0, base: float = 10_000.0) -> torch.Tensor:
    """Rotary embedding: features 2i and 2i + 1 at position p are turned by the
    angle p * base^(-2i / R).

    Args:
        x: shape (..., T, R), with R even.
        start: the position of the first of the T tokens.
        base: sets the slowest rotation.

    Returns:
        A tensor of the shape and dtype of x.

    Examples:
        >>> [
        ...     [round(y, 3) for y in row]
        ...     for row in rotate(
        ...         torch.tensor([[1.0, 0.0], [1.0, 0.0]])
        ...     ).tolist()
        ... ]
        [[1.0, 0.0], [0.54, 0.841]]
    """
    positions = torch.arange(start, start + x.shape[-2], dtype=torch.float64)
    frequencies = base ** (-torch.arange(0, x.shape[-1], 2, dtype=torch.float64) / x.shape[-1])
    angles = positions[:, None] * frequencies
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)


class LatentAttention(nn.Module):
    """Causal self-attention whose keys and values come from a latent.

    Args:
        d_model: D, the number of features of inputs and outputs.
        n_heads: H. It needn't divide D.
        d_head: F, the number of content features of a head, and of its values.
        d_latent: C, the number of features of a latent.
        d_rope: R, the number of rotated features.

    Raises:
        ValueError: if R is odd.

    Examples:
        >>> attention = LatentAttention(
        ...     d_model=6, n_heads=4, d_head=3, d_latent=5, d_rope=2
        ... )
        >>> {
        ...     name: tuple(weight.shape)
        ...     for name, weight in attention.state_dict().items()
        ...     if name[0] in "kq"
        ... }
        {'q_proj.weight': (20, 6), 'kv_down.weight': (5, 6),
         'k_rope.weight': (2, 6), 'k_up.weight': (12, 5)}
        >>> x = torch.randn(
        ...     1, 3, 6, generator=torch.Generator().manual_seed(0)
        ... )
        >>> latent, rotary = attention.compress(x)
        >>> tuple(latent.shape), tuple(rotary.shape)
        ((1, 3, 5), (1, 3, 2))
        >>> torch.allclose(
        ...     attention.decode(x[:, 2:], latent, rotary),
        ...     attention(x)[:, 2:],
        ...     atol=1e-5,
        ... )
        True
    """

    def __init__(self, d_model: int, n_heads: int, d_head: int, d_latent: int, d_rope: int):
        raise NotImplementedError

    def compress(self, x: torch.Tensor, start: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
        """What the cache holds of these tokens.

        Args:
            x: shape (B, T, D).
            start: the position of the first token.

        Returns:
            (latent, rotary): c of shape (B, T, C), and r, rotated, of shape
            (B, T, R).
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The outputs of a whole text, in the plain form.

        Args:
            x: shape (B, T, D), the tokens at the positions 0 to T - 1.

        Returns:
            A tensor of shape (B, T, D), differentiable with respect to x and
            the parameters.
        """
        raise NotImplementedError

    def absorbed_query(self, x: torch.Tensor, start: int = 0) -> torch.Tensor:
        """Queries that are compared with latents and rotary keys, instead of
        with the keys of a head.

        Args:
            x: shape (B, T, D).
            start: the position of the first token.

        Returns:
            A tensor of shape (B, H, T, C + R): U_h^T content, and then the
            rotated rest. Its product with [c_s, r_s] is q_t . k_s, not yet
            divided by sqrt(F + R).
        """
        raise NotImplementedError

    def decode(self, x: torch.Tensor, latent: torch.Tensor, rotary: torch.Tensor) -> torch.Tensor:
        """The outputs of the newest tokens, in the absorbed form.

        Nothing of the size S * H * F is made: at S = 30 000, H = 32 and F = 64
        it wouldn't fit into the memory.

        Args:
            x: shape (B, T, D), the last T of S tokens.
            latent: the latents of all S tokens, those of x included, shape
                (B, S, C).
            rotary: the rotary keys of all S tokens, shape (B, S, R).

        Returns:
            A tensor of shape (B, T, D): what `forward` gives for these tokens
            in the whole text.
        """
        raise NotImplementedError
