"""The perplexities of the batches are averaged: a short batch weighs as much as a long one, and one that is infinite takes all
with it. Totals and counts add up over batches, and exp comes last.

caught by: test_batches_are_weighted_by_their_tokens
"""

import numpy as np


def token_nlls(logits, targets, mask):
    if mask is None:
        mask = np.ones(targets.shape, dtype=bool)
    logits, targets = logits[mask].astype(np.float64), targets[mask]
    if ((targets < 0) | (targets >= logits.shape[-1])).any():
        raise ValueError("a target lies outside the vocabulary")
    logits = logits - logits.max(axis=-1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return -log_probs[np.arange(len(targets)), targets]


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
    perplexities = [perplexity(*batch) for batch in batches]
    perplexities = [p for p in perplexities if not np.isnan(p)]
    return float(np.mean(perplexities)) if perplexities else float("nan")
