"""Attention sinks: a list of unrotated keys from which entry n_sinks is deleted when it is full.

Why it works: logits of rotary embedding depend on the distance of places only, and no two entries are further apart
than the cache is long, so the model sees nothing but distances that it was trained on.
"""

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    i, j = np.arange(n_tokens)[:, None], np.arange(n_tokens)
    return (j <= i) & ((j < n_sinks) | (j > i - window))


class SinkCache:
    def __init__(self, n_sinks, window):
        self.n_sinks, self.window = n_sinks, window
        self.keys, self.values = [], []

    def __len__(self):
        return len(self.keys)

    def append(self, k, v):
        if len(self) == self.n_sinks + self.window:
            del self.keys[self.n_sinks], self.values[self.n_sinks]
        self.keys.append(k)
        self.values.append(v)

    def attend(self, q):
        places = np.arange(len(self))
        keys = rotate(np.stack(self.keys, axis=1), places)  # (H, S, F)
        logits = np.einsum("hf,hsf->hs", rotate(q, len(self) - 1), keys) / np.sqrt(q.shape[-1])
        weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return np.einsum("hs,shf->hf", weights, np.stack(self.values))
