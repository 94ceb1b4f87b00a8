"""The exponentials are taken of the predictors as they are, which overflow from 710 on and are all 0 below -745: subtract the
maximum of each risk set first.

caught by: test_large_predictors
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    total = 0.0
    for i in range(len(time)):
        if event[i]:
            total += eta[i] - np.log(np.sum(np.exp(eta[time >= time[i]])))
    return float(total)


def gradient(beta, X, time, event):
    eta = X @ beta
    grad = np.zeros(X.shape[1])
    for i in range(len(time)):
        if event[i]:
            at_risk = time >= time[i]
            w = np.exp(eta[at_risk])
            grad += X[i] - (w[:, None] * X[at_risk]).sum(axis=0) / w.sum()
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
