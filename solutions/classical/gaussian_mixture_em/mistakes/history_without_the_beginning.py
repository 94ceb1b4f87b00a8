"""The history has an entry too few: l of the parameters at the beginning comes first, and then l after every round,
the last one included.

caught by: test_the_history
"""

import numpy as np


def e_step(X, weights, means, covariances):
    log_p = []
    for w, m, S in zip(weights, means, covariances):
        d = X - m
        maha = (d * np.linalg.solve(S, d.T).T).sum(1)
        log_p.append(np.log(w) - 0.5 * (maha + np.linalg.slogdet(S)[1] + X.shape[1] * np.log(2 * np.pi)))
    log_p = np.array(log_p).T
    norm = np.logaddexp.reduce(log_p, axis=1)
    return log_p - norm[:, None], float(norm.sum())


def m_step(X, r, reg):
    Nk = r.sum(0)
    mu = r.T @ X / Nk[:, None]
    S = []
    for k in range(len(Nk)):
        d = X - mu[k]
        S.append(np.einsum("n,nd,ne->de", r[:, k], d, d) / Nk[k] + reg * np.eye(X.shape[1]))
    return Nk / len(X), mu, np.stack(S)


def em(X, weights, means, covariances, reg, max_rounds, tol):
    history = []
    for _ in range(max_rounds):
        log_r, ll = e_step(X, weights, means, covariances)
        history.append(ll)
        weights, means, covariances = m_step(X, np.exp(log_r), reg)
        if len(history) > 1 and history[-1] - history[-2] < tol:
            break
    return weights, means, covariances, history
