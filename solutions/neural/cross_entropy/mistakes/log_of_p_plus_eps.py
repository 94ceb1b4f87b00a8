"""A small number is added to the probability before its logarithm: the loss of a confident wrong answer ends at about
28 (at -log of that number), where it has to grow with the logits. Write it as logsumexp(x) - x[target].

caught by: test_large_logits
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if targets.shape != logits.shape[:-1]:
        raise ValueError("targets need the shape of the logits without their last axis")
    n_classes = logits.shape[-1]
    rows = logits.reshape(-1, n_classes)
    ids = targets.reshape(-1)
    kept = ids != ignore_index
    if np.any((ids[kept] < 0) | (ids[kept] >= n_classes)):
        raise ValueError("an id is out of range")
    count = max(int(kept.sum()), 1)
    positions = np.arange(len(ids))
    ids = np.where(kept, ids, 0)

    exps = np.exp(rows - rows.max(axis=1, keepdims=True))
    probs = exps / exps.sum(axis=1, keepdims=True)
    loss = -(np.log(probs[positions, ids] + 1e-12) * kept).sum() / count
    probs[positions, ids] -= 1
    dlogits = probs * kept[:, None] / count
    return loss, dlogits.reshape(logits.shape)
