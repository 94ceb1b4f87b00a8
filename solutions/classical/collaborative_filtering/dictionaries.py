"""Each user is a dictionary of ratings, as sparse data come."""

import math

import numpy as np


def rows(R):
    return [{i: float(r) for i, r in enumerate(row) if r == r} for row in R]


def compare(a, b, measure):
    common = sorted(a.keys() & b.keys())
    if not common:
        return 0.0
    shift_a = sum(a[i] for i in common) / len(common) if measure == "pearson" else 0.0
    shift_b = sum(b[i] for i in common) / len(common) if measure == "pearson" else 0.0
    top = sum((a[i] - shift_a) * (b[i] - shift_b) for i in common)
    left = sum((a[i] - shift_a) ** 2 for i in common)
    right = sum((b[i] - shift_b) ** 2 for i in common)
    return 0.0 if left * right <= 1e-12 else top / math.sqrt(left * right)


def similarities(R, measure):
    if measure != "cosine" and measure != "pearson":
        raise ValueError("cosine or pearson")
    users = rows(R)
    S = np.zeros((len(users), len(users)))
    for u in range(len(users)):
        for v in range(u, len(users)):
            S[u, v] = S[v, u] = compare(users[u], users[v], measure)
    return S


def predict(R, S, user, item, k):
    users = rows(R)
    means = [sum(r.values()) / len(r) for r in users]
    pairs = sorted((-S[user][v], v) for v in range(len(users)) if v != user and item in users[v] and S[user][v] > 0)
    top = bottom = 0.0
    for negative, v in pairs[:k]:
        top -= negative * (users[v][item] - means[v])
        bottom -= negative
    return means[user] + (top / bottom if bottom else 0.0)
