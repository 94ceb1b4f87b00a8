"""What is under the root goes over all ratings of a user: as above the line, only the items that both have rated
count there.

caught by: test_cosine
"""

import numpy as np


def similarities(R, measure):
    if measure not in ("cosine", "pearson"):
        raise ValueError("unknown measure")
    n = len(R)
    S = np.zeros((n, n))
    for u in range(n):
        for v in range(n):
            common = ~np.isnan(R[u]) & ~np.isnan(R[v])
            if not common.any():
                continue
            if measure == "cosine":
                top = np.sum(R[u, common] * R[v, common])
                bottom = np.sqrt(np.nansum(R[u] ** 2)) * np.sqrt(np.nansum(R[v] ** 2))
            else:
                a = R[u, common] - R[u, common].mean()
                b = R[v, common] - R[v, common].mean()
                top = np.sum(a * b)
                bottom = np.sqrt(np.sum(a**2)) * np.sqrt(np.sum(b**2))
            S[u, v] = top / bottom if bottom > 1e-6 else 0.0
    return S


def predict(R, S, user, item, k):
    mean = np.nanmean(R, axis=1)
    candidates = []
    for v in range(len(R)):
        if v != user and not np.isnan(R[v, item]) and S[user, v] > 0:
            candidates.append((S[user, v], v))
    candidates.sort(key=lambda c: (-c[0], c[1]))
    top = bottom = 0.0
    for s, v in candidates[:k]:
        top += s * (R[v, item] - mean[v])
        bottom += s
    if bottom == 0:
        return mean[user]
    return mean[user] + top / bottom
