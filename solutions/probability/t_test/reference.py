"""Three standard errors for one difference of means.

Why it works: independent means have variances v / n that add up. Pooling estimates one v from both samples. Pairs turn
two samples into one of differences.
"""

import numpy as np


def statistic(difference, squared_error):
    if squared_error == 0:
        raise ValueError("nothing spreads, so there is no t")
    return float(difference / np.sqrt(squared_error))


def variance(x):
    if len(x) < 2:
        raise ValueError("a sample needs two numbers or more")
    return x.var(ddof=1)


def pooled_t(x, y):
    v_x, v_y = variance(x), variance(y)
    dof = len(x) + len(y) - 2
    pooled = ((len(x) - 1) * v_x + (len(y) - 1) * v_y) / dof
    return statistic(x.mean() - y.mean(), pooled * (1 / len(x) + 1 / len(y))), float(dof)


def welch_t(x, y):
    e_x, e_y = variance(x) / len(x), variance(y) / len(y)
    t = statistic(x.mean() - y.mean(), e_x + e_y)
    return t, float((e_x + e_y) ** 2 / (e_x**2 / (len(x) - 1) + e_y**2 / (len(y) - 1)))


def paired_t(x, y):
    if len(x) != len(y):
        raise ValueError(f"pairs of {len(x)} and {len(y)} numbers")
    d = x - y
    return statistic(d.mean(), variance(d) / len(d)), float(len(d) - 1)
