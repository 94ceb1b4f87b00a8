"""Logits are taken for an array of the shape (N, V), with the classes on axis 1: in a batch of sequences that is the
time. Flatten all axes before the last, or work along axis -1.

caught by: test_classes_are_the_last_axis
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if targets.shape != logits.shape[:-1]:
        raise ValueError("targets need the shape of the logits without their last axis")
    if np.any((targets != ignore_index) & ((targets < 0) | (targets >= logits.shape[-1]))):
        raise ValueError("an id is out of range")
    kept = targets != ignore_index
    count = max(int(kept.sum()), 1)
    positions = np.arange(logits.shape[0])
    ids = np.where(kept, targets, 0)

    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -(log_probs[positions, ids] * kept).sum() / count
    dlogits = np.exp(log_probs)
    dlogits[positions, ids] -= 1
    dlogits[~kept] = 0
    return loss, dlogits / count
