"""Decides on all guesses at once, and then draws a single token from the law of the position where the guesses end."""

import numpy as np


def acceptance(p, q):
    ratio = np.divide(p, q, out=np.ones_like(p), where=q > 0)
    return np.clip(ratio, 0.0, 1.0)


def acceptance_rate(p, q):
    return 1.0 - 0.5 * float(np.abs(p - q).sum())


def residual(p, q):
    missing = p - np.minimum(p, q)
    if not missing.any():
        return p.copy()
    return missing / missing.sum()


def speculative_step(target, draft, tokens, rng):
    k = len(tokens)
    rows = np.arange(k)
    kept = rng.random(k) * draft[rows, tokens] < target[rows, tokens] if k else np.zeros(0, dtype=bool)
    n = k if kept.all() else int(np.argmin(kept))
    law = target[k] if n == k else residual(target[n], draft[n])
    sums = np.cumsum(law)
    last = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
    return [int(token) for token in tokens[:n]] + [last]
