"""Dilated attention, group by group.

Why it works: the tokens of a head in a segment attend to each other and to nobody else, so they are a small attention
of their own. Merging is online softmax: the average of each part is weighted by its share of the sum of all exp(logit),
and only the logarithms of these sums are kept, which can't overflow.
"""

import math

import torch


def dilated_positions(n_tokens, segment, dilation, head):
    starts = range(0, n_tokens, segment)
    return [list(range(start + head % dilation, min(start + segment, n_tokens), dilation)) for start in starts]


def attend(q, k, v, causal):
    """The average of each query, and the log of its sum of exp(logit)."""
    logits = q @ k.mT / math.sqrt(q.shape[-1])
    if causal:
        # Positions increase within a group, so the order is that of the whole text.
        logits = logits.masked_fill(torch.ones(logits.shape[-2:], dtype=torch.bool).triu(1), -torch.inf)
    return torch.softmax(logits, dim=-1) @ v, logits.logsumexp(dim=-1)


def dilated_attention(q, k, v, patterns, causal=False):
    n_heads, n_tokens = q.shape[1:3]
    output = torch.zeros_like(v)
    total = torch.full(v.shape[:3], -torch.inf, dtype=v.dtype)
    for segment, dilation in patterns:
        for h in range(n_heads):
            for p in filter(None, dilated_positions(n_tokens, segment, dilation, h)):
                part, log = attend(q[:, h, p], k[:, h, p], v[:, h, p], causal)
                old = total[:, h, p]
                new = torch.logaddexp(old, log)
                shares = (old - new).exp()[..., None], (log - new).exp()[..., None]
                output[:, h, p] = output[:, h, p] * shares[0] + part * shares[1]
                total[:, h, p] = new
    return output
