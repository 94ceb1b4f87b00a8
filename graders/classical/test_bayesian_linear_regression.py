"""Grades `bayesian_linear_regression`: w and y are jointly Gaussian, so everything is conditioning in N dimensions."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, sizes, uniform

FIXED_X, FIXED_Y = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 1.0]]), np.array([2.0, -1.0, 3.0])


def conditioned(X, y, alpha, beta):
    """Mean and covariance of w given y, from the joint covariance of both."""
    both = X.T / alpha
    C = np.eye(len(y)) / beta + X @ X.T / alpha
    return both @ np.linalg.solve(C, y), np.eye(X.shape[1]) / alpha - both @ np.linalg.solve(C, both.T)


def log_density(X, y, alpha, beta):
    C = np.eye(len(y)) / beta + X @ X.T / alpha
    values, vectors = np.linalg.eigh(C)
    white = vectors.T @ y / np.sqrt(values)
    return -0.5 * (white @ white + np.log(values).sum() + len(y) * math.log(2 * math.pi))


def problem(rng):
    n, d = sizes(rng, 6, 3)
    return rng.normal(size=(n, d)), rng.normal(size=n), uniform(rng, 0.4, 0.8), uniform(rng, 1.5, 3)


@pytest.mark.points(24)
def test_the_posterior_mean(submission, rng):
    """The posterior mean is beta S X^T y, which is ridge's solution for alpha / beta."""
    for data in ((FIXED_X, FIXED_Y, 0.5, 3.0), problem(rng), problem(rng)):
        found = submission.posterior(*data)[0]
        assert_close(found, conditioned(*data)[0], rtol=1e-7, atol=1e-8, what="the mean")


@pytest.mark.points(20)
def test_the_posterior_covariance(submission, rng):
    """The posterior covariance is the inverse of alpha I + beta X^T X."""
    for data in ((FIXED_X, FIXED_Y, 0.5, 3.0), problem(rng), problem(rng)):
        found = submission.posterior(*data)[1]
        assert_close(found, conditioned(*data)[1], rtol=1e-7, atol=1e-8, what="the covariance")


@pytest.mark.points(24)
def test_the_predictive_distribution(submission, rng):
    """A new target has the mean m.x and the variance 1/beta + x^T S x."""
    X_new = np.array([[1.0, -2.0], [0.0, 3.0], [2.0, 1.0]])
    m, S = np.array([2.0, 1.0]), np.array([[0.5, 0.1], [0.1, 0.3]])
    mean, variance = submission.predictive(X_new, m, S, 4.0)
    assert_close(mean, np.array([0.0, 3.0, 5.0]), what="the means")
    assert_close(variance, np.array([1.55, 2.95, 2.95]), what="the variances")
    root = rng.normal(size=(3, 3))
    X_new, m, S, beta = rng.normal(size=(5, 3)), rng.normal(size=3), root @ root.T + np.eye(3), uniform(rng, 1.5, 3)
    mean, variance = submission.predictive(X_new, m, S, beta)
    assert_close(mean, np.array([math.fsum((x * m).tolist()) for x in X_new]), what="the means")
    expected = [1 / beta + math.fsum(x[i] * S[i, j] * x[j] for i in range(3) for j in range(3)) for x in X_new]
    assert_close(variance, np.array(expected), what="the variances")


@pytest.mark.points(26)
def test_the_evidence(submission, rng):
    """The evidence is the Gaussian density of y, whose covariance is I/beta + X X^T/alpha."""
    for data in ((FIXED_X, FIXED_Y, 0.5, 3.0), problem(rng), problem(rng)):
        assert_close(submission.log_evidence(*data), log_density(*data), rtol=1e-7, what="log p(y)")
    expected = -0.5 * (math.log(2 * math.pi * 4.5) + 9 / 4.5)
    assert_close(submission.log_evidence(np.array([[2.0]]), np.array([3.0]), 1.0, 2.0), expected, what="log p(y)")


@pytest.mark.points(6)
def test_many_features_or_rows(submission, rng):
    """With 250 features, more than there are rows, or with 200 rows, nothing overflows or underflows."""
    X, y = rng.normal(size=(20, 250)), rng.normal(size=20)
    plain = float(submission.log_evidence(X[:, :3], y, 40.0, 60.0))
    found = float(submission.log_evidence(X, y, 40.0, 60.0))
    assert math.isfinite(found), f"log p(y) is {found}."
    difference = log_density(X, y, 40.0, 60.0) - log_density(X[:, :3], y, 40.0, 60.0)
    assert_close(found - plain, difference, rtol=1e-6, atol=1e-6, what="log p(y) of 250 features, less that of 3")
    X, y = rng.normal(size=(200, 2)), rng.normal(size=200)
    plain, found = (float(submission.log_evidence(X[:n], y[:n], 40.0, 60.0)) for n in (20, 200))
    difference = log_density(X, y, 40.0, 60.0) - log_density(X[:20], y[:20], 40.0, 60.0)
    assert_close(found - plain, difference, rtol=1e-6, what="log p(y) of 200 rows, less that of 20")
