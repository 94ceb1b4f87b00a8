"""The difference is that of y and x: t is positive where x has the larger mean.

caught by: test_the_sign
"""

import numpy as np


def _check(x, y):
    if len(x) < 2 or len(y) < 2:
        raise ValueError("each sample needs at least two values")


def pooled_t(x, y):
    _check(x, y)
    n1, n2 = len(x), len(y)
    sp2 = (np.sum((x - np.mean(x)) ** 2) + np.sum((y - np.mean(y)) ** 2)) / (n1 + n2 - 2)
    se = np.sqrt(sp2 * (1 / n1 + 1 / n2))
    if se == 0:
        raise ValueError("zero variance")
    return float((np.mean(y) - np.mean(x)) / se), float(n1 + n2 - 2)


def welch_t(x, y):
    _check(x, y)
    n1, n2 = len(x), len(y)
    a = np.var(x, ddof=1) / n1
    b = np.var(y, ddof=1) / n2
    if a + b == 0:
        raise ValueError("zero variance")
    df = (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))
    return float((np.mean(y) - np.mean(x)) / np.sqrt(a + b)), float(df)


def paired_t(x, y):
    if len(x) != len(y):
        raise ValueError("paired samples must have the same length")
    _check(x, y)
    d = y - x
    sd = np.std(d, ddof=1)
    if sd == 0:
        raise ValueError("zero variance")
    return float(np.mean(d) / (sd / np.sqrt(len(d)))), float(len(d) - 1)
