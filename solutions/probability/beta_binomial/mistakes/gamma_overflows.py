"""Factors are computed and not their logarithms: gamma overflows above 171, and C(n, k) is too large for a float soon after.
Sum lgamma, and take exp at the end.

caught by: test_thousands_of_trials
"""

import math


def beta_fn(x, y):
    return math.gamma(x) * math.gamma(y) / math.gamma(x + y)


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
        return math.comb(n, k) * beta_fn(self.a + k, self.b + n - k) / beta_fn(self.a, self.b)
