"""A coin's bias: maximum likelihood, and the maximum a posteriori.

A coin fell heads in k of n throws, a button was clicked k times in n. With
probability p of a success the log-likelihood of these throws is

    L(p) = k log p + (n - k) log(1 - p)

and the p that makes it largest is k / n. After three throws without a success
that says "never", which nobody believes. A prior helps: Beta(a, b) has a
density proportional to p^(a-1) (1-p)^(b-1), and multiplied by the likelihood
it gives a posterior of the same family,

    Beta(A, B)    with A = a + k, B = b + n - k

whose highest point, the MAP estimate, is (A - 1) / (A + B - 2) when A and B
are above 1. So a - 1 and b - 1 act as successes and failures seen before:
Beta(1, 1) changes nothing, and a = b = 2 is add-one smoothing. (The mean of
the posterior, A / (A + B), is another estimate.)

Conventions:

- **Mode at an end**: the mode is 0 with A <= 1 < B, and 1 with B <= 1 < A.
- **No single mode**: A = B = 1 (flat) and A, B both below 1 (a peak at either
  end) are errors. One of them 1 and the other below 1 doesn't come.
- **No throws**: with n = 0 there is no maximum likelihood, which is an error;
  MAP gives the mode of the prior, and L is 0.
- **0 log 0** is 0, and L is -inf where the throws can't come.
- **Standard library** only, no NumPy.
- **Natural logarithms**; the order of the throws is known, so that there is no
  binomial coefficient.
"""


def mle(k: int, n: int) -> float:
    """The p that makes k successes in n throws most likely.

    Args:
        k: successes.
        n: throws.

    Returns:
        p.

    Raises:
        ValueError: if n is below 1, or k isn't from 0 to n.

    Examples:
        >>> mle(3, 4)
        0.75
    """
    raise NotImplementedError


def map_estimate(k: int, n: int, a: float, b: float) -> float:
    """The mode of the posterior under the prior Beta(a, b).

    Args:
        k: successes.
        n: throws.
        a: above 0.
        b: above 0.

    Returns:
        p.

    Raises:
        ValueError: if k isn't from 0 to n, a or b isn't above 0, or there is
            no single mode.

    Examples:
        >>> map_estimate(3, 3, 2.0, 2.0)
        0.8
        >>> map_estimate(0, 3, 0.5, 0.5)
        0.0
    """
    raise NotImplementedError


def log_likelihood(p: float, k: int, n: int) -> float:
    """The log-likelihood of p.

    Args:
        p: from 0 to 1.
        k: successes, from 0 to n.
        n: throws.

    Returns:
        L(p), in nats.

    Examples:
        >>> round(log_likelihood(0.5, 1, 2), 4)
        -1.3863
        >>> log_likelihood(0.0, 0, 2)
        0.0
    """
    raise NotImplementedError
