"""The ids aren't checked: NumPy counts a negative one from the end, and the model is trained on another class without
a word. What is neither ignore_index nor from 0 to V - 1 must raise ValueError.

caught by: test_wrong_ids_are_refused
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if targets.shape != logits.shape[:-1]:
        raise ValueError("targets need the shape of the logits without their last axis")
    rows = logits.reshape(-1, logits.shape[-1])
    ids = targets.reshape(-1)
    kept = ids != ignore_index
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
