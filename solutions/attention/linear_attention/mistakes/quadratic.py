"""All T x T weights are made before the values come in: multiply keys and values
first, then nothing of that size exists.

caught by: test_a_long_text_takes_no_square
"""

import torch


def feature_map(x):
    return x.clamp(max=0).exp() + x.relu()


def linear_attention(q, k, v):
    weights = feature_map(q) @ feature_map(k).mT
    return weights @ v / weights.sum(dim=-1, keepdim=True)


def causal_linear_attention(q, k, v, state=None):
    q, k = feature_map(q), feature_map(k)
    weights = (q @ k.mT).tril()
    above, below = weights @ v, weights.sum(dim=-1, keepdim=True)
    kv, norm = k.mT @ v, k.sum(dim=2)
    if state is not None:
        above, below = above + q @ state[0], below + q @ state[1][..., None]
        kv, norm = kv + state[0], norm + state[1]
    return above / below, (kv, norm)
