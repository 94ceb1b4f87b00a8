"""The probability is clipped to 1e-7 from 0 and 1, in both losses: no loss exceeds 16, and an answer that is far off
looks as bad as one that is further off. Write them with softplus, np.logaddexp(0, x).

caught by: test_large_logits
"""

import numpy as np


def probability(x):
    return np.clip(1 / (1 + np.exp(-np.clip(x, -500, 500))), 1e-7, 1 - 1e-7)


def check_shapes(logits, targets):
    if logits.shape != targets.shape:
        raise ValueError("logits and targets differ in shape")


def binary_cross_entropy(logits, targets, pos_weight=1.0):
    check_shapes(logits, targets)
    p = probability(logits)
    loss = -np.mean(pos_weight * targets * np.log(p) + (1 - targets) * np.log(1 - p))
    dlogits = ((1 - targets) * p - pos_weight * targets * (1 - p)) / logits.size
    return loss, dlogits


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    check_shapes(logits, targets)
    p = probability(logits)
    signs = 2 * targets - 1
    p_t = np.where(targets == 1, p, 1 - p)
    weights = 1.0 if alpha is None else np.where(targets == 1, alpha, 1 - alpha)
    loss = -np.mean(weights * (1 - p_t) ** gamma * np.log(p_t))
    dlogits = weights * signs * (1 - p_t) ** gamma * (gamma * p_t * np.log(p_t) - (1 - p_t))
    return loss, (dlogits / logits.size).astype(logits.dtype)
