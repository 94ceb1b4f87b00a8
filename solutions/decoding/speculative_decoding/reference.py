"""Speculative decoding, position by position.

Why it works: a kept token comes out with q * min(1, p / q) = min(p, q), a rejection happens with 1 - sum(min(p, q)) =
sum(max(p - q, 0)), and then the residual gives max(p - q, 0) over that sum. Together that is p.
"""

import numpy as np


def acceptance(p, q):
    return np.divide(p, q, out=np.ones(len(p)), where=p < q)


def acceptance_rate(p, q):
    return float(np.minimum(p, q).sum())


def residual(p, q):
    missing = np.maximum(p - q, 0)
    total = missing.sum()
    return missing / total if total > 0 else p


def speculative_step(target, draft, tokens, rng):
    out = []
    for p, q, token in zip(target, draft, tokens, strict=False):
        kept = rng.random() < acceptance(p, q)[token]
        if not kept:
            return [*out, int(rng.choice(len(p), p=residual(p, q)))]
        out.append(token)
    return [*out, int(rng.choice(target.shape[1], p=target[len(tokens)]))]
