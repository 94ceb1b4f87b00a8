# needs: scipy
"""SciPy's functions."""

import math

from scipy import special, stats


def ecdf(sample, at):
    return stats.ecdf(sample).cdf.evaluate(at)


def ks_statistic(x, y):
    return float(stats.ks_2samp(x, y, method="asymp").statistic)


def ks_p_value(d, n, m):
    return float(special.kolmogorov(math.sqrt(n * m / (n + m)) * d))
