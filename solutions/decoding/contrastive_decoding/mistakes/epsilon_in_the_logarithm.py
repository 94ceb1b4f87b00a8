"""A small constant inside of the logarithm hides that the probability was rounded to 0: every token below it counts as equally
unlikely. A log-softmax subtracts the logarithm of the sum from the shifted logits.

caught by: test_large_logits
"""

import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def plausible(expert, alpha):
    if alpha <= 0 or alpha > 1:
        raise ValueError("alpha must be in (0, 1]")
    probs = softmax(expert)
    return probs >= alpha * np.max(probs, axis=-1, keepdims=True)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0:
        raise ValueError("beta must not be negative")
    log_expert = np.log(softmax(expert) + 1e-10)
    log_amateur = np.log(softmax(amateur) + 1e-10)
    scores = (1 + beta) * log_expert - beta * log_amateur
    return np.where(plausible(expert, alpha), scores, -np.inf)


def contrastive_token(expert, amateur, alpha, beta):
    return np.argmax(contrastive_scores(expert, amateur, alpha, beta), axis=-1)
