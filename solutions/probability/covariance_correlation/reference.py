"""Products of the centred matrix with itself.

Why it works: dividing by both standard deviations leaves the cosine of the angle between the centred columns, which is
why it lies between -1 and 1 and doesn't see units.
"""

import numpy as np


def covariance(x, ddof=1):
    centred = x - x.mean(axis=0)
    return centred.T @ centred / (len(x) - ddof)


def correlation(x):
    constant = x.min(axis=0) == x.max(axis=0)
    products = covariance(x)
    stds = np.where(constant, np.nan, np.sqrt(np.diag(products)))
    found = np.clip(products / np.outer(stds, stds), -1.0, 1.0)
    np.fill_diagonal(found, np.where(constant, np.nan, 1.0))
    return found


def ranks(column):
    """The mean place of equal values in sorted order, from 1."""
    ordered = np.sort(column)
    return (np.searchsorted(ordered, column, "left") + np.searchsorted(ordered, column, "right") + 1) / 2


def rank_correlation(x):
    return correlation(np.column_stack([ranks(column) for column in x.T]))
