"""Sort, scale by rank, make monotone, and put back.

Why it works: Holm's i-th step has m - i + 1 tests left and is Bonferroni for those; it stops at the first that isn't
rejected, which is the running maximum. Benjamini and Hochberg look for the last one below the line i alpha / m and
reject all before it, which is the running minimum from above.
"""

import numpy as np


def put_back(adjusted, order):
    result = np.empty(len(order))
    result[order] = np.minimum(adjusted, 1.0)
    return result


def bonferroni(p):
    return np.minimum(len(p) * p, 1.0)


def holm(p):
    m, order = len(p), np.argsort(p)
    return put_back(np.maximum.accumulate((m - np.arange(m)) * p[order]), order)


def benjamini_hochberg(p):
    m, order = len(p), np.argsort(p)[::-1]
    return put_back(np.minimum.accumulate(m / np.arange(m, 0, -1) * p[order]), order)
