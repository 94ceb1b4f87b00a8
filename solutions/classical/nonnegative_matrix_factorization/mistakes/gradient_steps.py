"""These are gradient steps, clipped at 0: Lee and Seung's updates multiply by a quotient and have no step size.

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
    lr = 0.01
    if loss == "frobenius":
        H = np.maximum(H - lr * (W.T @ (W @ H - V)), 0)
        W = np.maximum(W - lr * ((W @ H - V) @ H.T), 0)
    else:
        H = np.maximum(H - lr * (W.T @ (1 - V / (W @ H + 1e-12))), 0)
        W = np.maximum(W - lr * ((1 - V / (W @ H + 1e-12)) @ H.T), 0)
    return W, H


def factorize(V, W, H, loss, steps):
    W, H = W.copy(), H.copy()
    history = [error(V, W, H, loss)]
    for _ in range(steps):
        W, H = iterate(V, W, H, loss)
        history.append(error(V, W, H, loss))
    return W, H, history
