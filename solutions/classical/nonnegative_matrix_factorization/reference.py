"""Lee and Seung's multiplicative updates.

Why it works: the gradient is a difference of two nonnegative matrices, plus - minus, and with the step H / plus the
update H - step * (plus - minus) is H * minus / plus. That step is short enough: it goes to the minimum of a function
that touches E from above at the present H.
"""

import numpy as np


def quotient(a, b):
    return a / (b + 1e-12)


def error(V, W, H, loss):
    product = W @ H
    if loss == "frobenius":
        return float(((V - product) ** 2).sum())
    log = np.log(quotient(np.where(V > 0, V, 1.0), product))
    return float((V * log - V + product).sum())


def iterate(V, W, H, loss):
    if loss == "frobenius":
        H = H * quotient(W.T @ V, W.T @ W @ H)
        W = W * quotient(V @ H.T, W @ H @ H.T)
    else:
        H = H * quotient(W.T @ quotient(V, W @ H), W.sum(axis=0)[:, None])
        W = W * quotient(quotient(V, W @ H) @ H.T, H.sum(axis=1))
    return W, H


def factorize(V, W, H, loss, steps):
    history = [error(V, W, H, loss)]
    for _ in range(steps):
        W, H = iterate(V, W, H, loss)
        history.append(error(V, W, H, loss))
    return W, H, history
