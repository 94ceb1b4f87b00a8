"""Changes copies in place; the divergence by SciPy's function of it would be the same."""

import numpy as np


def error(V, W, H, loss):
    difference = V - W @ H
    if loss == "frobenius":
        return float(np.vdot(difference, difference))
    P = W @ H + 1e-12
    positive = V > 0
    return float(np.sum(V[positive] * (np.log(V[positive]) - np.log(P[positive]))) - difference.sum())


def iterate(V, W, H, loss):
    W, H = W.astype(float), H.astype(float)
    up = W.T @ V if loss == "frobenius" else W.T @ np.divide(V, W @ H + 1e-12)
    down = W.T @ W @ H if loss == "frobenius" else np.broadcast_to(W.sum(axis=0)[:, None], H.shape)
    H *= up
    H /= down + 1e-12
    up = V @ H.T if loss == "frobenius" else np.divide(V, W @ H + 1e-12) @ H.T
    down = W @ (H @ H.T) if loss == "frobenius" else np.broadcast_to(H.sum(axis=1), W.shape)
    W *= up
    W /= down + 1e-12
    return W, H


def factorize(V, W, H, loss, steps):
    history = []
    for _ in range(steps):
        history.append(error(V, W, H, loss))
        W, H = iterate(V, W, H, loss)
    return W, H, [*history, error(V, W, H, loss)]
