"""The ratios g_t / g_j are quotients of products: when many small alphas are multiplied both are 0, and 0 / 0 is nan. They are
exp of differences of sums of logarithms.

caught by: test_small_gates
"""

import torch


def delta_step(state, q, k, v, beta, alpha):
    state = state * alpha[..., None, None]
    u = (v - torch.einsum("bhfd,bhf->bhd", state, k)) * beta[..., None]
    state = state + torch.einsum("bhf,bhd->bhfd", k, u)
    return torch.einsum("bhfd,bhf->bhd", state, q), state


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
        g = alpha.cumprod(dim=-1)
        ratio = (g[..., :, None] / g[..., None, :]).tril()
        g = g[..., None]
        system = torch.eye(g.shape[-2], dtype=k.dtype) + (beta[..., None] * ratio * (k @ k.mT)).tril(-1)
        w = torch.linalg.solve_triangular(system, beta[..., None] * (v - g * (k @ state)), upper=False)
        outputs.append(g * (q @ state) + (ratio * (q @ k.mT)) @ w)
        state = g[..., -1:, :] * state + k.mT @ (ratio[..., -1, :, None] * w)
    return torch.cat(outputs, dim=2), state
