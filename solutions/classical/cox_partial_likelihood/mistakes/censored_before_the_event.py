"""A row that is censored at the time of an event is left out of its risk set: it was under observation at that moment, and
time_j >= time_i holds.

caught by: test_censored_at_the_time_of_an_event
"""

import numpy as np


def at_risk(time, event, i):
    return (time > time[i]) | ((time == time[i]) & (event == 1))


def log_partial_likelihood(beta, X, time, event):
    eta = X @ beta
    total = 0.0
    for i in np.flatnonzero(event):
        risk = eta[at_risk(time, event, i)]
        m = risk.max()
        total += eta[i] - m - np.log(np.exp(risk - m).sum())
    return float(total)


def gradient(beta, X, time, event):
    eta = X @ beta
    grad = np.zeros(len(beta))
    for i in np.flatnonzero(event):
        risk = at_risk(time, event, i)
        p = np.exp(eta[risk] - eta[risk].max())
        grad += X[i] - p @ X[risk] / p.sum()
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
