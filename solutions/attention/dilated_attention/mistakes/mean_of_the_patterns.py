"""The outputs of the patterns are averaged with equal weights: each weighs as much as its sum of exp(logit).

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
    outputs = torch.zeros(len(patterns), *v.shape, dtype=v.dtype)
    for i, (segment, dilation) in enumerate(patterns):
        for h in range(n_heads):
            for p in dilated_positions(n_tokens, segment, dilation, h):
                if len(p) == 0:
                    continue
                logits = q[:, h, p] @ k[:, h, p].transpose(1, 2) / math.sqrt(d)
                if causal:
                    logits = logits.masked_fill(torch.ones(len(p), len(p)).triu(1) == 1, float("-inf"))
                outputs[i, :, h, p] = torch.softmax(logits, dim=-1) @ v[:, h, p]
    return outputs.mean(dim=0)
