"""The variances have N in the denominator, as NumPy does it by default, so that t is too large: they need N - 1, ddof = 1.

caught by: test_pooled_t
"""

import numpy as np


def pooled_t(x, y):
    n1, n2 = len(x), len(y)
    if n1 < 2 or n2 < 2:
        raise ValueError("need two values")
    s1, s2 = np.std(x), np.std(y)
    sp = np.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2))
    if sp == 0:
        raise ValueError("no variation")
    return float((x.mean() - y.mean()) / (sp * np.sqrt(1 / n1 + 1 / n2))), float(n1 + n2 - 2)


def welch_t(x, y):
    n1, n2 = len(x), len(y)
    if n1 < 2 or n2 < 2:
        raise ValueError("need two values")
    a, b = np.std(x) ** 2 / n1, np.std(y) ** 2 / n2
    if a + b == 0:
        raise ValueError("no variation")
    df = (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))
    return float((x.mean() - y.mean()) / np.sqrt(a + b)), float(df)


def paired_t(x, y):
    if len(x) != len(y) or len(x) < 2:
        raise ValueError("need matching samples of two values or more")
    d = x - y
    sd = np.std(d)
    if sd == 0:
        raise ValueError("no variation")
    return float(d.mean() / (sd / np.sqrt(len(d)))), float(len(d) - 1)
