"""Grades `covariance_correlation`: the oracle takes each pair of columns by itself, in exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def products(x):
    """Sums of products of distances from the mean, exactly."""
    columns = [[Fraction(value) for value in column] for column in x.T.tolist()]
    centred = [[value - sum(column) / len(column) for value in column] for column in columns]
    return [[sum(a * b for a, b in zip(one, other, strict=True)) for other in centred] for one in centred]


def pearson(x):
    sums = products(x)
    d = range(len(sums))
    return np.array([[float(sums[i][j]) / math.sqrt(float(sums[i][i]) * float(sums[j][j])) for j in d] for i in d])


def mixed(rng, n, d):
    return rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) * rng.choice([0.1, 1.0, 30.0], size=d) + 5 * rng.normal(
        size=d
    )


@pytest.mark.points(24)
def test_the_covariance_matrix(submission, rng):
    """The covariances of all pairs of columns, divided by N - 1."""
    x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 6.0]])
    assert_close(submission.covariance(x), np.array([[1.0, 2.0], [2.0, 7.0]]), what="the covariance")
    n, d = sizes(rng, 6, 4)
    x = mixed(rng, n, d)
    expected = np.array([[float(value / (n - 1)) for value in row] for row in products(x)])
    assert_close(submission.covariance(x), expected, what="the covariance")


@pytest.mark.points(7)
def test_ddof(submission, rng):
    """With ddof = 0 the sums are divided by N."""
    x = mixed(rng, 5, 3)
    one, other = np.asarray(submission.covariance(x, ddof=1)), np.asarray(submission.covariance(x, 0))
    assert np.abs(one).max() > 1e-6, "All covariances are 0."
    assert_close(other, one * 4 / 5, what="the covariance with ddof = 0, beside that with 1")


@pytest.mark.points(24)
def test_the_correlations(submission, rng):
    """The covariances divided by both standard deviations."""
    x = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0], [4.0, 4.0]])
    found = float(np.asarray(submission.correlation(x))[0, 1])
    assert_close(found, 0.4, rtol=1e-5, what="the correlation of two columns")
    x = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, 4.0]])
    assert_close(submission.correlation(x), np.array([[1.0, 0.8], [0.8, 1.0]]), rtol=1e-5, what="the correlations")
    x = mixed(rng, *sizes(rng, 7, 4))
    x *= np.geomspace(1, 20, x.shape[1]) / x.std(axis=0)  # small units are judged by themselves
    assert_close(submission.correlation(x), pearson(x), rtol=1e-5, atol=1e-6, what="the correlations")


@pytest.mark.points(3)
def test_units_do_not_matter(submission, rng):
    """Correlations of columns in other units are the same, however small the numbers get."""
    x = rng.normal(size=(6, 3))
    plain = np.asarray(submission.correlation(x))
    assert np.ptp(plain) > 0.01, "All correlations are the same."
    found = np.asarray(submission.correlation(x * np.array([1e-20, 1.0, 1e6])))
    assert np.isfinite(found).all(), "Correlations of a column that varies by 1e-20 aren't finite: it isn't constant."
    assert_close(found, plain, rtol=1e-5, atol=1e-6, what="the correlations in other units, beside those before")


@pytest.mark.points(3)
def test_values_far_from_0(submission, rng):
    """Columns that vary little around a large mean keep their covariances."""
    # Whole multiples of 2^-20, so that the sum with 1e9 is exact and its covariances are the same.
    x = 2.0**-12 * (1 + 2.0**-8) * np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 6.0], [6.0, -1.0]])
    plain = np.asarray(submission.covariance(x)) * 2.0**24
    assert np.ptp(plain) > 0.01, "All covariances are the same."
    found = np.asarray(submission.covariance(x + 1e9)) * 2.0**24
    what = "the covariance of columns a thousand million further up, as multiples of 2^-24"
    assert_close(found, plain, rtol=1e-6, what=what)


@pytest.mark.points(8)
def test_a_constant_column_has_no_correlation(submission, rng):
    """The row and the column of a constant feature are nan, its diagonal entry too, and all others stay."""
    x = mixed(rng, 6, 3)
    plain = np.asarray(submission.correlation(x))
    assert_equal(bool(np.isfinite(plain).all()), True, what="whether all correlations of columns that vary are finite")
    for value in (0.0, 0.1, 1 / 3):
        with_one = np.insert(x, 1, value, axis=1)
        found = np.asarray(submission.correlation(with_one))
        undefined = np.isin([[0, 1, 2, 3]], [1]) | np.isin([[0], [1], [2], [3]], [1])
        others = ~np.eye(4, dtype=bool)
        assert_equal(np.isnan(found[others]), undefined[others], what="what is nan beside the diagonal")
        own = float(found[1, 1])
        assert np.isnan(own), f"The correlation of a constant column with itself is {own}: it has none, and is nan."
        assert_close(found[np.ix_([0, 2, 3], [0, 2, 3])], plain, what="the other correlations")


@pytest.mark.points(5)
def test_nothing_is_out_of_bounds(submission, rng):
    """Correlations are from -1 to 1, exactly 1 on the diagonal."""
    x = rng.normal(size=(5, 60))
    x = np.concatenate([x, 3 * x, -0.1 * x], axis=1)
    found = np.asarray(submission.correlation(x))
    assert np.abs(found).max() < 1.001, f"A correlation is {np.abs(found).max():.4g} in size, which isn't rounding."
    assert np.abs(found).max() <= 1, f"A correlation is {np.abs(found).max()!r} in size."
    assert_equal(np.diag(found), np.ones(180), what="the diagonal")
    assert found[0, 120] < 0, f"The correlation of a column and its negative is {found[0, 120]!r}."


@pytest.mark.points(18)
def test_the_rank_correlations(submission, rng):
    """Pearson's correlations of the ranks: what only stretches a column changes nothing."""
    order = np.column_stack([rng.permutation(7) + 1.0 for _ in range(3)])
    order[:, 0] = [3.0, 1.0, 2.0, 5.0, 7.0, 4.0, 6.0]
    # A copy, so that a wrong value is told from another one.
    expected = np.array(submission.correlation(order))
    assert np.ptp(expected) > 0.01, "All correlations are the same."
    for stretched in (order, np.exp(order), 50.0 - 1 / order):
        found = submission.rank_correlation(stretched)
        assert_close(found, expected, what="the rank correlations, beside the correlations of the ranks")


@pytest.mark.points(8)
def test_equal_values_share_their_rank(submission, rng):
    """Equal values share the mean of the ranks that they take up."""
    x = np.array([[5.0, 1.0, 3.0], [5.0, 1.0, 1.0], [1.0, 2.0, 3.0], [9.0, 2.0, 2.0], [5.0, 2.0, 8.0], [2.0, 0.0, 3.0]])
    ranked = np.array(
        [[8.0, 5.0, 8.0], [8.0, 5.0, 2.0], [2.0, 10.0, 8.0], [12.0, 10.0, 4.0], [8.0, 10.0, 12.0], [4, 2, 8]]
    )
    found = np.asarray(submission.rank_correlation(x))
    backwards = np.asarray(submission.rank_correlation(x[::-1].copy()))
    moved = float(np.abs(backwards - found).max())
    assert moved < 1e-9, "The order of the samples changes the rank correlations."
    shuffled = rng.permutation(6)
    assert_close(submission.rank_correlation(x[shuffled]), pearson(ranked / 2), rtol=1e-5, what="the rank correlations")
