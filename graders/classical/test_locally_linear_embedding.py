"""Grades `locally_linear_embedding`: weights by Lagrange's system, images by singular vectors, a curve."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def weights_of(X, neighbors, reg):
    """Least squares with the sum held at 1, by the system of its Lagrangian."""
    k = neighbors.shape[1]
    found = []
    for x, near in zip(X, neighbors, strict=True):
        C = np.array([[math.fsum((X[a] - x) * (X[b] - x)) for b in near] for a in near])
        system = np.ones((k + 1, k + 1))
        system[:k, :k] = C + reg * np.trace(C) * np.eye(k)
        system[k, k] = 0.0
        found.append(np.linalg.solve(system, np.eye(k + 1)[k])[:k])
    return np.array(found)


def others(rng, n, k):
    """k other rows for each row, in no order."""
    return np.array([rng.permutation(np.delete(np.arange(n), i))[:k] for i in range(n)])


def residuals(weights, neighbors):
    """I - W."""
    n = len(weights)
    found = np.eye(n)
    for i in range(n):
        for w, j in zip(weights[i], neighbors[i], strict=True):
            found[i, j] -= w
    return found


def helix(rng=None):
    """14 rows along one and a half turns of a helix, in no order, and their places along it."""
    order = 5 * np.arange(14) % 14
    t = np.linspace(0, 3 * np.pi, 14)[order]
    X = np.stack([np.cos(t), np.sin(t), 0.5 * t], axis=1)
    return (X if rng is None else X + rng.uniform(-0.05, 0.05, size=X.shape)), order


def nearest(X, k):
    return np.array([sorted((math.dist(x, y), j) for j, y in enumerate(X) if j != i)[:k] for i, x in enumerate(X)])[
        :, :, 1
    ].astype(np.int64)


PLANE = np.array([[1.0, 2.0], [2.0, 2.0], [1.0, 4.0], [4.0, 3.0], [0.0, 3.5]])
NEAR = np.array([[1, 2, 4], [0, 3, 2], [4, 0, 1], [1, 2, 0], [2, 0, 1]])


@pytest.mark.points(30)
def test_the_weights(submission, rng):
    """A row's weights make it up from its neighbours with the least error, regularized, and sum to 1."""
    # As many neighbours as features, more, and fewer.
    drawn = rng.normal(size=(7, 5)) + 2, others(rng, 7, 3), 0.05
    for X, near, reg in ((PLANE, NEAR[:, :2], 0.2), (PLANE, NEAR, 0.1), drawn):
        found = submission.reconstruction_weights(X, near, reg)
        assert_close(found, weights_of(X, near, reg), atol=1e-8, what=f"the weights for reg = {reg}")


@pytest.mark.points(6)
def test_the_sum_of_the_weights(submission, rng):
    """The weights of each row sum to 1."""
    for X, near in ((PLANE, NEAR), (rng.normal(size=(6, 2)) * 3, others(rng, 6, 4))):
        found = np.asarray(submission.reconstruction_weights(X, near, 0.01))
        assert_equal(found.shape, near.shape, what="the shape of the weights")
        assert_close(found.sum(axis=1), np.ones(len(X)), atol=1e-8, what="the sums of the weights")


@pytest.mark.points(8)
def test_neighbourhoods_of_any_scale(submission):
    """Weights don't change when all rows are moved or scaled, since the trace sets the scale of reg."""
    plain = np.asarray(submission.reconstruction_weights(PLANE, NEAR, 0.1))
    assert_equal(plain.shape, NEAR.shape, what="the shape of the weights")
    assert np.ptp(plain) > 0.1, "All weights are about the same."
    plain = plain / plain.sum(axis=1, keepdims=True)  # that they sum to 1 is judged elsewhere
    for scale, shift in ((1e3, 0.0), (1e-3, 0.0), (1.0, 100.0)):
        found = np.asarray(submission.reconstruction_weights(PLANE * scale + shift, NEAR, 0.1))
        assert_equal(found.shape, NEAR.shape, what="the shape of the weights")
        assert_close(
            found / found.sum(axis=1, keepdims=True),
            plain,
            rtol=1e-6,
            what=f"the weights of the rows times {scale} plus {shift}",
        )


@pytest.mark.points(20)
def test_the_matrix(submission, rng):
    """M is (I - W)^T (I - W), with the weights of row i in row i of W."""
    for n, near in ((5, NEAR), (7, others(rng, 7, 3))):
        weights = rng.normal(size=near.shape)
        R = residuals(weights, near)
        expected = sum(np.outer(row, row) for row in R)
        assert_equal(expected.shape, (n, n), what="the shape of M")
        assert_close(submission.alignment_matrix(weights, near), expected, what="M")


@pytest.mark.points(20)
def test_the_images(submission, rng):
    """The columns are the eigenvectors of M of the smallest eigenvalues, but for the constant one, up to sign."""
    for X, k, d, reg in ((helix()[0], 4, 2, 0.01), (helix(rng)[0], 5, 3, 0.05)):
        found = np.asarray(submission.locally_linear_embedding(X, k, d, reg))
        assert_equal(found.shape, (14, d), what="the shape of the images")
        lengths = np.linalg.norm(found, axis=0)
        assert (lengths > 1e-9).all(), "A column is 0."
        near = nearest(X, k)
        M = submission.alignment_matrix(submission.reconstruction_weights(X, near, reg), near)  # judged elsewhere
        assert_equal(np.shape(M), (14, 14), what="the shape of M")
        expected = np.linalg.svd(M)[0][:, ::-1][:, 1 : d + 1]
        # Signs are open: these entries are made positive. On a helix two are the largest, up to rounding.
        peaks = np.abs(expected).round(6).argmax(axis=0), np.arange(d)
        signs, own_signs = (np.where(columns[peaks] < 0, -1.0, 1.0) for columns in (expected, found))
        what = "the columns, beside eigenvectors of the answer's M, at length 1 and with one sign"
        assert_close(found / lengths * own_signs, expected * signs, rtol=0, atol=1e-5, what=what)


@pytest.mark.points(6)
def test_the_scale_of_the_images(submission, rng):
    """Each column has the mean 0 and the mean square 1."""
    for X, k, d in ((helix()[0], 4, 2), (helix(rng)[0], 5, 1)):
        found = np.asarray(submission.locally_linear_embedding(X, k, d, 0.01))
        assert_equal(found.shape, (14, d), what="the shape of the images")
        assert_close((found**2).mean(axis=0), np.ones(d), atol=1e-6, what="the mean squares of the columns")


@pytest.mark.points(10)
def test_a_curve_is_unrolled(submission):
    """The images of rows along a curve stand in the order of the curve."""
    X, places = helix()
    found = np.asarray(submission.locally_linear_embedding(X, 2, 1, 0.001))
    assert_equal(found.shape, (14, 1), what="the shape of the images")
    along = found[np.argsort(places), 0]
    steps = np.sign(np.diff(along))
    assert_close(steps * np.sign(along[-1] - along[0]), np.ones(13), what="the directions of the steps along the curve")
