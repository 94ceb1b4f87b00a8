"""Grades `gaussian_kl`: integrals by Gauss-Hermite quadrature and SciPy's laws, beside cases worked by hand."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, sizes


def covariance(rng, size):
    a = rng.normal(size=(size, size))
    return a @ a.T + 0.5 * np.eye(size)


def averaged_kl(m, s, n, t):
    """The mean of log p - log q over p by a quadrature of two points a direction, exact for quadratic functions."""
    from scipy.stats import multivariate_normal

    root = np.linalg.cholesky(s) * math.sqrt(len(m))
    points = np.concatenate([m + root.T, m - root.T])
    p, q = multivariate_normal(m, s), multivariate_normal(n, t)
    return float((p.logpdf(points) - q.logpdf(points)).mean())


@pytest.mark.points(20)
def test_the_entropy(submission, rng):
    """1/2 log det(2 pi e S)."""
    from scipy.stats import multivariate_normal

    found = submission.gaussian_entropy(np.array([[2.0, 1.0], [1.0, 3.0]]))
    assert_close(found, 1 + math.log(2 * math.pi) + 0.5 * math.log(5), what="H")
    assert_close(submission.gaussian_entropy(np.array([[1e-4]])), 0.5 + 0.5 * math.log(2 * math.pi * 1e-4), what="H")
    cov = covariance(rng, 4)
    assert_close(submission.gaussian_entropy(cov), float(multivariate_normal(np.zeros(4), cov).entropy()), what="H")


@pytest.mark.points(34)
def test_the_diagonal_divergence(submission, rng):
    """The sum over dimensions of one Gaussian's divergence from the other."""
    m, s = np.array([[1.0, -1.0, 0.5], [2.0, 0.0, 0.0]]), np.array([[0.5, 2.0, 1.0], [1.0, 1.0, 0.5]])
    first = 0.5 * ((0.5 - math.log(0.5) + 1 - 1) + (2 - math.log(2) + 1 - 1) + 0.25)
    expected = np.array([first, 0.5 * (4 + 0.5 - math.log(0.5) - 1)])
    assert_close(submission.diagonal_kl(m, s, np.zeros((2, 3)), np.ones((2, 3))), expected, what="KL")
    m, n = rng.normal(size=(2, 4, 3))
    s, t = rng.uniform(0.3, 3.0, size=(2, 4, 3))
    expected = np.array([averaged_kl(m[i], np.diag(s[i]), n[i], np.diag(t[i])) for i in range(4)])
    assert_close(submission.diagonal_kl(m, s, n, t), expected, what="KL")


@pytest.mark.points(8)
def test_leading_axes(submission, rng):
    """The diagonal form takes one pair of laws, or any number of leading axes."""
    shape = (*sizes(rng, 2, 3), 1, 2)
    m, n = rng.normal(size=(2, *shape, 3))
    s, t = rng.uniform(0.3, 3.0, size=(2, *shape, 3))
    # What one divergence is, is settled above: here the answer's own are taken.
    rows = submission.diagonal_kl(*(x.reshape(-1, 3) for x in (m, s, n, t)))
    flat = np.array([float(value) for value in np.atleast_1d(rows)])
    assert np.ptp(flat) > 0.01, "All divergences of laws in one row are the same."
    found = submission.diagonal_kl(*(x[0, 0, 0, 0] for x in (m, s, n, t)))
    assert_close(found, float(flat[0]), what="KL of one pair of laws, beside the same in a row of them")
    found = submission.diagonal_kl(m, s, n, t)
    assert_close(found, np.reshape(flat, shape), what="KL of four leading axes, beside the same laws in one row")


@pytest.mark.points(24)
def test_the_full_divergence(submission, rng):
    """The divergence with full covariances, of the first law from the second."""
    eye = np.eye(2)
    # Neither covariance is 1, so that a distance of the means in the spread of the first law isn't a plain one.
    found = submission.full_kl(np.zeros(2), 2 * eye, np.array([2.0, 0.0]), 8 * eye)
    assert_close(found, 0.5 * (0.5 - 2 + 0.5 + 2 * math.log(4)), what="KL")
    size = int(rng.integers(3, 6))
    m, n, s, t = rng.normal(size=size), rng.normal(size=size), covariance(rng, size), covariance(rng, size)
    assert_close(submission.full_kl(m, s, n, t), averaged_kl(m, s, n, t), what="KL")
    assert_close(submission.full_kl(n, t, m, s), averaged_kl(n, t, m, s), what="KL the other way round")


@pytest.mark.points(6)
def test_equal_laws(submission, rng):
    """A law diverges from itself by 0, and by half a squared distance from itself moved."""
    s, m = covariance(rng, 3), rng.normal(size=3)
    step = np.linalg.cholesky(s) @ np.array([2.0, 0.0, 0.0])
    assert_close(submission.full_kl(m, s, m + step, s.copy()), 2.0, what="KL of a law and the same moved")
    assert_close(submission.full_kl(m, s, m.copy(), s.copy()), 0.0, atol=1e-9, what="KL of equal laws")
    v = rng.uniform(0.5, 2.0, size=(2, 3))
    found = submission.diagonal_kl(np.zeros((2, 3)), v, np.sqrt(v), v.copy())
    assert_close(found, np.array([1.5, 1.5]), what="KL of laws and the same moved")


@pytest.mark.points(8)
def test_many_dimensions(submission, rng):
    """Determinants beyond floating point have logarithms that aren't."""
    size = 240
    # Independent dimensions add up: what one of them gives is settled above.
    narrow, wide = np.array([[1e-3]]), np.array([[2e3]])
    one = float(submission.gaussian_entropy(narrow))
    assert abs(one) > 0.1, f"H of one narrow dimension is {one}."
    found = submission.gaussian_entropy(np.diag(np.full(size, 1e-3)))
    assert_close(found, size * one, what="H of 240 narrow dimensions, beside that of one")
    zero, zeros = np.zeros(1), np.zeros(size)
    one = float(submission.full_kl(zero, narrow, zero.copy(), wide))
    assert abs(one) > 0.1, f"KL of one dimension is {one}."
    found = submission.full_kl(zeros, np.diag(np.full(size, 1e-3)), zeros.copy(), np.diag(np.full(size, 2e3)))
    assert_close(found, size * one, what="KL of 240 dimensions, beside that of one")
    lows, highs = np.full((1, size), 1e-3), np.full((1, size), 2e3)
    one = float(np.ravel(submission.diagonal_kl(zeros[None, :1], lows[:, :1], zeros[None, :1].copy(), highs[:, :1]))[0])
    assert abs(one) > 0.1, f"KL of one dimension in the diagonal form is {one}."
    found = submission.diagonal_kl(zeros[None], lows, zeros[None].copy(), highs)
    assert_close(found, np.array([size * one]), what="KL of 240 independent dimensions, beside that of one")
