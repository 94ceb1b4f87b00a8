"""Bayes' rule: what a positive test really says.

One person in a hundred is ill. A test finds 95 of 100 who are ill (its
sensitivity) and is wrongly positive for 5 of 100 who aren't. Somebody tests
positive: how likely are they ill? Most people, and most doctors, say 95 %. Of
1,000 people 9.5 are ill and positive, 49.5 healthy and positive: it is 16 %.

    P(H | E) = P(E | H) P(H) / (P(E | H) P(H) + P(E | not H) P(not H))

In odds, P / (1 - P), the rule is a product: posterior odds are prior odds
times the likelihood ratio P(E | H) / P(E | not H). Independent pieces of
evidence multiply one ratio each. With thousands of them (the words of a mail)
products underflow, and the logarithms of the odds are summed instead: that is
naive Bayes.

Conventions:

- **Probabilities** are floats from 0 to 1.
- **Prior** of 0 or 1: no evidence changes it, and the result is the prior.
- **Impossible evidence** (its probability under H and under not H is 0, as far
  as the prior allows either) is an error.
- **Many tests**: any number up to 100,000, all with the same rates, above 0
  and below 1. The result is right also where products of so many would be 0.
  Their order makes no difference.
- **Standard library** only, no NumPy.
"""


def posterior(prior: float, likelihood: float, false_positive_rate: float) -> float:
    """The probability of H after a positive test.

    Args:
        prior: P(H).
        likelihood: P(positive | H), the sensitivity.
        false_positive_rate: P(positive | not H).

    Returns:
        P(H | positive).

    Raises:
        ValueError: if an argument isn't from 0 to 1, or the test can't be
            positive.

    Examples:
        >>> round(posterior(0.01, 0.95, 0.05), 4)
        0.161
        >>> posterior(0.0, 0.95, 0.05), posterior(1.0, 0.95, 0.05)
        (0.0, 1.0)
    """
    raise NotImplementedError


def sequential_posterior(
    prior: float,
    likelihood: float,
    false_positive_rate: float,
    results: list[bool],
) -> float:
    """The probability of H after several independent tests of one kind.

    Args:
        prior: P(H), from 0 to 1.
        likelihood: P(positive | H), above 0 and below 1.
        false_positive_rate: P(positive | not H), above 0 and below 1.
        results: True for each positive test, False for each negative one.

    Returns:
        P(H | results).

    Examples:
        >>> round(sequential_posterior(0.01, 0.95, 0.05, [True, True]), 4)
        0.7848
        >>> round(sequential_posterior(0.5, 0.9, 0.2, [False]), 4)
        0.1111
    """
    raise NotImplementedError
