"""A key is rotated once, by its place when it came in: entries of the window move up whenever one leaves, and their rotation has to
follow. Keep keys unrotated and rotate them in attend.

caught by: test_positions_are_places_in_the_cache
"""

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    mask = np.tril(np.ones((n_tokens, n_tokens), dtype=bool))
    for i in range(n_tokens):
        mask[i, n_sinks : max(n_sinks, i - window + 1)] = False
    return mask


class SinkCache:
    def __init__(self, n_sinks, window):
        self.n_sinks = n_sinks
        self.window = window
        self.keys = []
        self.values = []

    def __len__(self):
        return len(self.keys)

    def append(self, k, v):
        if len(self.keys) >= self.n_sinks + self.window:
            self.keys = self.keys[: self.n_sinks] + self.keys[self.n_sinks + 1 :]
            self.values = self.values[: self.n_sinks] + self.values[self.n_sinks + 1 :]
        self.keys.append(rotate(k, len(self.keys)))
        self.values.append(v)

    def attend(self, q):
        keys, values = np.stack(self.keys, 1), np.stack(self.values, 1)
        q = rotate(q, len(self.keys) - 1)
        logits = (keys @ q[:, :, None])[..., 0] / np.sqrt(q.shape[-1])
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        return (weights[:, None] @ values)[:, 0]
