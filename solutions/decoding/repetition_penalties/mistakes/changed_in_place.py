"""The logits that were handed in are changed: each function gives a new array.

caught by: test_what_makes_no_sense_is_refused
"""

import numpy as np


def repetition_penalty(logits, generated, penalty):
    if penalty <= 0:
        raise ValueError("penalty must be positive")
    for token in set(generated):
        if logits[token] > 0:
            logits[token] /= penalty
        else:
            logits[token] *= penalty
    return logits


def count_penalties(logits, generated, presence, frequency):
    for token in generated:
        logits[token] -= frequency
    for token in set(generated):
        logits[token] -= presence
    return logits


def no_repeat_ngrams(logits, generated, n):
    if n < 1:
        raise ValueError("n must be at least 1")
    if len(generated) < n:
        return logits
    prefix = generated[len(generated) - n + 1 :]
    for i in range(len(generated) - n + 1):
        if generated[i : i + n - 1] == prefix:
            logits[generated[i + n - 1]] = -np.inf
    return logits
