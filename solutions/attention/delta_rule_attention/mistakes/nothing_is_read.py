"""This is gated linear attention: v is written without a look at what the memory holds for the key, so old values stay beneath new
ones. What is written is the difference, beta (v - S^T k).

caught by: test_a_token_writes_what_is_missing
"""

import torch


def delta_step(state, q, k, v, beta, alpha):
    state = alpha[..., None, None] * state
    state = state + beta[..., None, None] * k.unsqueeze(-1) * v.unsqueeze(-2)
    out = (q.unsqueeze(-2) @ state).squeeze(-2)
    return out, state


def delta_rule(q, k, v, beta, alpha, state=None):
    B, H, T, F = k.shape
    S = torch.zeros(B, H, F, v.shape[-1], dtype=k.dtype) if state is None else state
    out = []
    for t in range(T):
        o, S = delta_step(S, q[:, :, t], k[:, :, t], v[:, :, t], beta[:, :, t], alpha[:, :, t])
        out.append(o)
    return torch.stack(out, dim=2), S


def chunked_delta_rule(q, k, v, beta, alpha, chunk, state=None):
    if state is None:
        state = k.new_zeros(*k.shape[:2], k.shape[3], v.shape[3])
    outputs = []
    for q, k, v, beta, alpha in zip(*(x.split(chunk, dim=2) for x in (q, k, v, beta, alpha)), strict=True):
        c = alpha.log().cumsum(dim=-1)
        g = c.exp()[..., None]
        future = torch.ones(c.shape[-1], c.shape[-1], dtype=torch.bool).triu(1)
        ratio = (c[..., :, None] - c[..., None, :]).masked_fill(future, -torch.inf).exp()  # g_t / g_j for j <= t
        system = torch.eye(c.shape[-1], dtype=k.dtype) + (beta[..., None] * ratio * (k @ k.mT)).tril(-1)
        w = torch.linalg.solve_triangular(system, beta[..., None] * (v - g * (k @ state)), upper=False)
        outputs.append(g * (q @ state) + (ratio * (q @ k.mT)) @ w)
        state = g[..., -1:, :] * state + k.mT @ (ratio[..., -1, :, None] * w)
    return torch.cat(outputs, dim=2), state
