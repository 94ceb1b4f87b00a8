"""What is missing to v is read from the state before it fades, so that more is taken away than is there: first S <- alpha S, then
the look-up.

caught by: test_the_state_fades_before_it_is_read
"""

import torch


def delta_step(state, q, k, v, beta, alpha):
    v_old = torch.einsum("bhf,bhfd->bhd", k, state)
    delta = beta[..., None] * (v - v_old)
    state = alpha[..., None, None] * state + torch.einsum("bhf,bhd->bhfd", k, delta)
    return torch.einsum("bhf,bhfd->bhd", q, state), state


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
