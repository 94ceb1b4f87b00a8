"""Two passes over the tiles: one for the log-sum-exp alone, one for the values. Twice the work, no factor."""

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_queries > n_keys:
        raise ValueError("more queries than keys")
    rows = [list(range(start, min(start + block_q, n_queries))) for start in range(0, n_queries, block_q)]
    firsts = range(0, n_keys, block_k)
    offset = n_keys - n_queries
    return [(i, j) for i, row in enumerate(rows) for j, s in enumerate(firsts) if not causal or s <= row[-1] + offset]


def flash_attention(q, k, v, block_q, block_k, causal=False):
    n_queries, n_keys = q.shape[2], k.shape[2]
    tiles = visible_tiles(n_queries, n_keys, block_q, block_k, causal)

    def tile(i, j):
        rows, columns = slice(i * block_q, (i + 1) * block_q), slice(j * block_k, (j + 1) * block_k)
        logits = q[:, :, rows] @ k[:, :, columns].transpose(-1, -2) / q.shape[-1] ** 0.5
        if causal:
            t = torch.arange(n_queries)[rows] + (n_keys - n_queries)
            logits = logits + torch.zeros(logits.shape[-2:], dtype=q.dtype).masked_fill(
                t[:, None] < torch.arange(n_keys)[columns], float("-inf")
            )
        return rows, columns, logits

    logs = torch.full(q.shape[:3], float("-inf"), dtype=q.dtype)
    for i, j in tiles:
        rows, _, logits = tile(i, j)
        logs[:, :, rows] = torch.logaddexp(logs[:, :, rows], logits.logsumexp(-1))
    output = torch.zeros(*q.shape[:3], v.shape[-1], dtype=q.dtype)
    for i, j in tiles:
        rows, columns, logits = tile(i, j)
        output[:, :, rows] += (logits - logs[:, :, rows].unsqueeze(-1)).exp() @ v[:, :, columns]
    return output, logs
