"""A new token is written over the oldest one of the window, as in a ring buffer, and the entries are read as they lie there: their
places are those of the text's order, the oldest of the window right behind the sinks.

caught by: test_positions_are_places_in_the_cache
"""

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    i, j = np.indices((n_tokens, n_tokens))
    return (j <= i) & ((j < n_sinks) | (i - j < window))


class SinkCache:
    def __init__(self, n_sinks, window):
        self.n_sinks, self.window = n_sinks, window
        self.keys, self.values = [], []
        self.next = 0

    def __len__(self):
        return len(self.keys)

    def append(self, k, v):
        if len(self.keys) < self.n_sinks + self.window:
            self.keys.append(k)
            self.values.append(v)
            return
        self.keys[self.n_sinks + self.next] = k
        self.values[self.n_sinks + self.next] = v
        self.next = (self.next + 1) % self.window

    def attend(self, q):
        n = len(self.keys)
        keys = rotate(np.array(self.keys), np.arange(n)[:, None])
        logits = (keys * rotate(q, n - 1)).sum(-1) / np.sqrt(q.shape[-1])
        weights = np.exp(logits - logits.max(0))
        weights /= weights.sum(0)
        return (weights[..., None] * np.array(self.values)).sum(0)
