"""With every position ignored the mean of nothing is taken, 0 / 0, which is nan: one such batch turns all weights into
nan. There the loss and the gradient are 0.

caught by: test_nothing_left_gives_zero
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if targets.shape != logits.shape[:-1]:
        raise ValueError("targets need the shape of the logits without their last axis")
    n_classes = logits.shape[-1]
    kept = targets != ignore_index
    ids = targets[kept]
    if np.any((ids < 0) | (ids >= n_classes)):
        raise ValueError("an id is out of range")

    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    loss = -log_probs[kept, ids].mean()
    dlogits = np.exp(log_probs)
    dlogits[kept, ids] -= 1
    dlogits[~kept] = 0
    dlogits /= kept.sum()
    return loss, dlogits
