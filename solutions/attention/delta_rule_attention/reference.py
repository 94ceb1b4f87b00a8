"""The gated delta rule: a step, a loop over it, and a triangular system for each chunk.

Why it works: S^T k is what the memory answers to k, and writing k (v - S^T k)^T corrects it: gradient descent.
Within a chunk, what is read is linear in what was written before, so all writes solve one system.
"""

import torch


def delta_step(state, q, k, v, beta, alpha):
    state = alpha[..., None, None] * state
    read = torch.einsum("bhfd,bhf->bhd", state, k)
    w = beta[..., None] * (v - read)
    state = state + k[..., :, None] * w[..., None, :]
    return torch.einsum("bhfd,bhf->bhd", state, q), state


def delta_rule(q, k, v, beta, alpha, state=None):
    if state is None:
        state = k.new_zeros(*k.shape[:2], k.shape[3], v.shape[3])
    outputs = []
    for t in range(k.shape[2]):
        output, state = delta_step(state, q[:, :, t], k[:, :, t], v[:, :, t], beta[:, :, t], alpha[:, :, t])
        outputs.append(output)
    return torch.stack(outputs, dim=2), state


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
