"""The ridge regressions in their dual form, with a system as large as the number of ratings; SGD on lists."""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return np.array([mu + b[u] + c[i] + np.dot(P[u], Q[i]) for u, i in zip(users, items, strict=True)])


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    b, c, P, Q = b.tolist(), c.tolist(), P.tolist(), Q.tolist()
    keep = 1 - lr * lam
    for u, i, r in zip(users.tolist(), items.tolist(), ratings.tolist(), strict=True):
        step = lr * (r - mu - b[u] - c[i] - sum(x * y for x, y in zip(P[u], Q[i], strict=True)))
        b[u], c[i] = keep * b[u] + step, keep * c[i] + step
        P[u], Q[i] = (
            [keep * x + step * y for x, y in zip(P[u], Q[i], strict=True)],
            [keep * y + step * x for x, y in zip(P[u], Q[i], strict=True)],
        )
    return np.array(b), np.array(c), np.array(P), np.array(Q)


def vector(A, t, lam):
    return A.T @ np.linalg.solve(A @ A.T + lam * np.eye(len(A)), t)


def als(users, items, ratings, n_users, Q, lam, sweeps):
    J = []
    for _ in range(sweeps):
        P = np.stack([vector(Q[items[users == u]], ratings[users == u], lam) for u in range(n_users)])
        Q = np.stack([vector(P[users[items == i]], ratings[items == i], lam) for i in range(len(Q))])
        J.append(
            sum((r - P[u] @ Q[i]) ** 2 for u, i, r in zip(users, items, ratings, strict=True))
            + lam * (np.sum(P * P) + np.sum(Q * Q))
        )
    return P, Q, J
