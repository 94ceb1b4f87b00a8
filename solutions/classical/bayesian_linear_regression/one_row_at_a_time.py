"""One row after the other: the posterior is the prior of the next row, and the evidence a product of predictions."""

import math

import numpy as np


def absorb(m, S, x, target, beta):
    direction = S @ x
    variance = 1 / beta + x @ direction
    miss = target - x @ m
    log_density = -0.5 * (math.log(2 * math.pi * variance) + miss**2 / variance)
    gain = direction / variance
    return m + gain * miss, S - np.outer(gain, direction), log_density


def run(X, y, alpha, beta):
    m, S, total = np.zeros(X.shape[1]), np.eye(X.shape[1]) / alpha, 0.0
    for x, target in zip(X, y, strict=True):
        m, S, log_density = absorb(m, S, x, target, beta)
        total += log_density
    return m, S, total


def posterior(X, y, alpha, beta):
    return run(X, y, alpha, beta)[:2]


def predictive(X_new, m, S, beta):
    return np.array([float(x @ m) for x in X_new]), np.array([1 / beta + float(x @ S @ x) for x in X_new])


def log_evidence(X, y, alpha, beta):
    return run(X, y, alpha, beta)[2]
