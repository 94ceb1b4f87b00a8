# needs: scipy
"""SciPy's log_softmax does the delicate part."""

import numpy as np
from scipy.special import log_softmax


def nll_total(logits, targets, mask=None):
    if mask is not None:
        logits, targets = logits[mask], targets[mask]
    n_tokens = logits.shape[-1]
    logits, targets = logits.reshape(-1, n_tokens).astype(np.float64), targets.reshape(-1)
    if np.any(targets < 0) or np.any(targets >= n_tokens):
        raise ValueError("target out of range")
    if len(targets) == 0:
        return 0.0, 0
    chosen = np.take_along_axis(log_softmax(logits, axis=1), targets[:, None], axis=1)
    return float(-chosen.sum()), len(targets)


def perplexity(logits, targets, mask=None):
    return corpus_perplexity([(logits, targets, mask)])


def bits_per_token(logits, targets, mask=None):
    return float(np.log2(np.e) * mean([nll_total(logits, targets, mask)]))


def corpus_perplexity(batches):
    with np.errstate(over="ignore"):
        return float(np.exp(mean([nll_total(*batch) for batch in batches])))


def mean(pairs):
    count = sum(count for _, count in pairs)
    return sum(total for total, _ in pairs) / count if count else float("nan")
