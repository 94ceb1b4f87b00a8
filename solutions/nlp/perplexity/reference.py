"""Perplexity from two numbers that add up: the summed NLL and the count of tokens.

Why it works: a mean over all tokens is the sum of all NLLs over the number of all tokens, however they were cut into
batches. Means or perplexities of batches can't be averaged without weights; sums and counts need none, and they are
what one adds over machines too. exp comes last and once, so one terrible batch can't overflow what is fine as a whole.
"""

import math

import numpy as np


def nll_total(logits, targets, mask=None):
    if mask is None:
        mask = np.ones(targets.shape, dtype=bool)
    # The other tokens leave before any arithmetic: multiplying their nan by 0 would not silence it.
    logits, targets = logits[mask].astype(np.float64), targets[mask]  # (N, V) and (N,)
    count, n_tokens = logits.shape
    if not np.all((targets >= 0) & (targets < n_tokens)):
        raise ValueError(f"a counted target lies outside the vocabulary of {n_tokens} tokens")
    # -log p = log(sum_v exp(x_v)) - x_target, with the largest logit taken out of the sum so that exp can't overflow.
    peak = logits.max(axis=1)
    log_sum = peak + np.log(np.exp(logits - peak[:, None]).sum(axis=1))
    nll = log_sum - logits[np.arange(count), targets]
    return float(nll.sum()), count


def mean_nll(total, count):
    return total / count if count else float("nan")


def perplexity(logits, targets, mask=None):
    return exp(mean_nll(*nll_total(logits, targets, mask)))


def bits_per_token(logits, targets, mask=None):
    # Not log2 of the perplexity: that may be inf where its logarithm is an ordinary number.
    return mean_nll(*nll_total(logits, targets, mask)) / math.log(2)


def corpus_perplexity(batches):
    total, count = 0.0, 0
    for logits, targets, mask in batches:
        batch_total, batch_count = nll_total(logits, targets, mask)
        total += batch_total
        count += batch_count
    return exp(mean_nll(total, count))


def exp(x):
    with np.errstate(over="ignore"):  # inf is the answer
        return float(np.exp(x))
