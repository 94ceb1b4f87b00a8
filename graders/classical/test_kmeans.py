"""Grades `kmeans`: the two steps by Python's numbers, the loop beside the answer's own two steps."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def nearest(X, centroids):
    return np.array([min(range(len(centroids)), key=lambda k: math.dist(x, centroids[k])) for x in X])


def line(*values):
    return np.array(values, dtype=np.float64)[:, None]


def problem(rng):
    """Three heaps, and a start between them."""
    heaps = np.array([[0.0, 0.0], [6.0, 1.0], [2.0, 7.0]])
    return np.repeat(heaps, 5, axis=0) + rng.normal(size=(15, 2)), heaps[[0, 1, 1]] + rng.normal(size=(3, 2))


SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [9.0, 0.0], [9.0, 2.0], [10.0, 1.0]])
START = np.array([[0.0, 0.0], [1.0, 1.5]])


def inertia(X, labels, centroids):
    return float(np.square(X - centroids[labels]).sum())


def rounds(submission, X, centroids, steps):
    """The rounds by the answer's own two steps, each of which is judged elsewhere."""
    labels = np.asarray(submission.assign(X, centroids))
    history = [inertia(X, labels, centroids)]
    for _ in range(steps):
        centroids = np.asarray(submission.update(X, labels, centroids))
        new = np.asarray(submission.assign(X, centroids))
        history.append(inertia(X, new, centroids))
        if np.array_equal(new, labels):
            break
        labels = new
    return centroids, new, history


@pytest.mark.points(20)
def test_rows_go_to_the_nearest_centroid(submission, rng):
    """Each row belongs to the centroid at the smallest Euclidean distance."""
    # Absolute or largest differences, angles and scalar products give other labels, each of them its own.
    X = np.array([[9, 0], [1, -1], [7, 6], [1, -6], [-3, 7], [9, 7], [9, -8], [-2, -9], [-8, -4]], dtype=np.float64)
    centroids = np.array([[2.0, -2.0], [-2.0, 9.0], [9.0, -8.0], [-3.0, 5.0]])
    assert_equal(submission.assign(X, centroids), np.array([0, 0, 0, 0, 3, 1, 2, 0, 0]), what="the labels")
    n, k, d = sizes(rng, 9, 4, 3)
    X, centroids = rng.normal(size=(n + 2, d)), rng.normal(size=(k, d))
    assert_equal(submission.assign(X, centroids), nearest(X, centroids), what="the labels")


@pytest.mark.points(4)
def test_rows_far_from_0(submission):
    """Far from 0 rows still go to the nearest centroid, though the squares of both have no digits left for it."""
    far, right = np.array([1e9, -2e9]), np.array([0, 0, 1, 1])
    X, centroids = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 7.0], [9.0, 9.0]]), np.array([[1.0, 1.0], [2.0, 6.0]])
    assert_equal(submission.assign(X, centroids), right, what="the labels near 0")
    found = np.asarray(submission.assign(far + X, far + centroids))
    assert np.array_equal(found, right), f"The labels are {right.tolist()} near 0, and {found.tolist()} far from it."


@pytest.mark.points(4)
def test_of_equally_near_centroids_the_first_is_taken(submission):
    """A row between two centroids that are equally near belongs to the one with the lower index."""
    found = submission.assign(line(0, 4, 6, 9), line(8, 4, 0, 9))
    assert_equal(found, np.array([2, 1, 0, 3]), what="the labels")


@pytest.mark.points(20)
def test_centroids_are_the_means_of_their_rows(submission, rng):
    """The new centroid of a cluster is the mean of its rows."""
    labels = np.array([0, 0, 1, 1, 1])
    expected = np.array([[0.0, 1.0], [28 / 3, 1.0]])
    assert_close(submission.update(SQUARE, labels, START), expected, what="the centroids")
    k, d = sizes(rng, 4, 3)
    X, labels = rng.normal(size=(9, d)), rng.permutation(np.resize(np.arange(k), 9))
    expected = np.array([[math.fsum(column) / (labels == j).sum() for column in X[labels == j].T] for j in range(k)])
    assert_close(submission.update(X, labels, rng.normal(size=(k, d))), expected, what="the centroids")


@pytest.mark.points(6)
def test_a_centroid_without_rows_stays(submission, rng):
    """A cluster without rows keeps its centroid, in update and in kmeans."""
    found = submission.update(line(1, 2, 5, 3, 4, 9, 2, 6), np.zeros(8, dtype=np.int64), line(2, 50))
    assert_close(found, line(4, 50), what="the centroids, of which the second has no rows")
    X, labels, old = rng.normal(size=(4, 2)), np.array([0, 2, 2, 0]), rng.normal(size=(4, 2))
    found = np.asarray(submission.update(X, labels, old))
    assert_equal(found.shape, (4, 2), what="the shape of the centroids")
    assert_close(found[[1, 3]], old[[1, 3]], what="the centroids without rows")
    assert not np.allclose(found[0], old[0]), "A centroid with rows stays as well."
    found = np.asarray(submission.kmeans(line(0, 2, 5), line(1, 50), 3)[0])
    assert_close(found[1], np.array([50.0]), what="the centroid that no row is near")


@pytest.mark.points(22)
def test_iterations(submission, rng):
    """An iteration is an update and an assignment; labels and centroids are those after the last one."""
    X, start = line(3, 0, 7, 9, 20, 8, 16), line(1, 5, 2)  # comes to rest in the fourth iteration
    for steps, centroids, labels in (
        (1, [0, 12, 3], [2, 0, 2, 1, 1, 1, 1]),
        (2, [0, 13.25, 5], [2, 0, 2, 2, 1, 2, 1]),
        (9, [1.5, 18, 8], [0, 0, 2, 2, 1, 2, 1]),
    ):
        found = submission.kmeans(X, start, steps)
        assert_close(found[0], line(*centroids), what=f"the centroids for max_steps = {steps}")
        assert_equal(found[1], np.array(labels), what=f"the labels for max_steps = {steps}")
    X, start = problem(rng)
    for steps in (1, 2, 40):
        centroids, labels, _ = rounds(submission, X, start, steps)
        found = submission.kmeans(X, start, steps)
        assert_close(found[0], centroids, what="the centroids, beside those of update and assign by turns")
        assert_equal(found[1], labels, what="the labels, beside those of update and assign by turns")


@pytest.mark.points(14)
def test_the_history_of_the_inertia(submission, rng):
    """The history has the sum of squared distances at the start and after each iteration."""
    found = submission.kmeans(line(0, 2, 10), line(0, 1), 2)[2]
    assert_close(found, [82.0, 20.0, 2.0], what="the history for max_steps = 2")
    X, start = problem(rng)
    history = rounds(submission, X, start, 1)[2]
    found = submission.kmeans(X, start, 1)[2]
    assert_close(found, history, what="the history, beside that of update and assign by turns")


@pytest.mark.points(6)
def test_it_stops_when_no_label_changes(submission, rng):
    """The first iteration that changes no label is the last, and is in the history."""
    for X, start in ((line(0, 2, 10), line(0, 1)), problem(rng)):
        history = rounds(submission, X, start, 60)[2]
        found = submission.kmeans(X, start, 60)[2]
        short = submission.kmeans(X, start, 1)[2]
        more = len(found) - len(short)
        assert_equal(more, len(history) - 2, what="the number of iterations after the first")


@pytest.mark.points(4)
def test_one_cluster_and_one_feature(submission, rng):
    """One cluster has the mean of all rows, and rows of one feature are no special case."""
    X = rng.normal(size=(5, 3))
    found = submission.kmeans(X, np.zeros((1, 3)), 5)
    assert_close(found[0], X.mean(axis=0)[None], what="the centroid")
    assert_equal(found[1], np.zeros(5, dtype=np.int64), what="the labels")
    found = submission.kmeans(line(0, 8, 1, 9), line(0, 9), 5)
    assert_equal(found[1], np.array([0, 1, 0, 1]), what="the labels")
