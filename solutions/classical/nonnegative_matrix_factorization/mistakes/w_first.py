"""W is updated first, and then H with the new W: an iteration updates H, and then W.

caught by: test_the_update_of_h
"""

import numpy as np


def error(V, W, H, loss):
    WH = W @ H
    if loss == "frobenius":
        return float(np.sum((V - WH) ** 2))
    mask = V > 0
    return float(np.sum(V[mask] * np.log(V[mask] / (WH[mask] + 1e-12))) - V.sum() + WH.sum())


def iterate(V, W, H, loss):
    eps = 1e-12
    if loss == "frobenius":
        W = W * (V @ H.T) / (W @ H @ H.T + eps)
        H = H * (W.T @ V) / (W.T @ W @ H + eps)
    else:
        W = W * ((V / (W @ H + eps)) @ H.T) / (H.sum(axis=1) + eps)
        H = H * (W.T @ (V / (W @ H + eps))) / (W.sum(axis=0)[:, None] + eps)
    return W, H


def factorize(V, W, H, loss, steps):
    W, H = W.copy(), H.copy()
    history = [error(V, W, H, loss)]
    for _ in range(steps):
        W, H = iterate(V, W, H, loss)
        history.append(error(V, W, H, loss))
    return W, H, history
