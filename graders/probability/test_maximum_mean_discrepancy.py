"""Grades `maximum_mean_discrepancy`: sums over pairs, one by one, beside cases worked by hand."""

import itertools
import math
from statistics import fmean, median

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def kernel(a, b, sigma):
    return math.exp(-(math.dist(a, b) ** 2) / (2 * sigma**2))


def check_mmd(submission, x, y, sigma, what="MMD^2"):
    """Compares with means over pairs of the answer's own kernel, which has a test of its own."""
    rows = range(len(x)), range(len(x), len(x) + len(y))
    points = np.concatenate([x, y])
    k = np.asarray(submission.rbf_kernel(points, points.copy(), sigma))
    assert_equal(k.shape, (len(points), len(points)), what="the shape of the kernel")
    within = [fmean(float(k[i, j]) for i, j in itertools.combinations(sample, 2)) for sample in rows]
    expected = within[0] + within[1] - 2 * fmean(float(k[i, j]) for i in rows[0] for j in rows[1])
    assert_close(submission.squared_mmd(x, y, sigma), expected, atol=1e-9, what=what)


def samples(rng):
    n, m = sizes(rng, 4, 7)
    return rng.normal(size=(n, 3)), rng.normal(0.7, 1.5, size=(m, 3))


@pytest.mark.points(22)
def test_the_kernel(submission, rng):
    """exp(-|a - b|^2 / (2 sigma^2)) for every pair of rows."""
    x, y = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 2.0], [1.0, 0.0], [4.0, 4.0]])
    expected = np.exp(np.array([[-4.0, -1.0, -32.0], [-5.0, 0.0, -25.0]]) / 18)
    assert_close(submission.rbf_kernel(x, y, 3.0), expected, what="the kernel")
    expected = np.array([[1.0, math.exp(-1 / 18)], [math.exp(-1 / 18), 1.0]])
    assert_close(submission.rbf_kernel(x, x, 3.0), expected, what="the kernel of a sample with itself")
    x, y = samples(rng)
    sigma = float(rng.uniform(0.6, 3.0))
    expected = np.array([[kernel(a, b, sigma) for b in y.tolist()] for a in x.tolist()])
    assert_close(submission.rbf_kernel(x, y, sigma), expected, what=f"the kernel with sigma = {sigma:.3g}")


@pytest.mark.points(22)
def test_the_median_distance(submission, rng):
    """The median over all pairs of different points of both samples."""
    found = submission.median_distance(np.array([[0.0], [4.5]]), np.array([[1.0], [10.0], [16.0]]))
    # The mean is 8.2, the middle two are 6 and 9, and the median between the samples is 7.75.
    assert_close(found, 7.5, what="the median distance")
    x, y = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[3.0, 0.0], [0.0, 40.0]])
    expected = median([math.dist(a, b) for a, b in itertools.combinations([*x.tolist(), *y.tolist()], 2)])
    assert_close(submission.median_distance(x, y), expected, what="the median distance of four points in the plane")
    x, y = samples(rng)
    expected = median([math.dist(a, b) for a, b in itertools.combinations([*x.tolist(), *y.tolist()], 2)])
    assert_close(submission.median_distance(x, y), expected, what="the median distance")
    # The last points lie apart, so that they are seen to be missing.
    x, y = np.arange(60.0)[:, None], np.append(np.arange(0.5, 50), 1000.0 * np.arange(1, 11))[:, None]
    x[50:] *= 50
    gaps = np.abs(np.subtract.outer(np.append(x, y), np.append(x, y)))[np.triu_indices(120, 1)]
    assert_close(submission.median_distance(x, y), np.median(gaps), what="the median distance of 120 points")


@pytest.mark.points(44)
def test_the_discrepancy(submission, rng):
    """The means within x and within y, less twice the mean between them."""
    check_mmd(submission, np.array([[0.0], [2.0]]), np.array([[1.0], [3.0], [5.0]]), 2.0)
    x, y = samples(rng)
    sigma = float(rng.uniform(0.8, 2.5))
    check_mmd(submission, x, y, sigma, what=f"MMD^2, sigma = {sigma:.3g}")
    check_mmd(submission, y, x, sigma, what="MMD^2 of the samples swapped")
    check_mmd(submission, x, y + 1000.0, sigma, what="MMD^2 of samples that lie far apart")
    one, other = np.zeros((2, 2)), np.full((3, 2), 1000.0)
    assert_close(submission.squared_mmd(one, other, 1.0), 2.0, what="MMD^2 of two single points far apart")


@pytest.mark.points(6)
def test_below_0(submission, rng):
    """An estimate below 0 stays as it is."""
    x = np.array([[0.0], [4.0]])
    found = float(submission.squared_mmd(x, x.copy(), 2.0))
    assert found < 0, f"MMD^2 of two equal samples should be below 0, but it is {found:.6g}."
    check_mmd(submission, x, x.copy(), 2.0, what="MMD^2 of two equal samples")
    x = rng.normal(size=(5, 2))
    check_mmd(submission, x, x.copy(), 1.0, what="MMD^2 of two equal samples")


@pytest.mark.points(6)
def test_equal_points(submission, rng):
    """Two points that are equal are a pair like any other, at distance 0."""
    x, y = np.array([[1.0], [1.0]]), np.array([[1.0], [5.0]])
    assert_close(submission.median_distance(x, y), 2.0, what="the median distance of 1, 1, 1 and 5")
    x = rng.normal(size=(30, 5))
    expected = median(math.dist(a, b) for a, b in itertools.combinations([*x.tolist(), *x.tolist()], 2))
    assert_close(submission.median_distance(x, x.copy()), expected, what="the median distance of 30 points, each twice")
    check_mmd(submission, x, x + 1.0, 1.0, what="MMD^2 of 30 points and the same points moved by 1")
    x, y = np.array([[0.0], [0.0], [3.0]]), np.array([[4.0], [8.0]])
    check_mmd(submission, x, y, 2.0, what="MMD^2 of 0, 0, 3 and 4, 8")
