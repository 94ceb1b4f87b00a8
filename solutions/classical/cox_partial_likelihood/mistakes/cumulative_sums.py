"""The risk sets are cumulative sums over the sorted rows, in which rows with the same time come one after the other: each then
lacks those before it in the list. Breslow's form gives all of them the risk set of their time.

caught by: test_ties
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    order = np.argsort(-time)
    X, event = X[order], event[order]
    eta = X @ beta
    log_risk = np.logaddexp.accumulate(eta)
    return float(np.sum((eta - log_risk)[event == 1]))


def gradient(beta, X, time, event):
    order = np.argsort(-time)
    X, event = X[order], event[order]
    eta = X @ beta
    log_risk = np.logaddexp.accumulate(eta)
    grad = np.zeros(X.shape[1])
    for i in range(len(eta)):
        if event[i]:
            p = np.exp(eta[: i + 1] - log_risk[i])
            grad += X[i] - p @ X[: i + 1]
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
