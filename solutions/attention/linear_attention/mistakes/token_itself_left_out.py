"""The output is computed before the token's own key and value are added: a token sees itself, and the first one would
have nothing else to see, 0 / 0.

caught by: test_each_token_sees_itself_and_the_past
"""

import torch


def feature_map(x):
    return torch.where(x > 0, x + 1, torch.exp(x.clamp(max=0)))


def linear_attention(q, k, v):
    q, k = feature_map(q), feature_map(k)
    kv = torch.einsum("bhsf,bhsd->bhfd", k, v)
    z = torch.einsum("bhtf,bhf->bht", q, k.sum(dim=2))
    return torch.einsum("bhtf,bhfd->bhtd", q, kv) / z.unsqueeze(-1)


def causal_linear_attention(q, k, v, state=None):
    q, k = feature_map(q), feature_map(k)
    n_batch, n_heads, n, d_head = q.shape
    if state is None:
        kv = q.new_zeros(n_batch, n_heads, d_head, v.shape[-1])
        norm = q.new_zeros(n_batch, n_heads, d_head)
    else:
        kv, norm = state
    outputs = []
    for t in range(n):
        above = torch.einsum("bhf,bhfd->bhd", q[:, :, t], kv)
        outputs.append(above / (q[:, :, t] * norm).sum(dim=-1, keepdim=True))
        kv = kv + k[:, :, t, :, None] * v[:, :, t, None, :]
        norm = norm + k[:, :, t]
    return torch.stack(outputs, dim=2), (kv, norm)
