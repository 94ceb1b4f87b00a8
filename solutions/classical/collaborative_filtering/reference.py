"""User-based collaborative filtering.

Why it works: what two users have both rated is all that can be compared, so a missing rating is left out and not a 0.
The weights in a prediction sum to 1, which makes it a mean of what the neighbors would have given with this user's
mean.
"""

import numpy as np


def similarity(a, b, measure):
    both = ~np.isnan(a) & ~np.isnan(b)
    a, b = a[both], b[both]
    if measure == "pearson" and both.any():
        a, b = a - a.mean(), b - b.mean()
    squares = (a @ a) * (b @ b)
    return a @ b / np.sqrt(squares) if squares > 1e-12 else 0.0


def similarities(R, measure):
    if measure not in ("cosine", "pearson"):
        raise ValueError(f"there is no measure {measure!r}")
    return np.array([[similarity(a, b, measure) for b in R] for a in R])


def predict(R, S, user, item, k):
    means = np.nanmean(R, axis=1)
    ranked = np.argsort(-S[user], kind="stable")
    near = [v for v in ranked if v != user and S[user, v] > 0 and not np.isnan(R[v, item])][:k]
    if not near:
        return float(means[user])
    weights = S[user, near]
    return float(means[user] + weights @ (R[near, item] - means[near]) / weights.sum())
