"""Variances of independent draws add up.

Why it works: a sum of n draws has n times the variance of one, and dividing by n divides the variance by n^2: sigma^2
/ n remains.
"""

import numpy as np


def standard_error(x):
    if len(x) < 2:
        raise ValueError("the spread of a mean can't be told from fewer than two numbers")
    return float(x.std(ddof=1) / np.sqrt(len(x)))


def moments_of_mean(values, probabilities, n):
    mu = values @ probabilities
    return float(mu), float(np.sqrt((values - mu) ** 2 @ probabilities / n))


def sample_means(values, probabilities, n, n_repeats, rng):
    return rng.choice(values, size=(n_repeats, n), p=probabilities).mean(axis=1)
