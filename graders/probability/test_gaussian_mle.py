"""Grades `gaussian_mle`: the oracle works with exact fractions, and with densities one by one."""

import math
from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def moments(x, ddof):
    """The mean and the covariance, exactly."""
    columns = [[Fraction(value) for value in column] for column in x.T.tolist()]
    means = [sum(column) / len(column) for column in columns]
    centred = [[value - mean for value in column] for column, mean in zip(columns, means, strict=True)]
    products = [[sum(a * b for a, b in zip(one, other, strict=True)) for other in centred] for one in centred]
    n = len(x) - ddof
    return np.array([float(mean) for mean in means]), np.array(
        [[float(value / n) for value in row] for row in products]
    )


@pytest.mark.points(26)
def test_the_mean_and_the_variance(submission, rng):
    """The mean, and the mean squared distance from it."""
    assert_close(submission.fit_gaussian(np.array([1.0, 2.0, 6.0])), (3.0, 14 / 3), what="mean and variance")
    x = rng.normal(2.0, 3.0, size=7)
    mean, covariance = moments(x[:, None], 0)
    assert_close(submission.fit_gaussian(x), (mean[0], covariance[0, 0]), what="mean and variance")
    assert_close(submission.fit_gaussian(np.array([4.0])), (4.0, 0.0), what="mean and variance of one number")


@pytest.mark.points(10)
def test_what_the_sum_is_divided_by(submission, rng):
    """The sum of squares is divided by N - ddof in both functions: by N for ddof = 0, by N - 1 for ddof = 1."""
    x = rng.normal(size=(4, 3))
    diagonal = np.diag(np.asarray(submission.fit_multivariate(x)[1])[:3, :3])
    assert_close(diagonal, np.diag(moments(x, 0)[1]), what="the diagonal of the covariance for ddof = 0")
    for n in (2, 6):
        x = rng.normal(size=(n, 3))
        mean, covariance = moments(x, 1)
        assert_close(
            submission.fit_gaussian(x[:, 0].copy(), ddof=1), (mean[0], covariance[0, 0]), what="mean and variance"
        )
        found = submission.fit_multivariate(x, 1)
        assert_close(
            np.diag(np.asarray(found[1])[:3, :3]),
            np.diag(covariance),
            what="the diagonal of the covariance for ddof = 1",
        )


@pytest.mark.points(24)
def test_the_covariance_matrix(submission, rng):
    """The mean of each feature, and the covariances of all pairs of them."""
    found = submission.fit_multivariate(np.array([[0.0, 1.0], [2.0, 5.0]]))
    assert_close(found[0], np.array([1.0, 3.0]), what="the mean")
    assert_equal(np.shape(found[1]), (2, 2), what="the shape of the covariance")
    n, d = sizes(rng, 6, 3)
    x = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + 3 * rng.normal(size=d)
    mean, covariance = moments(x, 0)
    found = submission.fit_multivariate(x)
    assert_close(found[0], mean, what="the mean")
    # Up to one factor: by what the sum is divided is judged elsewhere.
    other = np.asarray(found[1])
    assert_equal(other.shape, (d, d), what="the shape of the covariance")
    factor = other[0, 0] / covariance[0, 0]
    assert 0.3 < factor < 3, f"A variance is {factor:.4g} times what it should be."
    assert_close(other, factor * covariance, what="the covariance matrix")


@pytest.mark.points(6)
def test_numbers_far_from_0(submission, rng):
    """Numbers around 1e8 have a variance right to six digits, and so have vectors."""
    x = rng.normal(size=(20, 2))
    _, plain = submission.fit_multivariate(x)
    # float32 loses these digits too, and isn't to be taken for the formula that does.
    assert_equal(str(np.asarray(plain).dtype), "float64", what="the dtype of the covariance")
    assert np.abs(np.asarray(plain)[0, 0]) > 0.1, "The variance of numbers around 0 is hardly anything."
    far = x + 1e8
    exact = moments(far, 0)[1] / moments(x, 0)[1] * np.asarray(plain)  # by what the sum is divided is judged elsewhere
    _, found = submission.fit_multivariate(far)
    assert_equal(np.shape(found), (2, 2), what="the shape of the covariance")
    lost = float(np.abs(np.asarray(found) - exact).max() / np.abs(exact).max())
    # The digits that are left differ from one program to the next.
    assert lost < 1e-6, (
        f"The covariance of numbers around 1e8 is off by {100 * lost:.3g} %: squares of about 1e16 leave no digits for "
        "differences of about 1. Centre first, in float64."
    )
    near, one = submission.fit_gaussian(x[:, 0].copy()), submission.fit_gaussian(far[:, 0].copy())
    expected = float(near[1]) * moments(far, 0)[1][0, 0] / moments(x, 0)[1][0, 0]
    lost = abs(float(one[1]) / expected - 1)
    assert lost < 1e-6, f"The variance of numbers around 1e8 is off by {100 * lost:.3g} %: centre first, in float64."


@pytest.mark.points(20)
def test_the_log_likelihood(submission, rng):
    """The sum of the log-densities."""
    assert_close(
        submission.log_likelihood(np.array([3.0]), 1.0, 9.0), -math.log(math.sqrt(18 * math.pi)) - 2 / 9, what="L"
    )
    x, mean, var = rng.normal(size=6), rng.normal(), rng.uniform(1.5, 3.0)
    densities = [math.exp(-((v - mean) ** 2) / (2 * var)) / math.sqrt(2 * math.pi * var) for v in x.tolist()]
    assert_close(submission.log_likelihood(x, mean, var), math.fsum(map(math.log, densities)), what="L")


@pytest.mark.points(4)
def test_the_log_likelihood_of_many_numbers(submission, rng):
    """Logarithms are added up: the product of two thousand densities is 0 in floating point, and so is one far off."""
    x = rng.normal(size=2000)
    # Which formula it has is judged elsewhere.
    found, wider = (float(submission.log_likelihood(scale * x, 0.0, 1.0)) for scale in (1.0, 2.0))
    assert math.isfinite(found), f"L of 2,000 numbers is {found}."
    assert abs(found - wider) > 0.1, f"L of 2,000 numbers is {found:.6g}, and {wider:.6g} for numbers twice as large."
    far, further = (float(submission.log_likelihood(np.array([distance]), 0.0, 1.0)) for distance in (50.0, 60.0))
    assert math.isfinite(far), (
        f"L of one number 50 standard deviations from the mean is {far}: its density is 0 in floating point, so that "
        "the logarithm can't be taken of it (nor of a number added to it). Write out the logarithm."
    )
    assert further < far - 1, (
        f"L of a number 50 standard deviations from the mean is {far:.6g}, and {further:.6g} for 60, where it is lower "
        "by 550: something is added to the density, or bounds it, before the logarithm is taken."
    )


@pytest.mark.points(6)
def test_too_few_samples(submission):
    """N has to be above ddof: else there is a ValueError."""
    one = np.array([[4.0, 5.0]])
    assert_equal(np.shape(submission.fit_multivariate(one, 0)[0]), (2,), what="the shape of the mean")
    with pytest.raises(ValueError):
        submission.fit_multivariate(one, ddof=1)
    with pytest.raises(ValueError):
        submission.fit_gaussian(one[0, :1].copy(), ddof=1)
    for ddof in (0, 1):
        with pytest.raises(ValueError):
            submission.fit_multivariate(np.zeros((0, 2)), ddof)
        with pytest.raises(ValueError):
            submission.fit_gaussian(np.zeros(0), ddof)


@pytest.mark.points(4)
def test_a_variance_that_is_none(submission):
    """A variance that isn't above 0 is a ValueError."""
    assert math.isfinite(float(submission.log_likelihood(np.array([1.0]), 0.0, 1e-3))), "A small variance isn't none."
    for var in (0.0, -1.0):
        with pytest.raises(ValueError):
            submission.log_likelihood(np.array([1.0]), 0.0, var)
