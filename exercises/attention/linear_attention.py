"""Linear attention: a transformer layer that can be run as a recurrent
network.

Softmax attention compares every query with every key, which makes T^2 weights
for T tokens: exp(q . k) can't be taken apart. Linear attention puts another
measure of similarity in its place, phi(q) . phi(k), with a feature map phi
that makes all features positive. Then the sums over the keys don't depend on
the query:

    output_t = sum_s (phi(q_t) . phi(k_s)) v_s / sum_s (phi(q_t) . phi(k_s))
             = phi(q_t) (sum_s phi(k_s) v_s^T) / (phi(q_t) . sum_s phi(k_s))

Without causality s runs over all keys: two sums serve every query, and the
work grows with T instead of T^2. With causality s runs from the first token to
t: two running sums, of a size that doesn't grow with the text, are all that a
decoder has to remember. They are its state, as in a recurrent network. RetNet,
gated linear attention and Mamba-2 are descendants of this layer.

Conventions:

- **Feature map**: phi(x) = 1 + x for x > 0, else exp(x), on each feature. (The
  paper writes it as elu(x) + 1, which computes exp(x) - 1 first and loses all
  digits of a small exp(x).)
- **No scaling**: q and k are not divided by sqrt(F), and nothing is added to
  the denominator. It is positive, if perhaps very small.
- **State**: (kv, norm): kv is the sum of phi(k_s) v_s^T over all tokens so
  far, of shape (B, H, F, Dv), and norm the sum of phi(k_s), of shape
  (B, H, F).
- **Work**: time and memory grow with T, not with T^2.
- **Dtype**: all tensors of a call share a dtype, float32 or float64, and the
  results have it too.
"""

import torch


def feature_map(x: torch.Tensor) -> torch.Tensor:
    """phi of every feature.

    Args:
        x: shape (...), of any finite size.

    Returns:
        A tensor of the shape and dtype of x, differentiable: the slope is 1
        for x > 0, else exp(x) (which
            is 1 at 0), and never nan.

    Examples:
        >>> [
        ...     round(y, 4)
        ...     for y in feature_map(
        ...         torch.tensor([-2.0, 0.0, 3.0])
        ...     ).tolist()
        ... ]
        [0.1353, 1.0, 4.0]
    """
    raise NotImplementedError


def linear_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Attention of every query to every key.

    Args:
        q: the queries, shape (B, H, T, F). phi is yet to be applied, to the
            keys too.
        k: the keys, shape (B, H, S, F), S >= 1.
        v: the values, shape (B, H, S, Dv).

    Returns:
        A tensor of shape (B, H, T, Dv), differentiable with respect to q, k
        and v.

    Examples:
        >>> q, k = torch.zeros(1, 1, 1, 1), torch.tensor([[[[0.0], [2.0]]]])
        >>> linear_attention(
        ...     q, k, torch.tensor([[[[4.0], [8.0]]]])
        ... ).tolist()
        [[[[7.0]]]]
    """
    raise NotImplementedError


def causal_linear_attention(
    q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, state: tuple[torch.Tensor, torch.Tensor] | None = None
) -> tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
    """Attention of every token to itself and all tokens before it.

    Args:
        q: the queries of T tokens, shape (B, H, T, F), T >= 1; T is 1 when a
            decoder goes on by one token.
        k: their keys, of the same shape.
        v: their values, shape (B, H, T, Dv).
        state: the state after the tokens before these; None at the start of a
            text.

    Returns:
        (output, state): output has shape (B, H, T, Dv), state is the one after
        the last of these tokens. Both are differentiable with respect to q, k,
        v and the given state.

    Examples:
        >>> x = torch.tensor([[[[0.0], [2.0]]]])
        >>> output, (kv, norm) = causal_linear_attention(
        ...     x, x, torch.tensor([[[[4.0], [8.0]]]])
        ... )
        >>> output.tolist(), kv.tolist(), norm.tolist()
        ([[[[4.0], [7.0]]]], [[[[28.0]]]], [[[4.0]]])
        >>> one = torch.zeros(1, 1, 1, 1)
        >>> causal_linear_attention(one, one, one, (kv, norm))[1][
        ...     1
        ... ].tolist()
        [[[5.0]]]
    """
    raise NotImplementedError
