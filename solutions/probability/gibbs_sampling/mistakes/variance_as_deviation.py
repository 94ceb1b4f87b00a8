"""The conditional variance is handed to the normal generator, which takes a standard deviation: its root is missing.

caught by: test_the_gaussian_chain
"""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    j = 1 - i
    rho = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    mu = mean[i] + rho * np.sqrt(cov[i, i] / cov[j, j]) * (other - mean[j])
    return float(mu), float((1 - rho**2) * cov[i, i])


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    x, y = start
    chain = []
    for _ in range(n_sweeps):
        x = rng.normal(*gaussian_conditional(mean, cov, 0, y))
        y = rng.normal(*gaussian_conditional(mean, cov, 1, x))
        chain.append((x, y))
    return np.array(chain)


def up_probability(spins, row, column, beta, field):
    h, w = spins.shape
    total = 0
    if row > 0:
        total += spins[row - 1, column]
    if row < h - 1:
        total += spins[row + 1, column]
    if column > 0:
        total += spins[row, column - 1]
    if column < w - 1:
        total += spins[row, column + 1]
    return float(1 / (1 + np.exp(-2 * beta * (total + field))))


def ising_chain(spins, beta, field, n_sweeps, rng):
    s = np.array(spins)
    chain = []
    for _ in range(n_sweeps):
        for i in range(s.shape[0]):
            for j in range(s.shape[1]):
                s[i, j] = 1 if rng.random() < up_probability(s, i, j, beta, field) else -1
        chain.append(s.copy())
    return np.array(chain)
