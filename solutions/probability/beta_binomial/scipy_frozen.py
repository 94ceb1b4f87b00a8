# needs: scipy
"""SciPy's distributions, frozen anew after each update."""

from scipy import stats


class BetaBinomial:
    def __init__(self, a, b):
        if a <= 0 or b <= 0:
            raise ValueError("a and b must be positive")
        self.a, self.b = a, b

    def update(self, successes, failures):
        if successes < 0 or failures < 0:
            raise ValueError("negative count")
        self.a, self.b = self.a + successes, self.b + failures

    def mean(self):
        return float(stats.beta(self.a, self.b).mean())

    def variance(self):
        return float(stats.beta(self.a, self.b).var())

    def mode(self):
        if self.a <= 1 or self.b <= 1:
            raise ValueError("no mode")
        return (self.a - 1) / (self.a + self.b - 2)

    def predictive(self, k, n):
        return float(stats.betabinom(n, self.a, self.b).pmf(k))
