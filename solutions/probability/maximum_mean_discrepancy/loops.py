"""Pair by pair."""

import math
from itertools import combinations
from statistics import fmean, median

import numpy as np


def k(a, b, sigma):
    return math.exp(-0.5 * (math.dist(a, b) / sigma) ** 2)


def rbf_kernel(x, y, sigma):
    return np.array([[k(a, b, sigma) for b in y] for a in x])


def median_distance(x, y):
    return median(math.dist(a, b) for a, b in combinations([*x, *y], 2))


def squared_mmd(x, y, sigma):
    inside = sum(fmean(k(a, b, sigma) for a, b in combinations(points, 2)) for points in (x, y))
    return inside - 2 * fmean(k(a, b, sigma) for a in x for b in y)
