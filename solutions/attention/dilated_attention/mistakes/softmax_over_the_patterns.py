"""A softmax over the patterns' log-sums is 0 / 0 for a query that takes part in none: its output is nan and not 0.

caught by: test_dilation_by_head
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
    n_batch, n_heads, n_tokens, d = q.shape
    outputs = torch.zeros(len(patterns), *v.shape, dtype=v.dtype)
    logs = torch.full((len(patterns), n_batch, n_heads, n_tokens), float("-inf"), dtype=v.dtype)
    for i, (segment, dilation) in enumerate(patterns):
        for h in range(n_heads):
            for p in dilated_positions(n_tokens, segment, dilation, h):
                if len(p) == 0:
                    continue
                logits = q[:, h, p] @ k[:, h, p].transpose(1, 2) / math.sqrt(d)
                if causal:
                    logits = logits.masked_fill(torch.ones(len(p), len(p)).triu(1) == 1, float("-inf"))
                outputs[i, :, h, p] = torch.softmax(logits, dim=-1) @ v[:, h, p]
                logs[i, :, h, p] = torch.logsumexp(logits, dim=-1)
    return (torch.softmax(logs, dim=0)[..., None] * outputs).sum(dim=0)
