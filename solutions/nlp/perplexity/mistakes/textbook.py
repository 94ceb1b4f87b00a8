"""The NLL is the logarithm of a finished softmax: exp(1000) is inf and exp(-1000) is 0, so large logits give inf or nan. Stay
with logarithms, and take each row's maximum out of the sum.

caught by: test_logits_in_the_thousands
"""

import math

import numpy as np


def nll_total(logits, targets, mask=None):
    if mask is None:
        mask = np.ones(targets.shape, dtype=bool)
    if np.any((targets[mask] < 0) | (targets[mask] >= logits.shape[-1])):
        raise ValueError("a target is not in the vocabulary")
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    safe_targets = np.where(mask, targets, 0)
    p = np.take_along_axis(probs, safe_targets[..., None], axis=-1)[..., 0]
    return float(-np.log(p)[mask].sum()), int(mask.sum())


def exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def perplexity(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    return exp(total / count) if count else math.nan


def bits_per_token(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    return total / count / math.log(2) if count else math.nan


def corpus_perplexity(batches):
    total, count = 0.0, 0
    for batch in batches:
        batch_total, batch_count = nll_total(*batch)
        total += batch_total
        count += batch_count
    return exp(total / count) if count else math.nan
