"""Loops over rows and components, each row with its own log-sum-exp; the history is computed from the parameters."""

import math

import numpy as np


def density(x, mean, covariance):
    diff = x - mean
    logdet = np.linalg.slogdet(covariance)[1]
    return -0.5 * (len(x) * math.log(2 * math.pi) + logdet + diff @ np.linalg.solve(covariance, diff))


def e_step(X, weights, means, covariances):
    log_r, total = np.zeros((len(X), len(weights))), 0.0
    for n, x in enumerate(X):
        terms = [math.log(w) + density(x, m, S) for w, m, S in zip(weights, means, covariances, strict=True)]
        top = max(terms)
        log_sum = top + math.log(math.fsum(math.exp(t - top) for t in terms))
        log_r[n] = [t - log_sum for t in terms]
        total += log_sum
    return log_r, total


def m_step(X, r, reg):
    weights, means, covariances = [], [], []
    for column in r.T:
        mass = column.sum()
        mean = (column[:, None] * X).sum(axis=0) / mass
        S = sum(p * np.outer(x - mean, x - mean) for p, x in zip(column, X, strict=True)) / mass
        weights.append(mass / len(X))
        means.append(mean)
        covariances.append(S + np.diag(np.full(len(mean), reg)))
    return np.array(weights), np.array(means), np.array(covariances)


def em(X, weights, means, covariances, reg, max_rounds, tol):
    history = [e_step(X, weights, means, covariances)[1]]
    gain, rounds = np.inf, 0
    while rounds < max_rounds and gain >= tol:
        r = np.exp(e_step(X, weights, means, covariances)[0])
        weights, means, covariances = m_step(X, r, reg)
        history.append(e_step(X, weights, means, covariances)[1])
        gain, rounds = history[-1] - history[-2], rounds + 1
    return weights, means, covariances, history
