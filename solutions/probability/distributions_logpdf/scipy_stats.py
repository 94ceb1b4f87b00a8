# needs: scipy
"""SciPy's distributions."""

from scipy import stats


def bernoulli(x, p):
    return stats.bernoulli.logpmf(x, p)


def binomial(x, n, p):
    return stats.binom.logpmf(x, n, p)


def poisson(x, rate):
    return stats.poisson.logpmf(x, rate)


def uniform(x, low, high):
    return stats.uniform.logpdf(x, low, high - low)


def exponential(x, rate):
    return stats.expon.logpdf(x, scale=1 / rate)


def gaussian(x, mean, std):
    return stats.norm.logpdf(x, mean, std)
