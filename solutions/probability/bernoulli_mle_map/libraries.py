# needs: scipy
"""SciPy's xlogy has 0 log 0 = 0, and the peak is found by bisection on the derivative."""

from scipy.optimize import bisect
from scipy.special import xlog1py, xlogy


def mle(k, n):
    if n == 0 or k not in range(n + 1):
        raise ValueError("no estimate")
    return k / n


def map_estimate(k, n, a, b):
    if k not in range(n + 1) or a <= 0 or b <= 0:
        raise ValueError("not counts, or not a prior")
    x, y = a + k - 1, b + n - k - 1
    if (x < 0 and y < 0) or (x == 0 and y == 0):
        raise ValueError("no single mode")
    if x > 0 and y > 0:
        return float(bisect(lambda p: x * (1 - p) - y * p, 0.0, 1.0, xtol=1e-15, rtol=1e-14))
    return 0.0 if x < y else 1.0


def log_likelihood(p, k, n):
    return float(xlogy(k, p) + xlog1py(n - k, -p))
