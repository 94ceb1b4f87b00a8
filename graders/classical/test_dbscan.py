"""Grades `dbscan`: core rows are counted one by one, and clusters are the components of a union-find."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def line(*values):
    return np.array(values, dtype=np.float64)[:, None]


def neighbours(X, eps):
    rows = X.tolist()
    return [[m for m, q in enumerate(rows) if math.dist(p, q) <= eps] for p in rows]


def clusters(X, eps, min_samples):
    near = neighbours(X, eps)
    core = [len(rows) >= min_samples for rows in near]
    root = list(range(len(X)))

    def find(n):
        while root[n] != n:
            n = root[n]
        return n

    for n, rows in enumerate(near):
        for m in rows:
            if core[n] and core[m]:
                low, high = sorted((find(n), find(m)))
                root[high] = low  # so that the root is the first core row
    numbers = {first: i for i, first in enumerate(sorted({find(n) for n in range(len(X)) if core[n]}))}
    found = []
    for n, rows in enumerate(near):
        ours = [numbers[find(m)] for m in rows if core[m] and (m == n or not core[n])]
        found.append(min(ours, default=-1))
    return np.array(found)


def unnumbered(labels):
    """Labels without their numbers: each cluster by its first row, noise as it is."""
    labels = np.asarray(labels).reshape(-1)
    return np.array([n if n == -1 else np.flatnonzero(labels == n)[0] for n in labels.tolist()])


def moons(rng):
    """Two arcs, one within the other's bend, and two rows far away; the first rows are from the middle of the arcs."""
    angles = np.linspace(0, math.pi, 11)
    upper = 3 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rows = np.concatenate([upper, np.array([3.0, 1.2]) - upper, np.array([[12.0, 12.0], [-9.0, 6.0]])])
    rows += rng.uniform(-0.04, 0.04, size=rows.shape)
    first = rng.permutation([5, 16])
    return np.concatenate([rows[first], rng.permutation(np.delete(rows, first, axis=0))])


@pytest.mark.points(16)
def test_core_rows(submission, rng):
    """A row is core when at least min_samples rows, itself included, are within eps of it."""
    X = line(0, 1, 2, 10, 11, 30)
    assert_equal(submission.core_rows(X, 1.5, 2), np.array([1, 1, 1, 1, 1, 0], dtype=bool), what="the core rows")
    assert_equal(submission.core_rows(X, 1.5, 3), np.array([0, 1, 0, 0, 0, 0], dtype=bool), what="the core rows")
    X = line(5, 5, 5, 20)  # equal rows are neighbours, too
    assert_equal(submission.core_rows(X, 1.5, 3), np.array([1, 1, 1, 0], dtype=bool), what="the core rows")
    # The distance is the Euclidean one: 1.8, 1.80 and 2.69 between the rows of a pair.
    X = np.array([[0.0, 0.0], [0.0, 1.8], [20.0, 0.0], [21.5, 1.0], [40.0, 0.0], [41.9, 1.9]])
    assert_equal(submission.core_rows(X, 2.0, 2), np.array([1, 1, 1, 1, 0, 0], dtype=bool), what="the core rows")
    X = rng.normal(size=(14, 3))
    expected = np.array([len(rows) >= 4 for rows in neighbours(X, 1.4)])
    assert_equal(submission.core_rows(X, 1.4, 4), expected, what="the core rows")
    found = submission.core_rows(line(0, 1, 2), 1.5, 3)
    assert_equal(found, np.array([False, True, False]), what="the core rows where min_samples is N")


@pytest.mark.points(38)
def test_clusters(submission, rng):
    """Core rows that are connected by steps of eps at most are one cluster, and their neighbours belong to it."""
    X = line(0, 1, 2, 3, 20, 21, 22, 50, 80)
    found = unnumbered(submission.dbscan(X, 1.5, 2))
    assert_equal(found, np.array([0, 0, 0, 0, 4, 4, 4, -1, -1]), what="the first row of each row's cluster")
    X = moons(rng)
    found = unnumbered(submission.dbscan(X, 1.1, 2))
    assert_equal(found, unnumbered(clusters(X, 1.1, 2)), what="the first row of each row's cluster, in two moons")


@pytest.mark.points(8)
def test_rows_at_the_border(submission):
    """A neighbour of a core row belongs to its cluster, also when it comes first."""
    found = unnumbered(submission.dbscan(line(0, 1, 2, 3, 40, 4), 1.5, 3))
    assert_equal(found, np.array([0, 0, 0, 0, -1, 0]), what="the first row of each row's cluster")


@pytest.mark.points(10)
def test_nothing_is_reached_through_the_border(submission):
    """Two clusters that share a border row stay two, and rows beyond a border row are noise."""
    heap = [-1, -1, -1, -1, 0]
    found = unnumbered(submission.dbscan(line(*heap, 1.5, 3.25), 2.0, 4))
    assert_equal(found, np.array([0, 0, 0, 0, 0, 0, -1]), what="the first row of each row's cluster (-1: noise)")
    found = unnumbered(submission.dbscan(line(*heap, 1.5, 3, 4, 4, 4, 4), 2.0, 4))
    assert_equal(found[[0, 4, 6, 10]], np.array([0, 0, 6, 6]), what="the first row of the cluster of four rows")
    found = unnumbered(submission.dbscan(line(*heap, 3, 4, 4, 4, 4, 1.5), 2.0, 4))
    what = "the first row of the cluster of four rows, where the border row comes last"
    assert_equal(found[[0, 4, 5, 9]], np.array([0, 0, 5, 5]), what=what)


@pytest.mark.points(4)
def test_a_border_row_between_two_clusters(submission):
    """A border row between two clusters belongs to the one with the lower number, also when the other one is nearer."""
    heap = [-1, -1, -1, -1, 0]
    between = (line(*heap, 1.5, 3, 4, 4, 4, 4), line(4, 4, 4, 4, 3, 1.5, *heap))
    nearer = (line(*heap, 1.75, 3, 4, 4, 4, 4), line(4, 4, 4, 4, 3, 1.25, *heap))
    for X in between + nearer:
        found = np.asarray(submission.dbscan(X, 2.0, 4))
        assert_equal(found.shape, (11,), what="the shape of the labels")
        assert np.ptp(found) > 0, "All rows have the same label."
        lower = min(found[0], found[10])
        assert_equal(found[5], lower, what="the label of the row between")


@pytest.mark.points(6)
def test_exactly_eps_is_near(submission):
    """Rows that are exactly eps apart are neighbours."""
    X = line(0, 3, 6, 10)
    assert_equal(submission.core_rows(X, 3.0, 3), np.array([False, True, False, False]), what="the core rows")
    found = unnumbered(submission.dbscan(X, 3.0, 2))
    assert_equal(found, np.array([0, 0, 0, -1]), what="the first row of each row's cluster (-1: noise)")


@pytest.mark.points(6)
def test_clusters_are_numbered_by_their_first_core_row(submission):
    """Clusters have the numbers 0, 1, 2, ... in the order of their first core row."""
    found = submission.dbscan(line(8.5, 30, 20, 7, 31, 21, 7, 22), 1.75, 2)
    assert_equal(found, np.array([0, 1, 2, 0, 1, 2, 0, 2]), what="the labels")
    X = line(9, 20, 7, 21, 7.5, 20.5, 8, 40, 41, 41)  # the first row is at a border
    found = submission.dbscan(X, 1.0, 3)
    assert_equal(found, np.array([1, 0, 1, 0, 1, 0, 1, 2, 2, 2]), what="the labels")
    found = submission.dbscan(line(5, 0, 9), 1.0, 1)
    assert_equal(found, np.array([0, 1, 2]), what="the labels for min_samples = 1")
    # A set of the first rows, 2 and 9, is walked through in the order 9, 2.
    found = submission.dbscan(line(50, 80, 0, 1, 2, 0, 1, 2, 1, 20, 21, 22), 1.75, 2)
    assert_equal(found, np.array([-1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]), what="the labels")


@pytest.mark.points(12)
def test_distances_to_the_kth_nearest_row(submission, rng):
    """The k-th nearest row of a row, counted from itself, is at that distance."""
    X = line(0, 1, 4, 10)
    assert_close(submission.k_distances(X, 3), line(4, 3, 4, 9)[:, 0], what="the distances for k = 3")
    X = line(2, 2, 2, 9)
    assert_close(submission.k_distances(X, 3), line(0, 0, 0, 7)[:, 0], what="the distances for k = 3, with equal rows")
    X = rng.normal(size=(9, 4))
    expected = np.array([sorted(math.dist(x, y) for y in X)[3] for x in X])
    assert_close(submission.k_distances(X, 4), expected, what="the distances for k = 4")
    assert_close(submission.k_distances(line(0, 1, 4), 3), line(4, 3, 4)[:, 0], what="the distances for k = N")
    # |x|^2 + |y|^2 - 2 x y falls below 0 by rounding; where it is cut off at 0 it is near enough.
    found = submission.k_distances(rng.normal(size=(60, 5)) * 100, 1)
    what = "the distances of rows to themselves (whose squares, multiplied out, may be below 0 by rounding)"
    assert_close(found, np.zeros(60), atol=1e-4, what=what)
