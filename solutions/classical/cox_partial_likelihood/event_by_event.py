"""One event after the other, in Python's numbers."""

import math

import numpy as np


def races(beta, X, time, event):
    eta = [math.fsum((x * beta).tolist()) for x in X]
    for i in range(len(eta)):
        if not event[i]:
            continue
        at_risk = [j for j in range(len(eta)) if time[j] >= time[i]]
        top = max(eta[j] for j in at_risk)
        weights = [math.exp(eta[j] - top) for j in at_risk]
        yield i, at_risk, weights, eta[i] - top


def log_partial_likelihood(beta, X, time, event):
    return math.fsum(lead - math.log(math.fsum(weights)) for _, _, weights, lead in races(beta, X, time, event))


def gradient(beta, X, time, event):
    total = np.zeros(len(beta))
    for i, at_risk, weights, _ in races(beta, X, time, event):
        total = total + X[i] - np.average(X[at_risk], axis=0, weights=weights)
    return total


def concordance_index(score, time, event):
    results = [
        1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
        for i in range(len(time))
        for j in range(len(time))
        if event[i] and time[i] < time[j]
    ]
    if not results:
        raise ValueError("no comparable pair")
    return sum(results) / len(results)
