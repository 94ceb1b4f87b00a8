"""Grades `pca`: components, up to their sign, and variances come from the covariance matrix in the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def rows(rng, n, d):
    """Correlated rows, far from 0, with variances that differ clearly."""
    axes = np.linalg.qr(rng.normal(size=(d, d)))[0]
    found = (rng.normal(size=(n, d)) * 3.0 ** -np.arange(d)) @ axes
    return 2 * found + rng.normal(size=d) + 4


def eigen(X):
    """Variances and components, descending."""
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered / (len(X) - 1))
    return values[::-1], vectors.T[::-1]


def fitted(submission, X, k):
    found = submission.fit(X, k)
    assert_equal(len(found), 4, what="the number of results")
    return [np.asarray(part) for part in found]


# three rows along (3, 4) and one beside it
FIXED = np.array([[1.0, 2.0], [4.0, 6.0], [7.0, 10.0], [8.0, 2.0]])
# five components, for which the sign of the first entry and that of the largest differ, and LAPACK's are mixed
SIGNS = np.array(
    [
        [-7.0, -2, 1, 0, 6],
        [-3.0, 9, -9, 6, 0],
        [5.0, -7, -4, 2, 4],
        [8.0, -1, 8, 1, 6],
        [9.0, -9, 8, -8, 4],
        [2.0, -8, -2, -3, -9],
        [2.0, 9, -6, -9, 5],
    ]
)


@pytest.mark.points(32)
def test_the_components(submission, rng):
    """The components are the unit vectors along which the centered rows vary most, as rows, the first one first."""
    # One component of two features first: its shape tells rows from columns.
    for X, k in ((FIXED, 1), (FIXED, 2), (rows(rng, 12, 4), 3)):
        found = fitted(submission, X, k)[1]
        assert_equal(found.shape, (k, X.shape[1]), what="the shape of the components")
        expected = eigen(X)[1][:k]
        signs = np.where((found * expected).sum(axis=1) < 0, -1.0, 1.0)  # the sign is judged elsewhere
        assert_close(found * signs[:, None], expected, atol=1e-7, what="the components, up to their signs")


@pytest.mark.points(6)
def test_the_mean(submission, rng):
    """The mean is that of each feature."""
    for X in (FIXED, rows(rng, 8, 3)):
        assert_close(fitted(submission, X, 1)[0], X.sum(axis=0) / len(X), what="the mean")


@pytest.mark.points(14)
def test_the_variances(submission, rng):
    """The variance along a component is that of the sample, with N - 1."""
    # N, N - 1, D and D - 1 are all different.
    X = np.array([[x, y, z] for x in (0.0, 1.0) for y in (0.0, 3.0) for z in (0.0, 2.0)])
    assert_close(fitted(submission, X, 2)[2], np.array([18 / 7, 8 / 7]), what="the variances")
    X = rows(rng, 10, 4)
    assert_close(fitted(submission, X, 3)[2], eigen(X)[0][:3], rtol=1e-7, what="the variances")


@pytest.mark.points(12)
def test_the_ratios(submission, rng):
    """The ratio is the variance along a component over that of all features together."""
    X = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 2.0], [3.0, 2.0]])
    assert_close(fitted(submission, X, 2)[3], np.array([9 / 13, 4 / 13]), what="the ratios")
    X = rows(rng, 10, 4)
    expected = eigen(X)[0][:2] / X.var(axis=0, ddof=1).sum()
    assert_close(fitted(submission, X, 2)[3], expected, rtol=1e-7, what="the ratios of two of four components")


@pytest.mark.points(6)
def test_the_sign_of_a_component(submission, rng):
    """Of each component, the entry of the largest magnitude is above 0."""
    for X in (SIGNS, FIXED * [-1.0, 1.0], -FIXED[:, ::-1], rows(rng, 9, 5)):
        k = X.shape[1]
        found = fitted(submission, X, k)[1]
        assert_equal(found.shape, (k, k), what="the shape of the components")
        largest = found[np.arange(k), np.abs(found).argmax(axis=1)]
        assert_close(np.sign(largest), np.ones(k), what="the signs of the largest entries")


@pytest.mark.points(6)
def test_fewer_rows_than_features(submission, rng):
    """With fewer rows than features, the components are found as well."""
    X = rows(rng, 4, 7)
    _, components, variance, _ = fitted(submission, X, 2)
    assert_equal(components.shape, (2, 7), what="the shape of the components")
    spread = (X - X.mean(axis=0)) @ components.T
    expected = eigen(X)[0][:2]
    assert_close((spread**2).sum(axis=0) / 3, expected, rtol=1e-7, what="the variances along the components")
    assert_equal(variance.shape, (2,), what="the shape of the variances")


@pytest.mark.points(12)
def test_transform(submission, rng):
    """Coordinates are the products of the rows, less the mean that is handed in, with the components."""
    axes = np.array([[0.6, 0.8, 0.0], [0.8, -0.6, 0.0]])
    found = submission.transform(np.array([[2.0, 3.0, 9.0]]), np.array([1.0, 1.0, 5.0]), axes)
    assert_close(found, np.array([[2.2, -0.4]]), what="the coordinates")
    X, mean, axes = rng.normal(size=(6, 4)), rng.normal(size=4), np.linalg.qr(rng.normal(size=(4, 4)))[0][:3]
    expected = [[sum((x - mean) * axis) for axis in axes] for x in X]
    assert_close(submission.transform(X, mean, axes), np.array(expected), atol=1e-9, what="the coordinates")


@pytest.mark.points(12)
def test_back_to_the_features(submission, rng):
    """The row of coordinates z is the mean plus the components, each times its coordinate."""
    axes = np.array([[0.6, 0.8, 0.0], [0.8, -0.6, 0.0]])
    found = submission.inverse_transform(np.array([[5.0, 10.0]]), np.array([1.0, 1.0, 5.0]), axes)
    assert_close(found, np.array([[12.0, -1.0, 5.0]]), what="the rows")
    Z, mean, axes = rng.normal(size=(6, 3)), rng.normal(size=4), np.linalg.qr(rng.normal(size=(4, 4)))[0][:3]
    expected = [mean + sum(value * axis for value, axis in zip(z, axes, strict=True)) for z in Z]
    assert_close(submission.inverse_transform(Z, mean, axes), np.array(expected), atol=1e-9, what="the rows")
