"""ALS on full matrices with masks, all systems at once; SGD with the biases as two more columns of the vectors."""

import numpy as np


def predict(users, items, mu, b, c, P, Q):
    return (mu + b[:, None] + c + P @ Q.T)[users, items]


def sgd_epoch(users, items, ratings, mu, b, c, P, Q, lr, lam):
    # User vectors (b, 1, p) and item vectors (1, c, q); the ones don't move.
    A = np.column_stack([b, np.ones(len(b)), P])
    Z = np.column_stack([np.ones(len(c)), c, Q])
    free_a, free_z = np.ones(A.shape[1]), np.ones(A.shape[1])
    free_a[1] = free_z[0] = 0
    for n in range(len(ratings)):
        u, i = users[n], items[n]
        e = ratings[n] - mu - A[u] @ Z[i]
        A[u], Z[i] = A[u] + lr * free_a * (e * Z[i] - lam * A[u]), Z[i] + lr * free_z * (e * A[u] - lam * Z[i])
    return A[:, 0], Z[:, 1], A[:, 2:], Z[:, 2:]


def half(R, M, fixed, lam):
    grams = np.einsum("ui,if,ig->ufg", M, fixed, fixed) + lam * np.eye(fixed.shape[1])
    return np.linalg.solve(grams, ((R * M) @ fixed)[..., None])[..., 0]


def als(users, items, ratings, n_users, Q, lam, sweeps):
    R, M = np.zeros((n_users, len(Q))), np.zeros((n_users, len(Q)))
    R[users, items], M[users, items] = ratings, 1
    history = []
    for _ in range(sweeps):
        P = half(R, M, Q, lam)
        Q = half(R.T, M.T, P, lam)
        history.append(np.sum(M * (R - P @ Q.T) ** 2) + lam * np.linalg.norm(P) ** 2 + lam * np.linalg.norm(Q) ** 2)
    return P, Q, history
