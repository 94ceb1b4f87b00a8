"""A factorization machine in linear time.

Why it works: the square of a sum has every pair twice and every term with itself once. Take those away and halve.
"""


def predict(X, w0, w, V):
    A = X @ V  # (N, k)
    pairs = (A**2 - X**2 @ V**2).sum(axis=1) / 2
    return w0 + X @ w + pairs


def gradient(X, V, g):
    A = X @ V
    dV = X.T @ (g[:, None] * A) - V * (g @ X**2)[:, None]
    return float(g.sum()), g @ X, dV
