"""The likelihood ratios are multiplied: the odds overflow after some hundred tests, and inf / inf is left; those of a prior of 1
are infinite from the start. Sum the logarithms of the odds.

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
    odds = prior / (1 - prior)
    for positive in results:
        if positive:
            odds *= likelihood / false_positive_rate
        else:
            odds *= (1 - likelihood) / (1 - false_positive_rate)
    return odds / (1 + odds)
