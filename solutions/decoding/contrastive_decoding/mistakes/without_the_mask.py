"""All tokens are scored: one that both models find nearly impossible, and the amateur a little more so, wins. What the
expert doesn't find plausible gets -inf.

caught by: test_what_is_not_plausible_gets_minus_inf
"""

import numpy as np


def log_softmax(x):
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def plausible(expert, alpha):
    if alpha <= 0 or alpha > 1:
        raise ValueError("alpha must be in (0, 1]")
    return expert >= expert.max(axis=-1, keepdims=True) + np.log(alpha)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0 or alpha <= 0 or alpha > 1:
        raise ValueError("alpha must be in (0, 1], beta at least 0")
    return (1 + beta) * log_softmax(expert) - beta * log_softmax(amateur)


def contrastive_token(expert, amateur, alpha, beta):
    return np.argmax(contrastive_scores(expert, amateur, alpha, beta), axis=-1)
