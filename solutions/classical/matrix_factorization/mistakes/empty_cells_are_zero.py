"""ALS is solved on the full matrix, in which missing ratings are 0: only the vectors of what a user has rated belong
in the user's regression.

caught by: test_a_sweep
"""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return mu + b[users] + c[items] + np.sum(P[users] * Q[items], axis=1)


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    b, c, P, Q = b.copy(), c.copy(), P.copy(), Q.copy()
    for u, i, r in zip(users, items, ratings):
        err = r - (mu + b[u] + c[i] + P[u] @ Q[i])
        b[u] += lr * (err - lam * b[u])
        c[i] += lr * (err - lam * c[i])
        pu = P[u].copy()
        P[u] += lr * (err * Q[i] - lam * P[u])
        Q[i] += lr * (err * pu - lam * Q[i])
    return b, c, P, Q


def als(users, items, ratings, n_users, Q, lam, sweeps):
    R = np.zeros((n_users, len(Q)))
    R[users, items] = ratings
    F = Q.shape[1]
    losses = []
    for _ in range(sweeps):
        P = np.linalg.solve(Q.T @ Q + lam * np.eye(F), Q.T @ R.T).T
        Q = np.linalg.solve(P.T @ P + lam * np.eye(F), P.T @ R).T
        err = ratings - (P @ Q.T)[users, items]
        losses.append(np.sum(err**2) + lam * (np.sum(P**2) + np.sum(Q**2)))
    return P, Q, losses
