"""Sinks and window apart; only the query is turned, by its distance to each key, in complex numbers."""

from collections import deque

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    mask = np.zeros((n_tokens, n_tokens), dtype=bool)
    for i in range(n_tokens):
        mask[i, : min(n_sinks, i + 1)] = True
        mask[i, max(0, i - window + 1) : i + 1] = True
    return mask


class SinkCache:
    def __init__(self, n_sinks, window):
        self.n_sinks = n_sinks
        self.sinks, self.recent = [], deque(maxlen=window)

    def __len__(self):
        return len(self.sinks) + len(self.recent)

    def append(self, k, v):
        (self.sinks if len(self.sinks) < self.n_sinks else self.recent).append((k, v))

    def attend(self, q):
        entries = [*self.sinks, *self.recent]
        half = q.shape[-1] // 2
        w = 100.0 ** (-np.arange(half) / half)
        z = q[:, :half] + 1j * q[:, half:]
        logits = []
        for j, (k, _) in enumerate(entries):
            turned = z * np.exp(1j * w * (len(entries) - 1 - j))
            logits.append((turned * np.conj(k[:, :half] + 1j * k[:, half:])).real.sum(axis=-1) / q.shape[-1] ** 0.5)
        logits = np.array(logits)
        weights = np.exp(logits - np.logaddexp.reduce(logits, axis=0))
        return sum(p[:, None] * v for p, (_, v) in zip(weights, entries, strict=True))
