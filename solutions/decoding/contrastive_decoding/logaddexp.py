"""Normalises by logaddexp, and masks by adding -inf."""

import numpy as np


def normalised(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


def plausible(expert, alpha):
    if not (alpha > 0 and alpha <= 1):
        raise ValueError("alpha must be in (0, 1]")
    return expert >= expert.max(axis=-1, keepdims=True) + np.log(alpha)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0:
        raise ValueError("beta must not be negative")
    strong, weak = normalised(expert), normalised(amateur)
    penalty = np.zeros(expert.shape)
    penalty[~plausible(expert, alpha)] = -np.inf
    return strong + beta * (strong - weak) + penalty


def contrastive_token(expert, amateur, alpha, beta):
    return np.argmax(contrastive_scores(expert, amateur, alpha, beta), axis=-1)
