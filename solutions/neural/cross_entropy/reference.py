"""Softmax cross-entropy from log-probabilities, with its gradient.

Why it works: both terms of log(sum_j exp(x_j)) - x_t are easy to differentiate. The first has the gradient softmax(x),
whatever the target; the second is -1 at the target. So the gradient is bounded by 1 however wrong the model is, where
the two steps taken apart would multiply 1 / p, which may be infinite, by p (1 - p), which may be 0.
"""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    n_classes = logits.shape[-1]
    if targets.shape != logits.shape[:-1]:
        raise ValueError(f"logits of shape {logits.shape} need targets of shape {logits.shape[:-1]}")
    kept = targets != ignore_index
    if np.any(kept & ((targets < 0) | (targets >= n_classes))):
        raise ValueError(f"ids must be from 0 to {n_classes - 1}")

    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    # One-hot targets, with a row of zeros where the position is ignored.
    onehot = (np.arange(n_classes) == targets[..., None]) & kept[..., None]
    # With nothing kept the sums below are 0, and 0 / 1 is 0.
    count = max(int(kept.sum()), 1)
    loss = -log_probs[onehot].sum() / count
    dlogits = (np.exp(log_probs) - onehot) * kept[..., None] / count
    return loss, dlogits
