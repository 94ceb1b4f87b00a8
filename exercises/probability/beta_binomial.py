"""The Beta-binomial model: a belief about a rate that learns from counts.

A page is clicked with an unknown probability p. The belief about p is a
Beta(a, b) distribution; each success adds 1 to a, each failure 1 to b, and
what comes out is again a Beta distribution (the prior is conjugate). So the
whole state is two numbers, however much has been seen: Thompson sampling and
Bayesian A/B tests keep one pair for each arm.

    mean     = a / (a + b)
    variance = a b / ((a + b)^2 (a + b + 1))
    mode     = (a - 1) / (a + b - 2)

What are the next n trials likely to bring? Not Binomial(n, mean): p itself is
uncertain, and averaging over it spreads the counts. The posterior predictive
is the Beta-binomial distribution,

    P(k of n) = C(n, k) B(a + k, b + n - k) / B(a, b)

    B(x, y)   = Gamma(x) Gamma(y) / Gamma(x + y)

with C(n, k) = n! / (k! (n - k)!). For one trial it is the mean. Gamma
overflows above 171; its logarithm, lgamma, doesn't.

Conventions:

- **update** changes the object in place and returns nothing.
- **Mode** exists only where a and b are both above 1; else it is an error.
- **Size**: n up to 10,000, and right to six digits.
- **Standard library** only, no NumPy.
"""


class BetaBinomial:
    """A Beta(a, b) belief about a rate.

    Args:
        a: above 0, kept as the attribute `a`.
        b: above 0, kept as the attribute `b`.

    Raises:
        ValueError: if a or b isn't above 0.

    Examples:
        >>> belief = BetaBinomial(1.0, 1.0)
        >>> belief.update(3, 1)
        >>> belief.a, belief.b
        (4.0, 2.0)
        >>> belief.mode()
        0.75
    """

    def __init__(self, a: float, b: float) -> None:
        raise NotImplementedError

    def update(self, successes: int, failures: int) -> None:
        """Learn from further trials.

        Args:
            successes: how many, 0 or more.
            failures: how many, 0 or more.

        Raises:
            ValueError: if one is below 0; the belief then stays as it was.
        """
        raise NotImplementedError

    def mean(self) -> float:
        """The mean of p.

        Returns:
            A number between 0 and 1.
        """
        raise NotImplementedError

    def variance(self) -> float:
        """The variance of p.

        Returns:
            A number above 0.
        """
        raise NotImplementedError

    def mode(self) -> float:
        """The p with the highest density.

        Returns:
            A number between 0 and 1.

        Raises:
            ValueError: if a or b isn't above 1.
        """
        raise NotImplementedError

    def predictive(self, k: int, n: int) -> float:
        """The probability of k successes in the next n trials.

        Args:
            k: successes.
            n: trials, 0 or more.

        Returns:
            The probability; 0 where k isn't from 0 to n.

        Examples:
            >>> round(BetaBinomial(1.0, 1.0).predictive(2, 4), 6)
            0.2
        """
        raise NotImplementedError
