"""Counters and a table from each beginning of n - 1 tokens to what followed it."""

from collections import Counter, defaultdict

import numpy as np


def repetition_penalty(logits, generated, penalty):
    if not penalty > 0:
        raise ValueError("penalty must be positive")
    out = np.array(logits)
    for token in set(generated):
        out[token] *= penalty if out[token] < 0 else 1 / penalty
    return out


def count_penalties(logits, generated, presence, frequency):
    out = np.array(logits)
    for token, count in Counter(generated).items():
        out[token] -= presence + frequency * count
    return out


def no_repeat_ngrams(logits, generated, n):
    if n <= 0:
        raise ValueError("n must be positive")
    followers = defaultdict(set)
    for end in range(n - 1, len(generated)):
        followers[tuple(generated[end - n + 1 : end])].add(generated[end])
    beginning = tuple(generated[len(generated) - n + 1 :]) if n > 1 else ()
    out = np.array(logits)
    if len(generated) >= n - 1:
        out[list(followers[beginning])] = -np.inf
    return out
