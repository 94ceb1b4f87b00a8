"""One-hot sums for the counts, and windows over the tokens for the n-grams."""

import numpy as np


def repetition_penalty(logits, generated, penalty):
    if penalty <= 0:
        raise ValueError("penalty must be positive")
    seen = np.zeros(logits.shape, dtype=bool)
    seen[np.asarray(generated, dtype=int)] = True
    factor = np.where(logits > 0, 1.0 / penalty, penalty)
    return logits * np.where(seen, factor, 1.0)


def count_penalties(logits, generated, presence, frequency):
    counts = np.zeros(logits.shape)
    np.add.at(counts, np.asarray(generated, dtype=int), 1)
    return logits - (frequency * counts + presence * np.minimum(counts, 1))


def no_repeat_ngrams(logits, generated, n):
    if n < 1:
        raise ValueError("n must be positive")
    out = np.copy(logits)
    if len(generated) < n:
        return out
    windows = np.lib.stride_tricks.sliding_window_view(np.array(generated), n)
    same = (windows[:, : n - 1] == np.array(generated[len(generated) - n + 1 :], dtype=int)[None]).all(axis=1)
    out[windows[same, n - 1]] = -np.inf
    return out
