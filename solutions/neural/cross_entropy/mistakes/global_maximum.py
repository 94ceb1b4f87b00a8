"""The maximum of the whole array is subtracted: a row that lies a thousand lower underflows to 0 / 0. Each row needs
its own maximum.

caught by: test_large_logits
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if targets.shape != logits.shape[:-1]:
        raise ValueError("targets need the shape of the logits without their last axis")
    if np.any((targets != ignore_index) & ((targets < 0) | (targets >= logits.shape[-1]))):
        raise ValueError("an id is out of range")
    rows = logits.reshape(-1, logits.shape[-1])
    ids = targets.reshape(-1)
    kept = ids != ignore_index
    count = max(int(kept.sum()), 1)
    positions = np.arange(len(ids))
    ids = np.where(kept, ids, 0)

    exps = np.exp(rows - rows.max())
    probs = exps / exps.sum(axis=1, keepdims=True)
    loss = -(np.log(probs[positions, ids]) * kept).sum() / count
    probs[positions, ids] -= 1
    dlogits = probs * kept[:, None] / count
    return loss, dlogits.reshape(logits.shape)
