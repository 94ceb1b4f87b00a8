"""Contrastive decoding in log space.

Why it works: the quotient of two probabilities of one model is the exponential of the difference of their logits, so
that the rule of plausibility needs no normalisation. The scores do: the two models' logits have different sums.
"""

import numpy as np


def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def plausible(expert, alpha):
    if not 0 < alpha <= 1:
        raise ValueError(f"alpha must be above 0 and at most 1, got {alpha}")
    return expert - expert.max(axis=-1, keepdims=True) >= np.log(alpha)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0:
        raise ValueError(f"beta must be at least 0, got {beta}")
    scores = (1 + beta) * log_softmax(expert) - beta * log_softmax(amateur)
    return np.where(plausible(expert, alpha), scores, -np.inf)


def contrastive_token(expert, amateur, alpha, beta):
    return contrastive_scores(expert, amateur, alpha, beta).argmax(axis=-1)
