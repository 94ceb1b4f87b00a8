"""The probability of all results is worked out under H and under not H, as a product or as exp of a sum of logarithms: after
a few thousand tests both are 0, and 0 / 0 is left. Sum the logarithms of the odds, and make a probability of them at the end.

caught by: test_thousands_of_tests
"""


def posterior(prior, likelihood, false_positive_rate):
    for p in (prior, likelihood, false_positive_rate):
        if not 0 <= p <= 1:
            raise ValueError("must be a probability")
    numerator = likelihood * prior
    denominator = numerator + false_positive_rate * (1 - prior)
    if denominator == 0:
        raise ValueError("evidence has probability zero")
    return numerator / denominator


def sequential_posterior(prior, likelihood, false_positive_rate, results):
    p_h = prior
    p_not_h = 1 - prior
    for r in results:
        p_h *= likelihood if r else 1 - likelihood
        p_not_h *= false_positive_rate if r else 1 - false_positive_rate
    return p_h / (p_h + p_not_h)
