"""Grades `independent_component_analysis`: moments of what is white, steps sample by sample, sources that are known."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def signals(n=240):
    """A saw, a square wave and a spiky signal, of mean 0 and variance 1, nearly independent."""
    t = np.arange(n)
    saw = (t * 7 % 240) / 240.0
    square = np.where(t % 12 < 6, 1.0, -1.0)
    spikes = np.where(t * 11 % 20 == 3, 3.0, 0.0) - np.where(t * 11 % 20 == 9, 2.0, 0.0)
    found = np.stack([saw, square, spikes], axis=1)
    found = found - found.mean(axis=0)
    return found / found.std(axis=0)


STARTS = np.eye(3), np.array([[1.0, 0.2, 0.1], [1.0, 0.1, 0.2], [1.0, 0.3, -0.1]])


def mixtures():
    """Mixtures far from 0, and of different scales."""
    A = np.array([[2.0, 0.5, 1.0], [0.7, 1.5, -0.4], [-0.3, 0.8, 1.0]])
    return signals() @ A.T * [1.0, 5.0, 0.5] + [3.0, -7.0, 1.0]


def standardized(S):
    """Mean 0 and variance 1; zeros for what is constant or nan, as what is left of a source that was found before."""
    S = np.nan_to_num(S, posinf=0.0, neginf=0.0)
    spread = S.std(axis=0)
    return (S - S.mean(axis=0)) / np.where(spread > 1e-6, spread, np.inf)


@pytest.mark.points(16)
def test_the_whitened_rows(submission, rng):
    """Whitened rows have the mean 0 and the covariance I."""
    for X in (mixtures(), rng.uniform(size=(30, 4)) @ rng.normal(size=(4, 4)) + 2):
        Z = np.asarray(submission.whiten(X)[0])
        assert_equal(Z.shape, X.shape, what="the shape of Z")
        assert_close(Z.mean(axis=0), np.zeros(X.shape[1]), atol=1e-7, what="the means of Z")
        cross = Z.T @ Z / len(Z)
        scale = np.trace(cross) / X.shape[1]  # N or N - 1 is judged elsewhere
        assert abs(scale - 1) < 0.1, f"The mean variance of Z is {scale:.4g}."
        assert_close(cross / scale, np.eye(X.shape[1]), atol=1e-6, what="the covariance of Z, up to a factor")


@pytest.mark.points(4)
def test_the_covariance_is_divided_by_n(submission, rng):
    """The mean of the products of Z's columns, over N, is I."""
    X = rng.uniform(size=(12, 3)) @ rng.normal(size=(3, 3))
    Z = np.asarray(submission.whiten(X)[0])
    assert_equal(Z.shape, X.shape, what="the shape of Z")
    assert_close(((Z - Z.mean(axis=0)) ** 2).sum() / 36, 1.0, atol=1e-7, what="the mean variance of Z")


@pytest.mark.points(10)
def test_the_whitening_is_symmetric(submission):
    """Rows are whitened by the symmetric inverse root of the covariance."""
    X = np.array([[0.0, 1.0], [4.0, 1.0], [0.0, 3.0], [4.0, 3.0], [2.0, 2.0]])
    X = X @ np.array([[1.0, 0.5], [0.0, 1.0]])
    for rows in (X, mixtures()):
        Z, matrix = (np.asarray(part) for part in submission.whiten(rows))
        d = rows.shape[1]
        assert_equal((Z.shape, matrix.shape), (rows.shape, (d, d)), what="the shapes of Z and of the matrix")
        centered = rows - rows.mean(axis=0)
        values, vectors = np.linalg.eigh(centered.T @ centered / len(rows))
        root = (vectors / np.sqrt(values)) @ vectors.T
        spread = Z.std()  # N or N - 1, and the mean, are judged elsewhere
        assert spread > 1e-6, "Z is constant."
        assert_close((Z - Z.mean(axis=0)) / spread, centered @ root, atol=1e-6, what="Z, up to a factor")
        scale = np.linalg.norm(matrix) / np.linalg.norm(root)
        assert 0.5 < scale < 2, f"The matrix is {scale:.3g} times as large as C^(-1/2)."
        assert_close(matrix / scale, root, atol=1e-6, what="the matrix, up to a factor")


@pytest.mark.points(26)
def test_one_step(submission, rng):
    """A step gives the mean of z tanh(u), less the mean of 1 - tanh(u)^2 times w."""
    four = np.array([[3.0, 0.0], [-1.0, 2.0], [-1.0, -1.0], [-1.0, -1.0]]) / np.sqrt([3.0, 1.5])
    drawn = np.linalg.qr(np.column_stack([np.ones(7), rng.normal(size=(7, 3))]))[0][:, 1:] * math.sqrt(7)
    for Z, w in ((four, np.array([0.6, 0.8])), (drawn, np.array([2.0, -1.0, 2.0]) / 3)):
        u = [math.fsum(z * w) for z in Z]
        first = [math.fsum(z[i] * math.tanh(v) for z, v in zip(Z, u, strict=True)) / len(Z) for i in range(len(w))]
        slope = math.fsum(math.cosh(v) ** -2 for v in u) / len(Z)
        assert_close(submission.fixed_point(Z, w), np.array(first) - slope * w, what="w+")


@pytest.mark.points(26)
def test_the_sources_are_recovered(submission):
    """Each true source is found by one of the components, up to its sign and scale."""
    X = mixtures()
    # From one and the same place first: only what is taken away at every step keeps the components apart.
    for start in reversed(STARTS):
        S = np.asarray(submission.fast_ica(X, start, 30)[0])
        assert_equal(S.shape, X.shape, what="the shape of S")
        found = standardized(S)
        twins = np.abs(found.T @ found / len(S))[~np.eye(3, dtype=bool)].max()
        assert twins < 0.9999, "Two of the sources that come back are the same one."
        best = np.abs(signals().T @ found / len(S)).max(axis=1).round(3).tolist()
        # What is left of one that was found before is noise, so that no value tells.
        assert min(best) >= 0.98 or max(best) < 0.99, "One of the true sources is found, and another one isn't."
        assert min(best) >= 0.99, f"The three true sources correlate with a found one by {best} at best."


@pytest.mark.points(8)
def test_sources_have_variance_1(submission):
    """The sources have the mean 0 and the variance 1, and are Z W^T."""
    X = mixtures()
    S, W = (np.asarray(part) for part in submission.fast_ica(X, np.eye(3), 30))
    assert_equal(S.shape, X.shape, what="the shape of S")
    assert_close(S.mean(axis=0), np.zeros(3), atol=1e-7, what="the means of S")
    assert_close(S.std(axis=0), np.ones(3), atol=0.01, what="the standard deviations of S")
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered / len(X))
    Z = centered @ (vectors / np.sqrt(values)) @ vectors.T
    scale = np.sqrt((S**2).mean())  # N or N - 1 is judged elsewhere
    assert_close(S / scale, Z @ W.T, atol=1e-5, what="S, beside Z W^T")


@pytest.mark.points(10)
def test_the_rotation_is_orthogonal(submission):
    """No component is found twice: W is orthogonal, also when all of them start at the same place."""
    X = mixtures()
    for start in STARTS:
        W = np.asarray(submission.fast_ica(X, start, 30)[1])
        assert_equal(W.shape, (3, 3), what="the shape of W")
        products = W @ W.T
        # How far they are from it may be noise, and their signs are free.
        turned = np.abs(np.diag(products) - 1).max() <= 1e-7 and np.abs(products - np.eye(3)).max() > 1e-7
        assert not turned, "The rows of W are unit vectors, and two of them aren't orthogonal."
        assert_close(products, np.eye(3), atol=1e-7, what="W W^T")
