"""A border of zeros in place of edges, and a Gaussian chain as a regression on standard normal numbers."""

import math

import numpy as np


def gaussian_conditional(mean, cov, i, other):
    precision = np.linalg.inv(cov)
    variance = 1 / precision[i, i]
    return mean[i] - variance * precision[i, 1 - i] * (other - mean[1 - i]), variance


def gaussian_chain(mean, cov, start, n_sweeps, rng):
    noise = rng.standard_normal((n_sweeps, 2))
    sds = np.sqrt(np.linalg.det(cov) / np.diag(cov)[::-1])
    a, b = cov[0, 1] / cov[1, 1], cov[0, 1] / cov[0, 0]
    chain = np.empty((n_sweeps, 2))
    last = start[1]
    for t in range(n_sweeps):
        first = mean[0] + a * (last - mean[1]) + sds[0] * noise[t, 0]
        last = mean[1] + b * (first - mean[0]) + sds[1] * noise[t, 1]
        chain[t] = first, last
    return chain


def up_probability(spins, row, column, beta, field):
    p = np.pad(spins, 1)
    r, c = row + 1, column + 1
    local = p[r - 1, c] + p[r + 1, c] + p[r, c - 1] + p[r, c + 1] + field
    return 0.5 * (1 + math.tanh(beta * local))


def ising_chain(spins, beta, field, n_sweeps, rng):
    height, width = spins.shape
    lattice = np.pad(spins, 1).tolist()
    uniform = rng.random((n_sweeps, height, width)).tolist()
    chain = np.empty((n_sweeps, height, width), dtype=int)
    for t in range(n_sweeps):
        for r in range(1, height + 1):
            for c in range(1, width + 1):
                local = lattice[r - 1][c] + lattice[r + 1][c] + lattice[r][c - 1] + lattice[r][c + 1] + field
                lattice[r][c] = 1 if uniform[t][r - 1][c - 1] < 1 / (1 + math.exp(-2 * beta * local)) else -1
        chain[t] = [line[1:-1] for line in lattice[1:-1]]
    return chain
