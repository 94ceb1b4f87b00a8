"""Sorted by time, risk sets are what is left of the list: cumulative sums from its end, O(N log N)."""

import numpy as np


def arranged(beta, X, time, event):
    order = np.argsort(-time, kind="stable")
    X, time, event = X[order], time[order], event[order].astype(bool)
    eta = X @ beta
    log_sum = np.logaddexp.accumulate(eta)
    last = np.searchsorted(-time, -time, side="right") - 1  # the last row of the same time
    return X, eta, event, log_sum[last], last


def log_partial_likelihood(beta, X, time, event):
    _, eta, event, log_sum, _ = arranged(beta, X, time, event)
    return float((eta - log_sum)[event].sum())


def gradient(beta, X, time, event):
    X, eta, event, log_sum, last = arranged(beta, X, time, event)
    total = np.zeros(X.shape[1])
    for i in np.flatnonzero(event):
        p = np.exp(eta[: last[i] + 1] - log_sum[i])
        total += X[i] - p @ X[: last[i] + 1]
    return total


def concordance_index(score, time, event):
    good = pairs = 0.0
    for i in np.flatnonzero(event):
        later = score[time > time[i]]
        pairs += len(later)
        good += np.sum(later < score[i]) + 0.5 * np.sum(later == score[i])
    if pairs == 0:
        raise ValueError("no comparable pair")
    return good / pairs
