"""Grades `lda`: scatter row by row, directions by the plain eigenproblem of S_w^-1 S_b, and Mahalanobis distances."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def scatters(X, y):
    mean = X.mean(axis=0)
    within = between = np.zeros((X.shape[1], X.shape[1]))
    for x, label in zip(X, y, strict=True):
        own = X[y == label].mean(axis=0)
        within = within + np.outer(x - own, x - own)
        between = between + np.outer(own - mean, own - mean)
    return within, between


def eigen(X, y, k):
    within, between = scatters(X, y)
    values, vectors = np.linalg.eig(np.linalg.inv(within) @ between)
    order = np.argsort(-values.real)[:k]
    return vectors.real.T[order], values.real[order]


def problem(rng):
    """Four classes of different sizes, with correlated features whose spread differs."""
    y = np.repeat([0, 1, 2, 3], [4, 7, 5, 8])
    means = np.array([[0, 0, 0, 0, 0], [4, 0, 1, 0, 0], [0, 2.5, 0, 1, 0], [1, 1, 1, 0, 1.5]])
    X = (means[y] + rng.normal(size=(24, 5))) @ (np.diag([1.0, 5.0, 0.5, 2.0, 1.0]) + 0.3 * rng.normal(size=(5, 5)))
    order = rng.permutation(24)
    return X[order] + 3, y[order]


# two long classes, side by side, of three and four rows
LONG = np.array([[0, 0], [4, 4], [8, 9], [1, -1], [4, 3], [9, 7], [12, 11]], dtype=np.float64)
SIDES = np.array([0, 0, 0, 1, 1, 1, 1])


def fitted(submission, X, y, k):
    found = submission.fisher_directions(X, y, k)
    assert_equal(len(found), 2, what="the number of results")
    directions = np.asarray(found[0])
    if directions.shape == (X.shape[1], k):  # columns, which is judged elsewhere
        directions = directions.T
    assert_equal(directions.shape, (k, X.shape[1]), what="the shape of the directions")
    return directions, found[1]


@pytest.mark.points(18)
def test_the_scatter_within(submission, rng):
    """S_w is the sum of the outer products of all rows, each less the mean of its class."""
    for X, y in ((LONG, SIDES), problem(rng)):
        assert_close(submission.scatter_matrices(X, y)[0], scatters(X, y)[0], atol=1e-8, what="S_w")


@pytest.mark.points(16)
def test_the_scatter_between(submission, rng):
    """S_b is the sum over the classes of their size times the outer product of their mean, less that of all rows."""
    for X, y in ((LONG, SIDES), problem(rng)):
        assert_close(submission.scatter_matrices(X, y)[1], scatters(X, y)[1], atol=1e-8, what="S_b")


@pytest.mark.points(20)
def test_the_directions(submission, rng):
    """The directions solve S_b w = J S_w w, the largest J first; up to length and sign."""
    for X, y, k in ((LONG, SIDES, 1), (*problem(rng), 3)):
        found = fitted(submission, X, y, k)[0]
        expected = eigen(X, y, k)[0]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        assert (lengths > 1e-9).all(), "A direction is 0."
        signs = np.where((found * expected).sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
        expected = expected / np.linalg.norm(expected, axis=1, keepdims=True)
        what = "the directions, at length 1 and up to their signs"
        assert_close(found / lengths * signs, expected, atol=1e-6, what=what)


@pytest.mark.points(4)
def test_directions_are_rows(submission, rng):
    """The directions are the rows of the result, not its columns: its shape is (k, D)."""
    for X, y, k in ((LONG, SIDES, 1), (*problem(rng), 2)):
        found = submission.fisher_directions(X, y, k)[0]
        assert_equal(np.shape(found), (k, X.shape[1]), what=f"the shape of {k} directions of {X.shape[1]} entries")


@pytest.mark.points(8)
def test_the_length_of_a_direction(submission, rng):
    """Along each direction, the pooled variance within the classes is 1."""
    for X, y, k in ((LONG, SIDES, 1), (*problem(rng), 3)):
        found = fitted(submission, X, y, k)[0]
        n, n_classes = len(X), len(set(y.tolist()))
        along = np.diag(found @ scatters(X, y)[0] @ found.T)
        what = f"w^T S_w w of each direction, for {n} rows in {n_classes} classes"
        assert_close(along, np.full(k, float(n - n_classes)), rtol=1e-7, what=what)


@pytest.mark.points(4)
def test_the_sign_of_a_direction(submission, rng):
    """Of each direction, the entry of the largest magnitude is above 0."""
    # S_w is 4 I, and the direction is that of the difference: its largest entry has another sign than the sum.
    heap = np.concatenate([np.eye(3), -np.eye(3)])
    heaps, two = np.concatenate([heap, heap + np.array([3.0, -2.0, -2.5])]), np.repeat([0, 1], 6)
    fixed = ((LONG, SIDES, 1), (LONG[:, ::-1].copy(), SIDES, 1), (LONG, 1 - SIDES, 1), (heaps, two, 1))
    entries = []
    for X, y, k in (*fixed, (*problem(rng), 3)):
        found = fitted(submission, X, y, k)[0]
        entries += found[np.arange(k), np.abs(found).argmax(axis=1)].tolist()
    assert np.isfinite(entries).all(), "A direction isn't finite."
    assert np.all(entries), "A direction is 0."
    # Which of the directions has the wrong sign depends on how it came about: all of them are asked about at once.
    right = bool(np.min(entries) > 0)
    assert_equal(right, True, what="whether the entry of the largest magnitude is above 0 in each direction")


@pytest.mark.points(8)
def test_the_ratios(submission, rng):
    """J is the scatter between the classes over that within them, along the direction."""
    line, y = np.array([[0.0], [2.0], [7.0]]), np.array([0, 0, 1])
    assert_close(fitted(submission, line, y, 1)[1], np.array([12.0]), rtol=1e-7, what="J")
    X, y = problem(rng)
    assert_close(fitted(submission, X, y, 3)[1], eigen(X, y, 3)[1], rtol=1e-6, what="J of three directions")


@pytest.mark.points(12)
def test_new_rows_belong_to_the_nearest_projected_mean(submission, rng):
    """A row has the class whose projected mean is nearest to it."""
    Q = np.array([[2.0, 2.5], [12.0, 13.0], [0.0, -1.5], [5.0, 3.5], [9.0, 11.5]])
    found = submission.predict(LONG, SIDES, Q, 1)
    assert_equal(found, np.array([0, 0, 1, 1, 0]), what="the classes")
    # One problem that is always the same, and a drawn one with rows close to the means of their classes.
    fixed = np.random.default_rng(2)
    for source, spread in ((fixed, 1.5), (rng, 0.02)):
        X, y = problem(source)
        means = np.stack([X[y == c].mean(axis=0) for c in range(4)])
        Q = (X if spread > 1 else means[y])[::2] + spread * source.normal(size=(12, 5))
        gaps = Q[:, None] - means
        inverse = np.linalg.inv(scatters(X, y)[0])
        expected = np.einsum("mcd,de,mce->mc", gaps, inverse, gaps).argmin(axis=1)  # three directions lose nothing
        assert_equal(submission.predict(X, y, Q, 3), expected, what="the classes")


@pytest.mark.points(2)
def test_k_directions_decide(submission):
    """Only the first k directions count: with k = 1 what lies along the second makes no difference."""
    # Three heaps with S_w = 6 I, on a line but for 1 in the second feature.
    heap = np.concatenate([np.eye(2), -np.eye(2)])
    X, y = np.concatenate([heap, heap + np.array([10.0, 1.0]), heap + np.array([20.0, 0.0])]), np.repeat([0, 1, 2], 4)
    Q = np.array([[1.0, 90.0], [11.0, -90.0], [18.0, 90.0], [4.0, 1.0], [6.0, 0.0]])
    found = submission.predict(X, y, Q, 1)
    assert_equal(found, np.array([0, 1, 2, 0, 1]), what="the classes by the first direction alone")


@pytest.mark.points(2)
def test_the_size_of_a_class_makes_no_difference(submission):
    """A row has the class of the nearest mean, however few rows that class has: there is no prior."""
    X = np.array([[-1.0], [1.0], [-1.0], [1.0], [-1.0], [1.0], [-1.0], [1.0], [3.0], [5.0]])
    for y, expected in (([0] * 8 + [1] * 2, [0, 1, 1]), ([1] * 8 + [0] * 2, [1, 0, 0])):
        found = submission.predict(X, np.array(y), np.array([[1.8], [2.2], [4.0]]), 1)
        assert_equal(found, np.array(expected), what="the classes of 1.8, 2.2 and 4, between means of 0 and 4")


@pytest.mark.points(6)
def test_labels_are_any_integers(submission):
    """The names of the classes make no difference, and predictions are names."""
    names = np.array([7, -2])[SIDES]
    scatter = submission.scatter_matrices(LONG, SIDES)[0]
    assert np.trace(scatter) > 1, "The scatter within has hardly any trace."
    found = submission.scatter_matrices(LONG, names)[0]
    assert_close(found, scatter, what="S_w with the labels 7 and -2, beside that with 0 and 1")
    plain = np.asarray(submission.predict(LONG, SIDES, LONG[[1, 4]] * 1.5, 1))
    assert_equal(np.sort(plain), np.array([0, 1]), what="the classes of two rows, sorted")
    assert_equal(submission.predict(LONG, names, LONG[[1, 4]] * 1.5, 1), np.array([7, -2])[plain], what="the classes")
