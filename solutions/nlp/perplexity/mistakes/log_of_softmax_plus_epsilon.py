"""The logarithm is taken of finished probabilities, softmax(x) + 1e-12: exp overflows for large logits, a probability that
underflows costs 27.6 nats whatever it was, and nothing is ever infinite. Stay with logarithms: log-sum-exp minus the logit.

caught by: test_logits_in_the_thousands
"""

import numpy as np


def token_nlls(logits, targets, mask):
    if mask is None:
        mask = np.ones(targets.shape, dtype=bool)
    logits, targets = logits[mask].astype(np.float64), targets[mask]
    if ((targets < 0) | (targets >= logits.shape[-1])).any():
        raise ValueError("a target lies outside the vocabulary")
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return -np.log(probs[np.arange(len(targets)), targets] + 1e-12)


def nll_total(logits, targets, mask=None):
    nll = token_nlls(logits, targets, mask)
    return float(nll.sum()), len(nll)


def perplexity(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    with np.errstate(over="ignore"):
        return float(np.exp(total / count)) if count else float("nan")


def bits_per_token(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    return total / count / float(np.log(2)) if count else float("nan")


def corpus_perplexity(batches):
    totals = [nll_total(*batch) for batch in batches]
    total, count = sum(t for t, _ in totals), sum(n for _, n in totals)
    with np.errstate(over="ignore"):
        return float(np.exp(total / count)) if count else float("nan")
