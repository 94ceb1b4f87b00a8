"""Keys are normalised, as the layer around this rule does: here queries and keys come as they are, and nothing is scaled.

caught by: test_a_token_writes_what_is_missing
"""

import torch
import torch.nn.functional as functional


def prepare(q, k):
    return functional.normalize(q, dim=-1) * q.shape[-1] ** -0.5, functional.normalize(k, dim=-1)


def zeros(k, v):
    return torch.zeros(*k.shape[:2], k.shape[-1], v.shape[-1], dtype=k.dtype)


def delta_step(state, q, k, v, beta, alpha):
    q, k = prepare(q, k)
    state = state * alpha[..., None, None]
    delta = (v - (state * k[..., None]).sum(-2)) * beta[..., None]
    state = state + k[..., None] * delta[..., None, :]
    return (state * q[..., None]).sum(-2), state


def delta_rule(q, k, v, beta, alpha, state=None):
    state = zeros(k, v) if state is None else state
    outputs = []
    for t in range(k.shape[2]):
        o, state = delta_step(state, q[:, :, t], k[:, :, t], v[:, :, t], beta[:, :, t], alpha[:, :, t])
        outputs.append(o)
    return torch.stack(outputs, dim=2), state


def chunked_delta_rule(q, k, v, beta, alpha, chunk, state=None):
    q, k = prepare(q, k)
    state = zeros(k, v) if state is None else state
    outputs = []
    for start in range(0, k.shape[2], chunk):
        Q, K, V, b, a = (x[:, :, start : start + chunk] for x in (q, k, v, beta, alpha))
        n = K.shape[2]
        g = a.log().cumsum(-1)
        future = torch.triu(torch.ones(n, n, dtype=torch.bool), 1)
        decay = (g[..., :, None] - g[..., None, :]).masked_fill(future, float("-inf")).exp()
        A = torch.eye(n, dtype=K.dtype) + torch.tril(b[..., None] * decay * (K @ K.mT), -1)
        g = g.exp()[..., None]
        W = torch.linalg.solve_triangular(A, b[..., None] * (V - g * (K @ state)), upper=False)
        outputs.append(g * (Q @ state) + (decay * (Q @ K.mT)) @ W)
        state = g[..., -1:, :] * state + (decay[..., -1, :, None] * K).mT @ W
    return torch.cat(outputs, dim=2), state
