"""All spins of a sweep are drawn from the lattice of the sweep before: each update has to see the newest values, or another
law is sampled.

caught by: test_the_order_of_a_sweep
"""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    j = 1 - i
    mu = mean[i] + cov[i, j] / cov[j, j] * (other - mean[j])
    var = cov[i, i] - cov[i, j] * cov[j, i] / cov[j, j]
    return float(mu), float(var)


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    x0, x1 = start
    out = []
    for _ in range(n_sweeps):
        m0, v0 = gaussian_conditional(mean, cov, 0, x1)
        x0 = rng.normal(m0, np.sqrt(v0))
        m1, v1 = gaussian_conditional(mean, cov, 1, x0)
        x1 = rng.normal(m1, np.sqrt(v1))
        out.append([x0, x1])
    return np.array(out)


def up_probability(spins, row, column, beta, field):
    p = np.pad(spins, 1)
    s = p[row, column + 1] + p[row + 2, column + 1] + p[row + 1, column] + p[row + 1, column + 2]
    return float(1 / (1 + np.exp(-2 * beta * (s + field))))


def ising_chain(spins, beta, field, n_sweeps, rng):
    s = spins.copy()
    out = []
    for _ in range(n_sweeps):
        p = np.pad(s, 1)
        neighbours = p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]
        prob = 1 / (1 + np.exp(-2 * beta * (neighbours + field)))
        s = np.where(rng.random(s.shape) < prob, 1, -1)
        out.append(s.copy())
    return np.array(out)
