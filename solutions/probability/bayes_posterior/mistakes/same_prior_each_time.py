"""One test alone counts, as where each starts from the prior again: the posterior of one test is the prior of the next.

caught by: test_several_positive_tests
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
    result = float(prior)
    for r in results:
        if r:
            result = posterior(prior, likelihood, false_positive_rate)
        else:
            result = posterior(prior, 1 - likelihood, 1 - false_positive_rate)
    return result
