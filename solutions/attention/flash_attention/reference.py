"""FlashAttention's forward pass.

Why it works: exp(l - m) / sum exp(l - m) is the same for every m, so m need not be the largest logit of the row until
all of them have been seen. Whenever it rises, the sums so far are multiplied by exp(old - new): that is what they
would have been with the new one. Starting from m = -inf, the first factor is exp(-inf) = 0.
"""

import math

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_keys < n_queries:
        raise ValueError(f"{n_queries} causal queries over {n_keys} keys")
    tiles = []
    for i, start in enumerate(range(0, n_queries, block_q)):
        last_query = min(start + block_q, n_queries) - 1 + n_keys - n_queries
        seen = last_query + 1 if causal else n_keys
        tiles += [(i, j) for j in range(math.ceil(seen / block_k))]
    return tiles


def flash_attention(q, k, v, block_q, block_k, causal=False):
    n_queries, n_keys = q.shape[2], k.shape[2]
    q = q / math.sqrt(q.shape[-1])
    output = torch.zeros(*q.shape[:3], v.shape[-1], dtype=q.dtype)
    largest = torch.full(q.shape[:3], -torch.inf, dtype=q.dtype)
    total = torch.zeros_like(largest)
    for i, j in visible_tiles(n_queries, n_keys, block_q, block_k, causal):
        rows = slice(i * block_q, (i + 1) * block_q)
        columns = slice(j * block_k, (j + 1) * block_k)
        logits = q[:, :, rows] @ k[:, :, columns].mT
        if causal:
            positions = torch.arange(n_queries)[rows, None] + n_keys - n_queries
            logits = logits.masked_fill(torch.arange(n_keys)[columns] > positions, -torch.inf)
        # Finite: every query sees key 0, which lies in the first tile of its row.
        m = torch.maximum(largest[:, :, rows], logits.amax(dim=-1))
        factor = torch.exp(largest[:, :, rows] - m)
        weights = torch.exp(logits - m[..., None])
        total[:, :, rows] = total[:, :, rows] * factor + weights.sum(dim=-1)
        output[:, :, rows] = output[:, :, rows] * factor[..., None] + weights @ v[:, :, columns]
        largest[:, :, rows] = m
    return output / total[..., None], largest + total.log()
