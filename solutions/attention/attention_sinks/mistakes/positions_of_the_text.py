"""Keys and queries are rotated by their numbers in the text: once tokens have left, the distances to the sinks grow without bound.
Positions are the places in the cache.

caught by: test_positions_are_places_in_the_cache
"""

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    i = np.arange(n_tokens)[:, None]
    j = np.arange(n_tokens)[None, :]
    return (j <= i) & ((j < n_sinks) | (i - j < window))


class SinkCache:
    def __init__(self, n_sinks, window):
        self.n_sinks = n_sinks
        self.window = window
        self.k, self.v = [], []
        self.pos = 0

    def __len__(self):
        return len(self.k)

    def append(self, k, v):
        self.k.append(rotate(k, self.pos))
        self.v.append(v)
        self.pos += 1
        if len(self.k) > self.n_sinks + self.window:
            self.k.pop(self.n_sinks)
            self.v.pop(self.n_sinks)

    def attend(self, q):
        K, V = np.array(self.k), np.array(self.v)
        q = rotate(q, self.pos - 1)
        scores = np.einsum("hd,shd->hs", q, K) / np.sqrt(q.shape[-1])
        w = np.exp(scores - scores.max(-1, keepdims=True))
        w = w / w.sum(-1, keepdims=True)
        return np.einsum("hs,shd->hd", w, V)
