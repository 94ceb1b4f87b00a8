"""The whole T x S matrix of logits is made: only one tile of it may exist at a
time.

caught by: test_a_long_sequence_never_makes_the_matrix
"""

import math

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_keys < n_queries:
        raise ValueError
    offset = n_keys - n_queries
    return [
        (i, j)
        for i in range(math.ceil(n_queries / block_q))
        for j in range(math.ceil(n_keys / block_k))
        if not causal or j * block_k <= min((i + 1) * block_q, n_queries) - 1 + offset
    ]


def flash_attention(q, k, v, block_q, block_k, causal=False):
    if causal and k.shape[2] < q.shape[2]:
        raise ValueError
    logits = q @ k.mT / math.sqrt(q.shape[-1])
    if causal:
        logits = logits.masked_fill(
            ~torch.ones(logits.shape[2:], dtype=torch.bool).tril(k.shape[2] - q.shape[2]), -torch.inf
        )
    return torch.softmax(logits, dim=-1) @ v, torch.logsumexp(logits, dim=-1)
