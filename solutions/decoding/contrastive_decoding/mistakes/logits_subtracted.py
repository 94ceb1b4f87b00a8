"""The models' logits are combined as they are: they are no log-probabilities, and each row is off by its own constant. Take
the log-softmax of both first.

caught by: test_the_score_is_a_difference_of_log_probabilities
"""

import numpy as np


def plausible(expert, alpha):
    if alpha <= 0 or alpha > 1:
        raise ValueError("alpha must be in (0, 1]")
    return expert >= expert.max(axis=-1, keepdims=True) + np.log(alpha)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0:
        raise ValueError("beta must not be negative")
    scores = (1 + beta) * expert - beta * amateur
    return np.where(plausible(expert, alpha), scores, -np.inf)


def contrastive_token(expert, amateur, alpha, beta):
    return contrastive_scores(expert, amateur, alpha, beta).argmax(axis=-1)
