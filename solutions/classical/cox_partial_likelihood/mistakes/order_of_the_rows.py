"""The rows are taken to be in the order of time, so that what follows a row is its risk set: the times may come in any order.
Sort them first, or compare each with all.

caught by: test_the_likelihood_of_an_order
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    log_risk = np.logaddexp.accumulate(eta[::-1])[::-1]
    return float(np.sum(event * (eta - log_risk)))


def gradient(beta, X, time, event):
    eta = X @ beta
    grad = np.zeros(X.shape[1])
    for i in range(len(eta)):
        if event[i]:
            w = np.exp(eta[i:] - eta[i:].max())
            grad += X[i] - w @ X[i:] / w.sum()
    return grad


def concordance_index(score, time, event):
    num, den = 0.0, 0
    for i in range(len(time)):
        for j in range(len(time)):
            if event[i] and time[i] < time[j]:
                den += 1
                num += 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
    if den == 0:
        raise ValueError("no comparable pairs")
    return num / den
