"""A mask of T x T says who sees whom: it can't say that a key is in two patterns and counts twice, and for long sequences
it doesn't fit into memory.

caught by: test_patterns_share_one_softmax
"""

import math

import torch


def dilated_positions(n_tokens, segment, dilation, head):
    positions = []
    for start in range(0, n_tokens, segment):
        end = min(start + segment, n_tokens)
        positions.append(list(range(start + head % dilation, end, dilation)))
    return positions


def dilated_attention(q, k, v, patterns, causal=False):
    n_heads, n_tokens, d = q.shape[1:]
    mask = torch.zeros(n_heads, n_tokens, n_tokens, dtype=torch.bool)
    for segment, dilation in patterns:
        for h in range(n_heads):
            for positions in dilated_positions(n_tokens, segment, dilation, h):
                for t in positions:
                    mask[h, t, positions] = True
    if causal:
        mask &= torch.ones(n_tokens, n_tokens, dtype=torch.bool).tril()
    logits = (q @ k.transpose(-2, -1) / math.sqrt(d)).masked_fill(~mask, float("-inf"))
    weights = torch.softmax(logits, dim=-1).masked_fill(~mask, 0.0)
    return weights @ v
