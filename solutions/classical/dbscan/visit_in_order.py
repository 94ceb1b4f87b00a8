"""The paper's loop over the rows with a queue; clusters are numbered anew at the end."""

import math
from collections import deque

import numpy as np


def regions_of(X, eps):
    rows = X.tolist()
    return [[m for m, q in enumerate(rows) if math.dist(p, q) <= eps] for p in rows]


def core_rows(X, eps, min_samples):
    return np.array([len(rows) >= min_samples for rows in regions_of(X, eps)])


def dbscan(X, eps, min_samples):
    regions = regions_of(X, eps)
    core = [len(rows) >= min_samples for rows in regions]
    labels = [None] * len(X)
    clusters = 0
    for n, seeds in enumerate(regions):
        if labels[n] is not None:
            continue
        if not core[n]:
            labels[n] = -1
            continue
        labels[n] = clusters
        queue = deque(seeds)
        while queue:
            m = queue.popleft()
            if labels[m] == -1:
                labels[m] = clusters
            if labels[m] is None:
                labels[m] = clusters
                if core[m]:
                    queue.extend(regions[m])
        clusters += 1
    return np.array(labels)


def k_distances(X, k):
    return np.array([sorted(math.dist(x, y) for y in X)[k - 1] for x in X])
