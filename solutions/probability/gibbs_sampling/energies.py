"""By energies: the whole lattice with the spin up, and with it down."""

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    correlation = cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])
    own, its = np.sqrt(cov[i, i]), np.sqrt(cov[1 - i, 1 - i])
    return mean[i] + correlation * own * (other - mean[1 - i]) / its, (1 - correlation**2) * cov[i, i]


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    chain = [(float(start[0]), float(start[1]))]
    for _ in range(n_sweeps):
        centre, variance = gaussian_conditional(mean, cov, 0, chain[-1][1])
        first = centre + variance**0.5 * rng.standard_normal()
        centre, variance = gaussian_conditional(mean, cov, 1, first)
        chain.append((first, centre + variance**0.5 * rng.standard_normal()))
    return np.array(chain[1:])


def up_probability(spins, row, column, beta, field):
    around = np.zeros(spins.shape)
    around[max(row - 1, 0) : row + 2, column] = 1
    around[row, max(column - 1, 0) : column + 2] = 1
    around[row, column] = 0
    force = beta * ((around * spins).sum() + field)
    return np.exp(force) / (np.exp(force) + np.exp(-force))


def ising_chain(spins, beta, field, n_sweeps, rng):
    chain = np.zeros((n_sweeps, *spins.shape), dtype=np.int64)
    now = np.array(spins)
    for t in range(n_sweeps):
        for place in range(now.size):
            row, column = divmod(place, now.shape[1])
            now[row, column] = 2 * rng.binomial(1, up_probability(now, row, column, beta, field)) - 1
        chain[t] = now
    return chain
