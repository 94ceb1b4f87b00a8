"""The gated delta rule: linear attention that can overwrite what it remembers.

Linear attention keeps a matrix S of F x Dv numbers in place of a cache, and
adds k v^T for each token. Nothing is ever removed, so after many tokens
everything overlaps. The delta rule first looks up what the memory holds for
the key, and writes the difference only. A gate alpha lets all of it fade. For
each token, with beta from 0 to 1 and alpha above 0 and up to 1,

    S <- alpha S                          forget
    w  = beta (v - S^T k)                 what is missing to v
    S <- S + k w^T                        write
    output = S^T q

With |k| = 1 and beta = 1 the memory afterwards answers v to k, exactly, and
what it answers to keys orthogonal to k has only faded. Qwen3-Next, Kimi Linear
and Gated DeltaNet use it in three layers out of four.

Token by token is slow to train: each step waits for the one before. In chunks
of C tokens, all w of a chunk can be had at once. Let S be the state before the
chunk, and g_t the product of the alphas of its tokens up to t, token t
included. Token t finds g_t S and, of what an earlier token j of the chunk
wrote, the share g_t / g_j:

    w_t = beta_t (v_t - g_t S^T k_t - r_t)
    r_t = sum over j < t of (g_t / g_j) (k_j . k_t) w_j

This is a triangular system of C equations for the w. With them

    output_t = g_t S^T q_t + sum over j <= t of (g_t / g_j) (k_j . q_t) w_j
    S <- g_C S + sum over j of (g_C / g_j) k_j w_j^T

which is all matrix products: T / C steps in place of T.

Conventions:

- **Keys** come as they are: nothing is normalised and nothing is scaled, no
  1 / sqrt(F) either.
- **State**: (B, H, F, Dv); None stands for zeros. A state that is handed in is
  not changed.
- **Last chunk**: T needn't be a multiple of C, and may be less than C.
- **Small gates**: the product of a chunk's alphas may be too small for a
  float. The ratios g_t / g_j are never nan: take them as exp of differences of
  sums of logarithms.
- **Memory**: in chunks, a graph for gradients holds a state for each chunk,
  and not one for each token.
- **Dtype**: all tensors are float32, or all are float64, and so are results.
"""

import torch

Result = tuple[torch.Tensor, torch.Tensor]


def delta_step(
    state: torch.Tensor, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, beta: torch.Tensor, alpha: torch.Tensor
) -> Result:
    """One token.

    Args:
        state: S, shape (B, H, F, Dv).
        q: the query, shape (B, H, F).
        k: the key, shape (B, H, F).
        v: the value, shape (B, H, Dv).
        beta: how much is written, shape (B, H).
        alpha: how much is kept, shape (B, H).

    Returns:
        (output, state) of shapes (B, H, Dv) and (B, H, F, Dv).

    Examples:
        >>> state = torch.tensor([[[[8.0], [4.0]]]])
        >>> k, v = torch.tensor([[[1.0, 0.0]]]), torch.tensor([[[6.0]]])
        >>> half = torch.tensor([[0.5]])
        >>> output, state = delta_step(state, k, k, v, half, half)
        >>> output.tolist(), state.tolist()
        ([[[5.0]]], [[[[5.0], [2.0]]]])
    """
    raise NotImplementedError


def delta_rule(
    q: torch.Tensor,
    k: torch.Tensor,
    v: torch.Tensor,
    beta: torch.Tensor,
    alpha: torch.Tensor,
    state: torch.Tensor | None = None,
) -> Result:
    """A text, token by token.

    Args:
        q: shape (B, H, T, F), T >= 1.
        k: shape (B, H, T, F).
        v: shape (B, H, T, Dv).
        beta: shape (B, H, T).
        alpha: shape (B, H, T).
        state: the state before the first token, or None.

    Returns:
        (outputs, state) of shapes (B, H, T, Dv) and (B, H, F, Dv): the output
        of each token and the state after the last. Both are differentiable.

    Examples:
        >>> k = torch.tensor([[[[1.0], [1.0]]]])
        >>> v, one = torch.tensor([[[[3.0], [7.0]]]]), torch.ones(1, 1, 2)
        >>> outputs, state = delta_rule(k, k, v, one, one)
        >>> outputs.flatten().tolist(), state.flatten().tolist()
        ([3.0, 7.0], [7.0])
    """
    raise NotImplementedError


def chunked_delta_rule(
    q: torch.Tensor,
    k: torch.Tensor,
    v: torch.Tensor,
    beta: torch.Tensor,
    alpha: torch.Tensor,
    chunk: int,
    state: torch.Tensor | None = None,
) -> Result:
    """The same in chunks.

    Args:
        q: as for ``delta_rule``.
        k: as for ``delta_rule``.
        v: as for ``delta_rule``.
        beta: as for ``delta_rule``.
        alpha: as for ``delta_rule``.
        chunk: C, at least 1.
        state: the state before the first token, or None.

    Returns:
        What ``delta_rule`` returns.

    Examples:
        >>> k = torch.tensor([[[[1.0], [1.0]]]])
        >>> v, one = torch.tensor([[[[3.0], [7.0]]]]), torch.ones(1, 1, 2)
        >>> outputs, state = chunked_delta_rule(k, k, v, one, one, chunk=2)
        >>> outputs.flatten().tolist(), state.flatten().tolist()
        ([3.0, 7.0], [7.0])
    """
    raise NotImplementedError
