"""Each target is compared with the logits of the position before it, as for logits that come straight from a language model:
here they have been shifted already, and stand beside the target that they predict.

caught by: test_perplexity_is_exp_of_the_mean_nll
"""

import math

import numpy as np


def nll_total(logits, targets, mask=None):
    logits, targets = logits[..., :-1, :], targets[..., 1:]
    mask = np.ones(targets.shape, dtype=bool) if mask is None else mask[..., 1:]
    logits, targets = logits[mask].astype(np.float64), targets[mask]
    if np.any((targets < 0) | (targets >= logits.shape[-1])):
        raise ValueError("a target is not in the vocabulary")
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-log_probs[np.arange(len(targets)), targets].sum()), len(targets)


def perplexity(logits, targets, mask=None):
    return corpus_perplexity([(logits, targets, mask)])


def bits_per_token(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    return total / count / math.log(2) if count else math.nan


def corpus_perplexity(batches):
    parts = [nll_total(*batch) for batch in batches]
    count = sum(count for _, count in parts)
    if count == 0:
        return math.nan
    with np.errstate(over="ignore"):
        return float(np.exp(sum(total for total, _ in parts) / count))
