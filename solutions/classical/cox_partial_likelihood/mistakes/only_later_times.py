"""Only later times count for a risk set, and an event with nobody after it is passed over: the row that has the event was at
risk too, as is every row with the same time, so that no risk set is empty.

caught by: test_the_likelihood_of_an_order
"""

import numpy as np


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    total = 0.0
    for i in range(len(time)):
        later = eta[time > time[i]]
        if event[i] and len(later):
            largest = later.max()
            total += eta[i] - largest - np.log(np.exp(later - largest).sum())
    return float(total)


def gradient(beta, X, time, event):
    eta = X @ beta
    total = np.zeros(X.shape[1])
    for i in range(len(time)):
        later = time > time[i]
        if event[i] and later.any():
            p = np.exp(eta[later] - eta[later].max())
            total += X[i] - p @ X[later] / p.sum()
    return total


def concordance_index(score, time, event):
    concordant, comparable = 0.0, 0
    for i in range(len(time)):
        for j in range(len(time)):
            if event[i] and time[i] < time[j]:
                comparable += 1
                concordant += 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
    if comparable == 0:
        raise ValueError("no pair of rows is comparable")
    return concordant / comparable
