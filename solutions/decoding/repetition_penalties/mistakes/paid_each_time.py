"""A token that has come several times pays the repetition penalty each time: it is one factor, however often the token came.

caught by: test_a_token_pays_the_penalty_once
"""

from collections import Counter

import numpy as np


def repetition_penalty(logits, generated, penalty):
    if penalty <= 0:
        raise ValueError("penalty must be positive")
    logits = np.array(logits)
    for token in generated:
        if logits[token] > 0:
            logits[token] /= penalty
        else:
            logits[token] *= penalty
    return logits


def count_penalties(logits, generated, presence, frequency):
    logits = np.array(logits)
    for token, count in Counter(generated).items():
        logits[token] -= frequency * count + presence
    return logits


def no_repeat_ngrams(logits, generated, n):
    if n < 1:
        raise ValueError("n must be at least 1")
    logits = np.array(logits)
    prefix = generated[len(generated) - n + 1 :] if n > 1 else []
    for i in range(len(generated) - n + 1):
        if generated[i : i + n - 1] == prefix:
            logits[generated[i + n - 1]] = -np.inf
    return logits
