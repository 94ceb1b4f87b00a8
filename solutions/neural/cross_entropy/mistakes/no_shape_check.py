"""The shapes aren't compared: targets of the shape (T, B) have as many ids as those of the shape (B, T), and once
flattened they are paired with the wrong positions. Another shape than logits.shape[:-1] must raise ValueError.

caught by: test_wrong_shapes_are_refused
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    n_classes = logits.shape[-1]
    rows = logits.reshape(-1, n_classes)
    ids = targets.reshape(-1)
    kept = ids != ignore_index
    if np.any((ids[kept] < 0) | (ids[kept] >= n_classes)):
        raise ValueError("an id is out of range")
    count = max(int(kept.sum()), 1)
    positions = np.arange(len(ids))
    ids = np.where(kept, ids, 0)

    shifted = rows - rows.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -(log_probs[positions, ids] * kept).sum() / count
    dlogits = np.exp(log_probs)
    dlogits[positions, ids] -= 1
    dlogits *= kept[:, None] / count
    return loss, dlogits.reshape(logits.shape)
