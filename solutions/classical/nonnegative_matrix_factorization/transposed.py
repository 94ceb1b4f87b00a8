"""One update, used twice: V^T is about H^T W^T, so that W is updated as H is."""

import numpy as np


def error(V, W, H, loss):
    P = np.einsum("nk,km->nm", W, H)
    if loss == "frobenius":
        return np.linalg.norm(V - P) ** 2
    from_logs = sum(v * np.log(v / (p + 1e-12)) for v, p in zip(V.flat, P.flat, strict=True) if v > 0)
    return float(from_logs - V.sum() + P.sum())


def right_factor(V, W, H, loss):
    if loss == "frobenius":
        return H * ((W.T @ V) / ((W.T @ W) @ H + 1e-12))
    quotient = V / (W @ H + 1e-12)
    return H * ((W.T @ quotient).T / (W.sum(axis=0) + 1e-12)).T


def iterate(V, W, H, loss):
    H = right_factor(V, W, H, loss)
    return right_factor(V.T, H.T, W.T, loss).T, H


def factorize(V, W, H, loss, steps):
    steps_taken = [(W, H)]
    for _ in range(steps):
        steps_taken.append(iterate(V, *steps_taken[-1], loss))
    return (*steps_taken[-1], [error(V, w, h, loss) for w, h in steps_taken])
