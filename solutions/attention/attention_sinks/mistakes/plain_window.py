"""The oldest token leaves, whichever it is, so that the sinks are lost as soon as the cache is full: the first n_sinks tokens stay,
and the oldest one of the window leaves.

caught by: test_the_first_and_the_last_tokens_are_kept
"""

from collections import deque

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    i, j = np.ogrid[:n_tokens, :n_tokens]
    return (j <= i) & (j > i - window - n_sinks)


class SinkCache:
    def __init__(self, n_sinks, window):
        self.entries = deque(maxlen=n_sinks + window)

    def __len__(self):
        return len(self.entries)

    def append(self, k, v):
        self.entries.append((k, v))

    def attend(self, q):
        n = len(self.entries)
        keys = np.stack([rotate(k, p) for p, (k, _) in enumerate(self.entries)])
        values = np.stack([v for _, v in self.entries])
        logits = (keys * rotate(q, n - 1)).sum(-1) / np.sqrt(q.shape[-1])
        weights = np.exp(logits - logits.max(0))
        weights = weights / weights.sum(0)
        return (weights[..., None] * values).sum(0)
