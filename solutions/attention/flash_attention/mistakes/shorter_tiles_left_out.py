"""The number of tiles is rounded down, so that the shorter ones at the end are left out of the list: a last block with
fewer queries or keys is a block as well.

caught by: test_tiles_without_a_visible_pair_are_skipped
"""

import math

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_keys < n_queries:
        raise ValueError("there are fewer keys than queries")
    tiles = []
    for i in range(n_queries // block_q):
        last_query = (i + 1) * block_q - 1 + n_keys - n_queries
        for j in range(n_keys // block_k):
            if not causal or j * block_k <= last_query:
                tiles.append((i, j))
    return tiles


def flash_attention(q, k, v, block_q, block_k, causal=False):
    (n_batch, n_heads, n_queries, d), n_keys = q.shape, k.shape[2]
    past = n_keys - n_queries
    if causal and past < 0:
        raise ValueError("there are fewer keys than queries")
    outputs, logs = [], []
    for start in range(0, n_queries, block_q):
        q_i = q[:, :, start : start + block_q] / math.sqrt(d)
        rows = past + start + torch.arange(q_i.shape[2])[:, None]
        m = torch.full((n_batch, n_heads, q_i.shape[2], 1), float("-inf"), dtype=q.dtype)
        total = torch.zeros_like(m)
        out = torch.zeros(n_batch, n_heads, q_i.shape[2], v.shape[-1], dtype=q.dtype)
        for first in range(0, n_keys, block_k):
            if causal and first > rows[-1, 0]:
                break
            k_j, v_j = k[:, :, first : first + block_k], v[:, :, first : first + block_k]
            s = q_i @ k_j.transpose(-1, -2)
            if causal:
                s = s.masked_fill(first + torch.arange(k_j.shape[2])[None, :] > rows, float("-inf"))
            m_new = torch.maximum(m, s.max(dim=-1, keepdim=True).values)
            p = torch.exp(s - m_new)
            alpha = torch.exp(m - m_new)
            total = alpha * total + p.sum(dim=-1, keepdim=True)
            out = alpha * out + p @ v_j
            m = m_new
        outputs.append(out / total)
        logs.append((m + torch.log(total)).squeeze(-1))
    return torch.cat(outputs, dim=2), torch.cat(logs, dim=2)
