"""exp is taken of the logits as they are: those beyond 700 overflow, and a row far below 0 gives 0 / 0. The running
maximum has to be subtracted first.

caught by: test_large_logits
"""

import math

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_keys < n_queries:
        raise ValueError("causal attention needs a key for each query")
    tiles = []
    for i in range(math.ceil(n_queries / block_q)):
        last = min((i + 1) * block_q, n_queries) - 1 + n_keys - n_queries
        for j in range(math.ceil(n_keys / block_k)):
            if not causal or j * block_k <= last:
                tiles.append((i, j))
    return tiles


def flash_attention(q, k, v, block_q, block_k, causal=False):
    n_queries, n_keys = q.shape[2], k.shape[2]
    if causal and n_keys < n_queries:
        raise ValueError("causal attention needs a key for each query")
    numerator = torch.zeros(*q.shape[:3], v.shape[3], dtype=q.dtype)
    denominator = torch.zeros(*q.shape[:3], 1, dtype=q.dtype)
    for start in range(0, n_queries, block_q):
        end = min(start + block_q, n_queries)
        for first in range(0, n_keys, block_k):
            last = min(first + block_k, n_keys)
            s = q[:, :, start:end] @ k[:, :, first:last].transpose(2, 3) / math.sqrt(q.shape[3])
            if causal:
                rows = torch.arange(start, end)[:, None] + n_keys - n_queries
                s = s.masked_fill(torch.arange(first, last)[None, :] > rows, float("-inf"))
            p = torch.exp(s)
            denominator[:, :, start:end] += p.sum(dim=-1, keepdim=True)
            numerator[:, :, start:end] += p @ v[:, :, first:last]
    return numerator / denominator, torch.log(denominator[..., 0])
