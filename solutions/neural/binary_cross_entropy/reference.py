"""Binary cross-entropy and the focal loss by way of softplus.

Why it works: -log sigmoid(z) = log(1 + exp(-z)) = softplus(-z), and 1 - sigmoid(z) = sigmoid(-z), so no difference of
nearly equal numbers is ever taken. Softplus is nearly 0 on one side and nearly linear on the other, and logaddexp knows
both. In the focal loss the sign of the target goes into z, so that p_t = sigmoid(z) for both classes; with q = 1 - p_t,
dq/dz = -q p_t, and the product rule gives a (-gamma q^gamma p_t softplus(-z) - q^gamma q).
"""

import numpy as np


def softplus(x):
    return np.logaddexp(x.dtype.type(0), x)


def sigmoid(x):
    return np.exp(-softplus(-x))


def check_shapes(logits, targets):
    if logits.shape != targets.shape:
        raise ValueError(f"logits {logits.shape} and targets {targets.shape} differ in shape")


def binary_cross_entropy(logits, targets, pos_weight=1.0):
    check_shapes(logits, targets)
    yes, no = pos_weight * targets, 1 - targets
    losses = yes * softplus(-logits) + no * softplus(logits)
    gradients = no * sigmoid(logits) - yes * sigmoid(-logits)
    return losses.mean(), gradients / logits.size


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    check_shapes(logits, targets)
    signs = 2 * targets - 1
    z = signs * logits
    q = sigmoid(-z)
    weights = q**gamma
    if alpha is not None:
        weights = weights * (alpha * targets + (1 - alpha) * (1 - targets))
    losses = weights * softplus(-z)
    gradients = -signs * (gamma * sigmoid(z) * losses + q * weights)
    return losses.mean(), gradients / logits.size
