"""Repetition penalties by counts, and a scan for n-grams.

Why it works: a factor makes a logit smaller only where it points the right way, so that CTRL's rule divides what is
positive and multiplies what is negative. An n-gram is repeated exactly when the last n - 1 tokens stand somewhere
before and the token after them comes again.
"""

import numpy as np


def repetition_penalty(logits, generated, penalty):
    if penalty <= 0:
        raise ValueError(f"the penalty must be above 0, got {penalty}")
    seen = np.isin(np.arange(len(logits)), generated)
    return np.where(seen, np.where(logits > 0, logits / penalty, logits * penalty), logits)


def count_penalties(logits, generated, presence, frequency):
    counts = np.bincount(np.array(generated, dtype=int), minlength=len(logits))
    return logits - frequency * counts - presence * (counts > 0)


def no_repeat_ngrams(logits, generated, n):
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    out = logits.copy()
    start = len(generated) - n + 1
    for i in range(start):
        if generated[i : i + n - 1] == generated[start:]:
            out[generated[i + n - 1]] = -np.inf
    return out
