"""The probability is worked out after each test: after some forty positive ones it rounds to 1, and no negative test brings it
back, so that the order makes a difference. Sum the logarithms of the odds, and make a probability of them at the end.

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
    p = prior
    for positive in results:
        if positive:
            p = posterior(p, likelihood, false_positive_rate)
        else:
            p = posterior(p, 1 - likelihood, 1 - false_positive_rate)
    return float(p)
