"""Python floats and the math module, with a branch for the sign of the logit."""

import math

import numpy as np


def log_sigmoid(x):
    return -math.log1p(math.exp(-x)) if x >= 0 else x - math.log1p(math.exp(x))


def averaged(pairs, like):
    losses, slopes = zip(*pairs)
    gradient = np.array(slopes, dtype=like.dtype).reshape(like.shape)
    return math.fsum(losses) / like.size, gradient / like.size


def elements(logits, targets):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    return zip(logits.ravel().tolist(), targets.ravel().tolist())


def binary_cross_entropy(logits, targets, pos_weight=1.0):
    pairs = []
    for x, t in elements(logits, targets):
        log_p, log_not = log_sigmoid(x), log_sigmoid(-x)
        loss = -(pos_weight * t * log_p + (1 - t) * log_not)
        # d log p / dx is 1 - p, and d log(1 - p) / dx is -p.
        pairs.append((loss, -(pos_weight * t * math.exp(log_not) - (1 - t) * math.exp(log_p))))
    return averaged(pairs, logits)


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    pairs = []
    for x, t in elements(logits, targets):
        sign = 1 if t == 1 else -1
        weight = 1 if alpha is None else alpha if t == 1 else 1 - alpha
        log_p, log_q = log_sigmoid(sign * x), log_sigmoid(-sign * x)
        modulation = weight * math.exp(gamma * log_q)
        slope = modulation * (gamma * math.exp(log_p) * log_p - math.exp(log_q))
        pairs.append((-modulation * log_p, sign * slope))
    return averaged(pairs, logits)
