"""The chunk's system inverted as the sum of a finite series, (I + L)^-1 = I - L + L^2 - ..., since L is nilpotent."""

import torch


def delta_step(state, q, k, v, beta, alpha):
    state = state * alpha[..., None, None]
    w = (v - (state * k[..., None]).sum(-2)) * beta[..., None]
    state = torch.addcmul(state, k[..., None], w[..., None, :])
    return (state * q[..., None]).sum(-2), state


def delta_rule(q, k, v, beta, alpha, state=None):
    return chunked_delta_rule(q, k, v, beta, alpha, 1, state)


def chunked_delta_rule(q, k, v, beta, alpha, chunk, state=None):
    if state is None:
        state = torch.zeros_like(k[:, :, 0])[..., None] * v[:, :, :1]
    parts = []
    for first in range(0, q.shape[2], chunk):
        qs, ks, vs, bs, logs = (x[:, :, first : first + chunk] for x in (q, k, v, beta, alpha.log()))
        n = qs.shape[2]
        c = logs.cumsum(-1)
        lower = torch.tril(torch.ones(n, n, dtype=torch.bool))
        ratio = torch.where(lower, torch.where(lower, c[..., None] - c[..., None, :], 0.0).exp(), 0.0)
        nilpotent = torch.tril(bs[..., None] * ratio * torch.einsum("bhtf,bhjf->bhtj", ks, ks), -1)
        right = bs[..., None] * (vs - c.exp()[..., None] * (ks @ state))
        w = term = right
        for _ in range(n - 1):
            term = -nilpotent @ term
            w = w + term
        parts.append(c.exp()[..., None] * (qs @ state) + (ratio * torch.einsum("bhtf,bhjf->bhtj", qs, ks)) @ w)
        state = c[..., -1].exp()[..., None, None] * state + (ks * ratio[..., -1, :, None]).transpose(-1, -2) @ w
    return torch.cat(parts, 2), state
