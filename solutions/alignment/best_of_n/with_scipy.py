# needs: scipy
"""SciPy's gammaln for the weights and rel_entr for the divergence; the expected best by a sum over levels of reward."""

import numpy as np
from scipy.special import gammaln, rel_entr


def winner_law(p, rewards, n):
    q = np.zeros(len(p))
    for value in set(rewards.tolist()):
        same = rewards == value
        top = p[rewards <= value].sum() ** n
        if p[same].sum() > 0:
            q[same] = (top - p[rewards < value].sum() ** n) * p[same] / p[same].sum()
    return q


def expected_best(p, rewards, n):
    values = np.unique(rewards)
    at_most = np.array([p[rewards <= value].sum() ** n for value in values])
    return values[-1] - np.sum(np.diff(values) * at_most[:-1])


def best_of_n_kl(p, rewards, n):
    return rel_entr(winner_law(p, rewards, n), p).sum(), np.log(n) - (n - 1) / n


def log_comb(a, b):
    return gammaln(a + 1) - gammaln(b + 1) - gammaln(a - b + 1)


def estimate_best(rewards, n):
    m = len(rewards)
    i = np.arange(n, m + 1)
    return np.exp(log_comb(i - 1, n - 1) - log_comb(m, n)) @ np.sort(rewards)[n - 1 :]
