"""Censored rows are dropped before anything is computed: they were at risk until their time, and belong to all risk sets up to
it.

caught by: test_censored_rows
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    keep = event == 1
    eta, t = X[keep] @ beta, time[keep]
    total = 0.0
    for i in range(len(t)):
        risk = eta[t >= t[i]]
        m = risk.max()
        total += eta[i] - m - np.log(np.sum(np.exp(risk - m)))
    return float(total)


def gradient(beta, X, time, event):
    keep = event == 1
    Xk, t = X[keep], time[keep]
    eta = Xk @ beta
    grad = np.zeros(X.shape[1])
    for i in range(len(t)):
        at_risk = t >= t[i]
        w = np.exp(eta[at_risk] - eta[at_risk].max())
        grad += Xk[i] - w @ Xk[at_risk] / w.sum()
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
