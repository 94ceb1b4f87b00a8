"""Cox's partial likelihood as a softmax over each row's risk set.

Why it works: at an event the hazard h(t) is a factor of every row at risk and cancels. A mask of who is at risk when
makes the likelihood of a race out of N softmaxes, of which those of censored rows are left out.
"""

import numpy as np


def risk_softmax(beta, X, time):
    eta = X @ beta
    Z = np.where(time[None, :] >= time[:, None], eta, -np.inf)  # (N, N): row i has its risk set
    largest = Z.max(axis=1, keepdims=True)
    log_sum = largest + np.log(np.exp(Z - largest).sum(axis=1, keepdims=True))
    return eta - log_sum[:, 0], np.exp(Z - log_sum)


def log_partial_likelihood(beta, X, time, event):
    log_p, _ = risk_softmax(beta, X, time)
    return float(event @ log_p)


def gradient(beta, X, time, event):
    _, P = risk_softmax(beta, X, time)
    return event @ (X - P @ X)


def concordance_index(score, time, event):
    comparable = (time[:, None] < time) & (event[:, None] == 1)
    if not comparable.any():
        raise ValueError("no pair of rows is comparable")
    ahead = np.sign(score[:, None] - score)[comparable]
    return float((ahead + 1).mean() / 2)
