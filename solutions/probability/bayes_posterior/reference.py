"""Bayes' rule as it stands, and by the logarithm of the odds.

Why it works: the probability of the evidence is the same for H and for not H, so that their quotient, the odds, doesn't
need it. Logarithms turn a product of thousands of ratios into a sum.
"""

import math


def posterior(prior, likelihood, false_positive_rate):
    if not all(0 <= p <= 1 for p in (prior, likelihood, false_positive_rate)):
        raise ValueError("probabilities are from 0 to 1")
    joint = likelihood * prior
    evidence = joint + false_positive_rate * (1 - prior)
    if evidence == 0:
        raise ValueError("the test can't be positive")
    return joint / evidence


def sequential_posterior(prior, likelihood, false_positive_rate, results):
    if prior in (0, 1):
        return float(prior)
    positives = sum(results)
    log_odds = math.log(prior) - math.log1p(-prior)
    log_odds += positives * math.log(likelihood / false_positive_rate)
    log_odds += (len(results) - positives) * math.log((1 - likelihood) / (1 - false_positive_rate))
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))
