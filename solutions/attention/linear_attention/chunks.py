"""Chunk by chunk: within a chunk a small matrix of weights, from the chunks before it only the state.

The form in which such layers are trained: fewer steps than a recurrence, and never more than a chunk squared.
"""

import torch

CHUNK = 64


def feature_map(x):
    return torch.where(x > 0, 1 + x, x.clamp(max=0).exp())


def linear_attention(q, k, v):
    q, k = feature_map(q), feature_map(k)
    # The norm is the product with a value of 1.
    both = q @ torch.einsum("bhsf,bhsd->bhfd", k, torch.cat([v, torch.ones_like(v[..., :1])], dim=-1))
    return both[..., :-1] / both[..., -1:]


def causal_linear_attention(q, k, v, state=None):
    kv, norm = state if state is not None else (q.new_zeros(*q.shape[:2], q.shape[3], v.shape[3]), 0)
    outputs = []
    for q_chunk, k_chunk, v_chunk in zip(q.split(CHUNK, 2), k.split(CHUNK, 2), v.split(CHUNK, 2), strict=True):
        q_chunk, k_chunk = feature_map(q_chunk), feature_map(k_chunk)
        weights = torch.tril(q_chunk @ k_chunk.transpose(-1, -2))
        total = weights.sum(dim=-1) + (q_chunk * (norm[:, :, None] if torch.is_tensor(norm) else 0)).sum(dim=-1)
        outputs.append((weights @ v_chunk + q_chunk @ kv) / total.unsqueeze(-1))
        kv = kv + k_chunk.transpose(-1, -2) @ v_chunk
        norm = norm + k_chunk.sum(dim=2)
    return torch.cat(outputs, dim=2), (kv, norm)
