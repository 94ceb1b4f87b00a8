# needs: scipy
"""Binomial draws in sequence, half of what isn't [MASK] made random, and SciPy's logsumexp for the loss."""

import numpy as np
from scipy.special import logsumexp


def select_targets(tokens, special_ids, rate, rng):
    probability = np.where(np.isin(tokens, list(special_ids)), 0.0, rate)
    return rng.binomial(1, probability).astype(bool)


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    hidden = select_targets(tokens, special_ids, rate, rng)
    labels = np.full(tokens.shape, -100)
    labels[hidden] = tokens[hidden]
    inputs = np.array(tokens)
    masked = hidden & (rng.random(tokens.shape) < 0.8)
    inputs[masked] = mask_id
    replaced = hidden & ~masked & (rng.random(tokens.shape) < 0.5)
    ordinary = sorted(set(range(vocab_size)) - set(special_ids))
    inputs[replaced] = rng.permuted(np.array(ordinary * (1 + replaced.sum())))[: replaced.sum()]
    return inputs, labels


def mlm_loss(logits, labels):
    rows, classes = logits[labels >= 0], labels[labels >= 0]
    if len(rows) == 0:
        return 0.0
    return np.mean(logsumexp(rows, axis=1) - np.take_along_axis(rows, classes[:, None], axis=1)[:, 0])
