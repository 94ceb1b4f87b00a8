"""Student's t as that of a slope on a group indicator, Welch's dof by the share of the error that comes from x."""

import math
from statistics import fmean, variance

import numpy as np


def checked(x, y):
    if min(len(x), len(y)) < 2:
        raise ValueError("too few numbers")


def pooled_t(x, y):
    checked(x, y)
    outcome = np.concatenate([x, y])
    group = np.concatenate([np.ones(len(x)), np.zeros(len(y))])
    group = group - group.mean()
    slope = group @ outcome / (group @ group)
    residuals = outcome - outcome.mean() - slope * group
    dof = len(outcome) - 2
    noise = residuals @ residuals / dof
    if noise < 1e-30 * (1 + outcome @ outcome):
        raise ValueError("no spread")
    return float(slope * math.sqrt(group @ group / noise)), float(dof)


def welch_t(x, y):
    checked(x, y)
    e_x, e_y = variance(x.tolist()) / len(x), variance(y.tolist()) / len(y)
    if e_x + e_y == 0:
        raise ValueError("no spread")
    share = e_x / (e_x + e_y)
    dof = 1 / (share**2 / (len(x) - 1) + (1 - share) ** 2 / (len(y) - 1))
    return (fmean(x.tolist()) - fmean(y.tolist())) / math.sqrt(e_x + e_y), dof


def paired_t(x, y):
    differences = [a - b for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    if len(differences) < 2 or variance(differences) == 0:
        raise ValueError("too few pairs, or no spread")
    return fmean(differences) * math.sqrt(len(differences) / variance(differences)), len(differences) - 1.0
