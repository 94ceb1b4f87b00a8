"""All errors of an epoch are taken before anything moves, and their steps added up: SGD moves after each rating, and
the next one sees it.

caught by: test_an_epoch
"""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return mu + b[users] + c[items] + np.einsum("nf,nf->n", P[users], Q[items])


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    errors = ratings - predict(users, items, mu, b, c, P, Q)
    nb, nc, nP, nQ = b.copy(), c.copy(), P.copy(), Q.copy()
    for u, i, e in zip(users, items, errors):
        nb[u] += lr * (e - lam * b[u])
        nc[i] += lr * (e - lam * c[i])
        nP[u] += lr * (e * Q[i] - lam * P[u])
        nQ[i] += lr * (e * P[u] - lam * Q[i])
    return nb, nc, nP, nQ


def als(users, items, ratings, n_users, Q, lam, sweeps):
    F = Q.shape[1]
    Q = Q.copy()
    P = np.zeros((n_users, F))
    losses = []
    for _ in range(sweeps):
        for u in range(n_users):
            mine = users == u
            A = Q[items[mine]]
            P[u] = np.linalg.solve(A.T @ A + lam * np.eye(F), A.T @ ratings[mine])
        for i in range(len(Q)):
            mine = items == i
            A = P[users[mine]]
            Q[i] = np.linalg.solve(A.T @ A + lam * np.eye(F), A.T @ ratings[mine])
        errors = ratings - np.einsum("nf,nf->n", P[users], Q[items])
        losses.append(float(errors @ errors + lam * (P**2).sum() + lam * (Q**2).sum()))
    return P, Q, losses
