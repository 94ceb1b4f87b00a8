"""The means are left out, as in the textbook's example where both are 0: the mean of x_i is m_i plus the slope times the
distance of x_j from m_j.

caught by: test_the_mean_of_the_gaussian_conditional
"""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    j = 1 - i
    slope = cov[i, j] / cov[j, j]
    return slope * other, cov[i, i] - slope * cov[j, i]


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    x, y = start
    chain = np.zeros((n_sweeps, 2))
    for t in range(n_sweeps):
        centre, variance = gaussian_conditional(mean, cov, 0, y)
        x = rng.normal(centre, np.sqrt(variance))
        centre, variance = gaussian_conditional(mean, cov, 1, x)
        y = rng.normal(centre, np.sqrt(variance))
        chain[t] = x, y
    return chain


def up_probability(spins, row, column, beta, field):
    height, width = spins.shape
    total = 0
    for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
        if 0 <= r < height and 0 <= c < width:
            total += spins[r, c]
    return 1 / (1 + np.exp(-2 * beta * (total + field)))


def ising_chain(spins, beta, field, n_sweeps, rng):
    spins = spins.copy()
    height, width = spins.shape
    chain = np.zeros((n_sweeps, height, width), dtype=int)
    for t in range(n_sweeps):
        for row in range(height):
            for column in range(width):
                p = up_probability(spins, row, column, beta, field)
                spins[row, column] = 1 if rng.random() < p else -1
        chain[t] = spins
    return chain
