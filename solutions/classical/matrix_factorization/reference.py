"""Matrix factorization by SGD with biases, and by alternating least squares.

Why it works: J is not convex in both factors together, but with one of them fixed it is a ridge regression for each
row of the other. Each half of a sweep finds the exact minimum of J in its half, so J can't rise.
"""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return mu + b[users] + c[items] + (P[users] * Q[items]).sum(axis=1)


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    b, c, P, Q = b.copy(), c.copy(), P.copy(), Q.copy()
    for u, i, r in zip(users, items, ratings, strict=True):
        p, q = P[u].copy(), Q[i].copy()
        e = r - (mu + b[u] + c[i] + p @ q)
        b[u] += lr * (e - lam * b[u])
        c[i] += lr * (e - lam * c[i])
        P[u] += lr * (e * q - lam * p)
        Q[i] += lr * (e * p - lam * q)
    return b, c, P, Q


def solve_rows(rows, columns, ratings, n, fixed, lam):
    solved = np.zeros((n, fixed.shape[1]))
    for k in range(n):
        A = fixed[columns[rows == k]]  # the vectors of what k has rated
        solved[k] = np.linalg.solve(A.T @ A + lam * np.eye(fixed.shape[1]), A.T @ ratings[rows == k])
    return solved


def als(users, items, ratings, n_users, Q, lam, sweeps):
    losses = []
    for _ in range(sweeps):
        P = solve_rows(users, items, ratings, n_users, Q, lam)
        Q = solve_rows(items, users, ratings, len(Q), P, lam)
        errors = ratings - (P[users] * Q[items]).sum(axis=1)
        losses.append(float((errors**2).sum() + lam * ((P**2).sum() + (Q**2).sum())))
    return P, Q, losses
