"""A walk through both sorted samples, and Jacobi's other sum for a small lambda."""

import math


def ecdf(sample, at):
    return (sample[None, :] <= at[:, None]).sum(axis=1) / sample.size


def ks_statistic(x, y):
    x, y = sorted(x.tolist()), sorted(y.tolist())
    i = j = 0
    largest = 0.0
    while i < len(x) and j < len(y):
        t = min(x[i], y[j])
        while i < len(x) and x[i] == t:
            i += 1
        while j < len(y) and y[j] == t:
            j += 1
        largest = max(largest, abs(i / len(x) - j / len(y)))
    return largest


def ks_p_value(d, n, m):
    z = d * math.sqrt(n / (1 + n / m))
    if z == 0:
        return 1.0
    if z < 1:
        parts = (math.exp(-((2 * k - 1) ** 2) * math.pi**2 / (8 * z * z)) for k in range(1, 9))
        return 1 - math.sqrt(2 * math.pi) / z * math.fsum(parts)
    return max(0.0, 2 * math.fsum((1 if k % 2 else -1) * math.exp(-2 * k * k * z * z) for k in range(1, 9)))
