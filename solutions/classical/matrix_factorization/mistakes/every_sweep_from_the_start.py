"""Every sweep solves for the users with the vectors that the items began with: it goes on from those that the sweep
before has found.

caught by: test_more_sweeps
"""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return np.array([mu + b[u] + c[i] + P[u].dot(Q[i]) for u, i in zip(users, items)])


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    b, c, P, Q = (a.copy() for a in (b, c, P, Q))
    for n in range(len(ratings)):
        u, i = users[n], items[n]
        error = ratings[n] - (mu + b[u] + c[i] + P[u].dot(Q[i]))
        b[u] = b[u] + lr * (error - lam * b[u])
        c[i] = c[i] + lr * (error - lam * c[i])
        P[u], Q[i] = P[u] + lr * (error * Q[i] - lam * P[u]), Q[i] + lr * (error * P[u] - lam * Q[i])
    return b, c, P, Q


def als(users, items, ratings, n_users, Q, lam, sweeps):
    def ridge(A, t):
        return np.linalg.inv(A.T @ A + lam * np.eye(A.shape[1])) @ A.T @ t

    losses = []
    for _ in range(sweeps):
        P = np.array([ridge(Q[items[users == u]], ratings[users == u]) for u in range(n_users)])
        new_Q = np.array([ridge(P[users[items == i]], ratings[items == i]) for i in range(len(Q))])
        residual = ratings - (P[users] * new_Q[items]).sum(1)
        losses.append((residual**2).sum() + lam * ((P**2).sum() + (new_Q**2).sum()))
    return P, new_Q, losses
