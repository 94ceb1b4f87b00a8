"""The whole text is remembered, and the mask says which tokens count."""

import numpy as np


def sink_mask(n_tokens, n_sinks, window):
    causal = np.tri(n_tokens, dtype=bool)
    left = np.tri(n_tokens, k=-window, dtype=bool)
    left[:, :n_sinks] = False
    return causal & ~left


class SinkCache:
    def __init__(self, n_sinks, window):
        self.setting = n_sinks, window
        self.k = self.v = None

    def __len__(self):
        return 0 if self.k is None else int(self.kept().sum())

    def kept(self):
        return sink_mask(self.k.shape[1], *self.setting)[-1]

    def append(self, k, v):
        k, v = k[:, None], v[:, None]
        self.k = k if self.k is None else np.concatenate([self.k, k], axis=1)
        self.v = v if self.v is None else np.concatenate([self.v, v], axis=1)

    def attend(self, q):
        k, v = self.k[:, self.kept()], self.v[:, self.kept()]
        n = k.shape[1]
        logits = rotate(q, n - 1)[:, None] @ rotate(k, np.arange(n)).swapaxes(1, 2) / q.shape[-1] ** 0.5
        weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return ((weights / weights.sum(axis=-1, keepdims=True)) @ v)[:, 0]
