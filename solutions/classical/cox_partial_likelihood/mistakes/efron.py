"""This is Efron's form for ties, the default of R's survival package: it takes parts of the tied events out of the risk set.
Breslow's, which is asked for, has the whole risk set for each.

caught by: test_ties
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    total = 0.0
    for t in np.unique(time[event == 1]):
        tied = (time == t) & (event == 1)
        risk = time >= t
        m = eta[risk].max()
        all_risk = np.exp(eta[risk] - m).sum()
        all_tied = np.exp(eta[tied] - m).sum()
        d = tied.sum()
        total += eta[tied].sum()
        for k in range(d):
            total -= m + np.log(all_risk - k / d * all_tied)
    return float(total)


def gradient(beta, X, time, event):
    eta = X @ beta
    grad = np.zeros(X.shape[1])
    for t in np.unique(time[event == 1]):
        tied = (time == t) & (event == 1)
        risk = time >= t
        w = np.where(risk, np.exp(eta - eta[risk].max()), 0.0)
        d = tied.sum()
        grad += X[tied].sum(axis=0)
        for k in range(d):
            v = w * (1 - k / d * tied)
            grad -= v @ X / v.sum()
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
