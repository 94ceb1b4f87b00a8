"""Two numbers, and logarithms of Gamma functions.

Why it works: the density p^(a-1) (1-p)^(b-1) times p^s (1-p)^f is again of this form. Averaging C(n, k) p^k (1-p)^(n-k)
over it is a ratio of two Beta integrals.
"""

from math import exp, lgamma


def log_beta(x, y):
    return lgamma(x) + lgamma(y) - lgamma(x + y)


class BetaBinomial:
    def __init__(self, a, b):
        if a <= 0 or b <= 0:
            raise ValueError(f"a and b must be above 0, got {a} and {b}")
        self.a = a
        self.b = b

    def update(self, successes, failures):
        if successes < 0 or failures < 0:
            raise ValueError("counts can't be below 0")
        self.a += successes
        self.b += failures

    def mean(self):
        return self.a / (self.a + self.b)

    def variance(self):
        total = self.a + self.b
        return self.a * self.b / (total**2 * (total + 1))

    def mode(self):
        if self.a <= 1 or self.b <= 1:
            raise ValueError("there is a mode only where a and b are above 1")
        return (self.a - 1) / (self.a + self.b - 2)

    def predictive(self, k, n):
        if not 0 <= k <= n:
            return 0.0
        log_orders = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        return exp(log_orders + log_beta(self.a + k, self.b + n - k) - log_beta(self.a, self.b))
