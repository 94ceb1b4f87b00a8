"""A loop over rows and tokens, with probabilities for the rule and math for the logarithms."""

import math

import numpy as np


def log_probs(row):
    peak = max(row)
    log_sum = peak + math.log(math.fsum(math.exp(value - peak) for value in row))
    return [value - log_sum for value in row]


def plausible(expert, alpha):
    if alpha <= 0 or alpha > 1:
        raise ValueError("alpha must be in (0, 1]")
    rows = [
        [math.exp(value - max(row)) >= alpha for value in row] for row in expert.reshape(-1, expert.shape[-1]).tolist()
    ]
    return np.array(rows).reshape(expert.shape)


def contrastive_scores(expert, amateur, alpha, beta):
    if beta < 0:
        raise ValueError("beta must be at least 0")
    keep = plausible(expert, alpha)
    out = np.full(expert.shape, -math.inf)
    for index in np.ndindex(expert.shape[:-1]):
        strong, weak = log_probs(expert[index].tolist()), log_probs(amateur[index].tolist())
        for v in range(len(strong)):
            if keep[index][v]:
                out[index][v] = strong[v] + beta * (strong[v] - weak[v])
    return out


def contrastive_token(expert, amateur, alpha, beta):
    scores = contrastive_scores(expert, amateur, alpha, beta)
    return (scores == scores.max(axis=-1, keepdims=True)).argmax(axis=-1)
