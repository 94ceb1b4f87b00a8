"""The logarithms of both joint probabilities, and a softmax of the two."""

import math


def from_logs(with_h, without_h):
    top = max(with_h, without_h)
    a, b = math.exp(with_h - top), math.exp(without_h - top)
    return a / (a + b)


def log(p):
    return math.log(p) if p > 0 else -math.inf


def posterior(prior, likelihood, false_positive_rate):
    for p in (prior, likelihood, false_positive_rate):
        if p < 0 or p > 1:
            raise ValueError("not a probability")
    with_h = log(prior) + log(likelihood)
    without_h = log(1 - prior) + log(false_positive_rate)
    if max(with_h, without_h) == -math.inf:
        raise ValueError("impossible evidence")
    return from_logs(with_h, without_h)


def sequential_posterior(prior, likelihood, false_positive_rate, results):
    with_h, without_h = log(prior), log(1 - prior)
    for positive in results:
        with_h += math.log(likelihood if positive else 1 - likelihood)
        without_h += math.log(false_positive_rate if positive else 1 - false_positive_rate)
    return from_logs(with_h, without_h)
