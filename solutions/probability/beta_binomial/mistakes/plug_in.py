"""The counts to come are predicted by a binomial distribution with p at its mean: p is uncertain, and averaging over it
spreads them.

caught by: test_the_predictive_probability
"""

import math


class BetaBinomial:
    def __init__(self, a, b):
        if a <= 0 or b <= 0:
            raise ValueError("a and b must be positive")
        self.a = a
        self.b = b

    def update(self, successes, failures):
        if successes < 0 or failures < 0:
            raise ValueError("counts must be non-negative")
        self.a += successes
        self.b += failures

    def mean(self):
        return self.a / (self.a + self.b)

    def variance(self):
        n = self.a + self.b
        return (self.a * self.b) / (n**2 * (n + 1))

    def mode(self):
        if self.a <= 1 or self.b <= 1:
            raise ValueError("mode undefined")
        return (self.a - 1) / (self.a + self.b - 2)

    def predictive(self, k, n):
        if k < 0 or k > n:
            return 0.0
        p = self.mean()
        log_comb = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        return math.exp(log_comb + k * math.log(p) + (n - k) * math.log(1 - p))
