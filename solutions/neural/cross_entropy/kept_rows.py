"""Only the positions that count are looked at: they are taken out, and their gradients put back into zeros."""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if logits.shape[:-1] != targets.shape:
        raise ValueError("one id a position, please")
    dlogits = np.zeros_like(logits)
    kept = targets != ignore_index
    x, ids = logits[kept], targets[kept]  # (N, V) and (N,)
    if len(ids) == 0:
        return 0.0, dlogits
    if ids.min() < 0 or ids.max() >= x.shape[1]:
        raise ValueError("an id is out of range")
    rows = np.arange(len(ids))
    probs = np.exp(x - x.max(axis=1, keepdims=True))
    total = probs.sum(axis=1)
    loss = np.mean(np.log(total) + x.max(axis=1) - x[rows, ids])
    probs /= total[:, None]
    probs[rows, ids] -= 1
    dlogits[kept] = probs / len(ids)
    return loss, dlogits
