"""Both updates begin with the old factors: W is updated with the new H, which is what keeps the error from rising.

caught by: test_the_update_of_w
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
        H_new = H * (W.T @ V) / (W.T @ W @ H + eps)
        W_new = W * (V @ H.T) / (W @ H @ H.T + eps)
    else:
        R = V / (W @ H + eps)
        H_new = H * (W.T @ R) / (W.sum(axis=0)[:, None] + eps)
        W_new = W * (R @ H.T) / (H.sum(axis=1)[None, :] + eps)
    return W_new, H_new


def factorize(V, W, H, loss, steps):
    W, H = W.copy(), H.copy()
    history = [error(V, W, H, loss)]
    for _ in range(steps):
        W, H = iterate(V, W, H, loss)
        history.append(error(V, W, H, loss))
    return W, H, history
