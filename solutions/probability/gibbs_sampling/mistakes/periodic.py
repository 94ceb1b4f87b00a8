"""Spins at an edge see those of the opposite edge, by a modulo or since the index -1 is the last row or column: edges are free
here, and a spin in a corner has two neighbours.

caught by: test_the_edges_are_free
"""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    j = 1 - i
    mu = mean[i] + cov[i, j] / cov[j, j] * (other - mean[j])
    var = cov[i, i] - cov[i, j] ** 2 / cov[j, j]
    return float(mu), float(var)


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    x = np.array(start, dtype=float)
    samples = np.zeros((n_sweeps, 2))
    for t in range(n_sweeps):
        for i in range(2):
            mu, var = gaussian_conditional(mean, cov, i, x[1 - i])
            x[i] = mu + np.sqrt(var) * rng.standard_normal()
        samples[t] = x
    return samples


def up_probability(spins, row, column, beta, field):
    h, w = spins.shape
    nb = (
        spins[(row - 1) % h, column]
        + spins[(row + 1) % h, column]
        + spins[row, (column - 1) % w]
        + spins[row, (column + 1) % w]
    )
    return float(1.0 / (1.0 + np.exp(-2.0 * beta * (nb + field))))


def ising_chain(spins, beta, field, n_sweeps, rng):
    s = spins.copy()
    out = np.zeros((n_sweeps, *s.shape), dtype=int)
    for t in range(n_sweeps):
        for i in range(s.shape[0]):
            for j in range(s.shape[1]):
                s[i, j] = 1 if rng.random() < up_probability(s, i, j, beta, field) else -1
        out[t] = s
    return out
