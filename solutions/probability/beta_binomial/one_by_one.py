"""Each success and each failure is predicted by the mean of the moment, and the logarithms are summed."""

import math


class BetaBinomial:
    def __init__(self, a, b):
        if not (a > 0 and b > 0):
            raise ValueError("a and b must be positive")
        self.a, self.b = a, b

    def update(self, successes, failures):
        if min(successes, failures) < 0:
            raise ValueError("counts must not be negative")
        self.a, self.b = self.a + successes, self.b + failures

    def mean(self):
        return 1 / (1 + self.b / self.a)

    def variance(self):
        mean = self.mean()
        return mean * (1 - mean) / (self.a + self.b + 1)

    def mode(self):
        if min(self.a, self.b) <= 1:
            raise ValueError("no mode inside")
        return (self.a - 1) / ((self.a - 1) + (self.b - 1))

    def predictive(self, k, n):
        if k < 0 or k > n:
            return 0.0
        terms = [math.log((self.a + i) / (i + 1)) for i in range(k)]
        terms += [math.log((self.b + i) / (i + 1)) for i in range(n - k)]
        terms += [math.log((i + 1) / (self.a + self.b + i)) for i in range(n)]
        return math.exp(math.fsum(terms))
