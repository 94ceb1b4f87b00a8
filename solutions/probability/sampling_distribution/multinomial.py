"""How often each outcome came is multinomial, and a mean is a weighted sum of these counts."""

import math
from statistics import StatisticsError, variance

import numpy as np


def standard_error(x):
    try:
        return math.sqrt(variance(x.tolist()) / len(x))
    except StatisticsError as error:
        raise ValueError("two numbers or more") from error


def moments_of_mean(values, probabilities, n):
    mean = np.average(values, weights=probabilities)
    return mean, np.sqrt((np.average(values**2, weights=probabilities) - mean**2) / n)


def sample_means(values, probabilities, n, n_repeats, rng):
    return rng.multinomial(n, probabilities / probabilities.sum(), size=n_repeats) @ values / n
