"""l isn't finite, as when only later times count for a risk set, and the last one is empty: the row that has the event was at
risk too, as is every row with the same time.

caught by: test_the_likelihood_of_an_order
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    total = 0.0
    for i in range(len(time)):
        if event[i]:
            at_risk = time > time[i]
            total += eta[i] - np.log(np.sum(np.exp(eta[at_risk])))
    return float(total)


def gradient(beta, X, time, event):
    eta = X @ beta
    grad = np.zeros(X.shape[1])
    for i in range(len(time)):
        if event[i]:
            at_risk = time > time[i]
            w = np.exp(eta[at_risk])
            grad += X[i] - w @ X[at_risk] / w.sum()
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
