"""Label smoothing as cross-entropy between two distributions.

Why it works: log softmax(x)_k is x_k - log(sum_j exp(x_j)). The rows of q sum to 1, so the loss is the log of the sum
minus the mean of the logits under q. The first has the gradient softmax(x), the second -q. Where they are equal the
gradient vanishes: the model stops pushing once it is as certain as the targets are.
"""

import numpy as np


def smooth_targets(targets, n_classes, eps):
    if not 0 <= eps <= 1:
        raise ValueError(f"eps must be from 0 to 1, not {eps}")
    if targets.min() < 0 or targets.max() >= n_classes:
        raise ValueError(f"ids must be from 0 to {n_classes - 1}")
    onehot = np.eye(n_classes)[targets]
    return (1 - eps) * onehot + eps / n_classes


def label_smoothing(logits, targets, eps):
    n, n_classes = logits.shape
    if len(targets) != n:
        raise ValueError(f"{n} rows need {n} ids, not {len(targets)}")
    q = smooth_targets(targets, n_classes, eps).astype(logits.dtype)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(q * log_probs).sum() / n, (np.exp(log_probs) - q) / n
