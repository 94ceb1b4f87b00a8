"""The losses are computed from p = sigmoid(x), which rounds to 0 or 1 at large logits: log(0) is -inf, and 0 times inf
is nan. Write them with softplus: -log(p) = log(1 + exp(-x)), -log(1 - p) = log(1 + exp(x)), np.logaddexp(0, x).

caught by: test_large_logits
"""

import numpy as np


def probability(x):
    return 1 / (1 + np.exp(-x))


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
