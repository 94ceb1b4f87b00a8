"""Everything in bits: log-probabilities to base 2, masked ones replaced by a harmless row, and 2 to the mean."""

import numpy as np


def bits(logits, targets, mask):
    n_tokens = logits.shape[-1]
    mask = np.full(targets.shape, True) if mask is None else mask
    logits = np.where(mask[..., None], logits, 0).astype(np.float64) / np.log(2)
    targets = np.where(mask, targets, 0)
    if targets.size and (targets.min() < 0 or targets.max() >= n_tokens):
        raise ValueError("a counted target lies outside the vocabulary")
    logits = logits - logits.max(axis=-1, keepdims=True)
    log_sum = np.log2(np.exp2(logits).sum(axis=-1))
    own = np.take_along_axis(logits, targets[..., None], axis=-1)[..., 0]
    return np.where(mask, log_sum - own, 0.0).sum(), int(mask.sum())


def nll_total(logits, targets, mask=None):
    total, count = bits(logits, targets, mask)
    return float(total * np.log(2)), count


def bits_per_token(logits, targets, mask=None):
    total, count = bits(logits, targets, mask)
    return float(total) / count if count > 0 else float("nan")


def perplexity(logits, targets, mask=None):
    with np.errstate(over="ignore"):
        return float(np.exp2(bits_per_token(logits, targets, mask)))


def corpus_perplexity(batches):
    sums = np.array([(0.0, 0)] + [bits(*batch) for batch in batches], dtype=np.float64).sum(axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.exp2(np.divide(sums[0], sums[1])))
