"""Exact fractions, and the sign of the density's slope at either end."""

from fractions import Fraction
from math import inf, log


def mle(k, n):
    if n <= 0 or k < 0 or k > n:
        raise ValueError("no estimate")
    return float(Fraction(k, n))


def map_estimate(k, n, a, b):
    if k < 0 or k > n or min(a, b) <= 0:
        raise ValueError("not counts, or not a prior")
    rises_from_0 = Fraction(a) + k - 1
    falls_to_1 = Fraction(b) + (n - k) - 1
    if rises_from_0 > 0 and falls_to_1 > 0:
        return float(rises_from_0 / (rises_from_0 + falls_to_1))
    if max(rises_from_0, falls_to_1) < 0 or rises_from_0 == falls_to_1:
        raise ValueError("flat, or two peaks")
    return float(rises_from_0 > falls_to_1)


def log_likelihood(p, k, n):
    if (p == 0 and k) or (p == 1 and k < n):
        return -inf
    return (k * log(p) if k else 0.0) + ((n - k) * log(1 - p) if k < n else 0.0)
