"""Each variable from its conditional, in place, in order.

Why it works: if all others have the law that they should and one variable is drawn given them, the joint law is right
again. A sweep is a chain of such steps.
"""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    j = 1 - i
    slope = cov[i, j] / cov[j, j]
    return float(mean[i] + slope * (other - mean[j])), float(cov[i, i] - slope * cov[i, j])


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    x, chain = start.astype(float), []
    for _ in range(n_sweeps):
        for i in (0, 1):
            centre, variance = gaussian_conditional(mean, cov, i, x[1 - i])
            x[i] = rng.normal(centre, np.sqrt(variance))
        chain.append(x.copy())
    return np.array(chain)


def up_probability(spins, row, column, beta, field):
    height, width = spins.shape
    around = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    neighbours = sum(spins[r, c] for r, c in around if 0 <= r < height and 0 <= c < width)
    return float(1 / (1 + np.exp(-2 * beta * (neighbours + field))))


def ising_chain(spins, beta, field, n_sweeps, rng):
    spins, chain = spins.copy(), []
    for _ in range(n_sweeps):
        for row, column in np.ndindex(spins.shape):
            up = rng.random() < up_probability(spins, row, column, beta, field)
            spins[row, column] = 1 if up else -1
        chain.append(spins.copy())
    return np.array(chain)
