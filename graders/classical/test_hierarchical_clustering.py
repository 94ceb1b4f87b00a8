"""Grades `hierarchical_clustering`: distances of clusters come from all their rows at every step."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def between(method, X, a, b):
    """The distance of two clusters, from their rows."""
    pairs = [math.dist(X[p], X[q]) for p in a for q in b]
    if method == "ward":
        means = [X[rows].mean(axis=0) for rows in (a, b)]
        return math.sqrt(2 * len(a) * len(b) / (len(a) + len(b))) * math.dist(*means)
    return {"single": min, "complete": max, "average": lambda values: math.fsum(values) / len(values)}[method](pairs)


def tree(method, X):
    alive = {n: [n] for n in range(len(X))}
    merges = []
    for t in range(len(X) - 1):
        pairs = itertools.combinations(sorted(alive), 2)
        d, i, j = min((between(method, X, alive[i], alive[j]), i, j) for i, j in pairs)
        rows = alive.pop(i) + alive.pop(j)
        alive[len(X) + t] = rows
        merges.append([i, j, d, len(rows)])
    return np.array(merges, dtype=np.float64)


LINE = np.array([[0.0], [1.0], [3.0], [7.0], [12.0], [12.5]])
# two heaps that differ in size, and a row between them
PLANE = np.array([[0.0, 0.0], [1.0, 0.25], [0.5, 1.5], [-1.0, 0.75], [3.5, 1.0], [7.0, 0.0], [7.5, 1.75]])


def check_heights(submission, method, rng):
    for X in (PLANE, rng.normal(size=(6, 3))):
        expected = tree(method, X)
        found = np.asarray(submission.linkage(X, method))
        assert_equal(found.shape, expected.shape, what="the shape of the merges")
        assert_close(found[:, 2], expected[:, 2], what=f"the distances of the merges ({method})")


def check_update(submission, method, rng):
    X = rng.normal(size=(9, 3))
    i, j, k = [0, 1, 2, 3], [4, 5], [6, 7, 8]
    distances = [between(method, X, a, b) for a, b in ((i, k), (j, k), (i, j))]
    found = submission.update_distance(method, *distances, 4, 2, 3)
    assert_close(found, between(method, X, i + j, k), what=f"the distance after the merge ({method})")


@pytest.mark.points(8)
def test_the_update_of_single_and_complete(submission, rng):
    """Single linkage takes the smaller of the two distances, complete linkage the larger one."""
    assert_close(submission.update_distance("single", 5.0, 2.0, 1.0, 3, 1, 2), 2.0, what="the distance (single)")
    assert_close(submission.update_distance("complete", 5.0, 2.0, 1.0, 3, 1, 2), 5.0, what="the distance (complete)")
    check_update(submission, "single", rng)
    check_update(submission, "complete", rng)


@pytest.mark.points(10)
def test_the_update_of_average(submission, rng):
    """Average linkage weighs the two distances by the sizes of the clusters."""
    assert_close(submission.update_distance("average", 5.0, 2.0, 1.0, 3, 1, 2), 4.25, what="the distance (average)")
    check_update(submission, "average", rng)


@pytest.mark.points(12)
def test_the_update_of_ward(submission, rng):
    """Ward's recurrence holds for squares, and the distance is the root."""
    found = submission.update_distance("ward", 5.0, 2.0, 1.0, 3, 1, 2)
    assert_close(found, math.sqrt((5 * 25 + 3 * 4 - 2 * 1) / 6), what="the distance (ward)")
    check_update(submission, "ward", rng)


@pytest.mark.points(18)
def test_the_heights_of_single_and_complete(submission, rng):
    """The two nearest clusters are merged, at the distance of their nearest or farthest rows."""
    check_heights(submission, "single", rng)
    check_heights(submission, "complete", rng)


@pytest.mark.points(10)
def test_the_heights_of_average(submission, rng):
    """With average linkage, clusters are merged at the mean distance of all pairs of their rows."""
    check_heights(submission, "average", rng)


@pytest.mark.points(10)
def test_the_heights_of_ward(submission, rng):
    """With Ward's linkage, clusters are merged where it adds least to the inertia."""
    check_heights(submission, "ward", rng)


@pytest.mark.points(12)
def test_the_numbers_and_sizes_of_merged_clusters(submission, rng):
    """A merge names its two clusters, the lower number first, and counts their rows; it makes cluster N + t."""
    twins = np.array([[4.0], [0.0], [1.0], [0.0]])  # equal rows are 0 apart, and merged first
    # Powers of two keep the digits: near is what is nearest, in whatever unit.
    for X in (LINE, LINE[::-1].copy(), PLANE, twins, PLANE[:2], PLANE * 2.0**40, PLANE * 2.0**-40):
        expected = tree("single", X)
        found = np.asarray(submission.linkage(X, "single"))
        assert_equal(found.shape, expected.shape, what="the shape of the merges")
        assert_close(found[:, [0, 1, 3]], expected[:, [0, 1, 3]], what="the two clusters and the size of each merge")
    expected = tree("single", LINE)
    found = submission.linkage(LINE, "single")
    expected[:, 2] = np.asarray(found)[:, 2]  # the distances are judged elsewhere
    assert_close(found, expected, exact_dtype=True, what="the merges")


@pytest.mark.points(4)
def test_of_equally_near_pairs_the_lowest_is_merged(submission):
    """Of pairs that are equally near, the one with the lowest numbers is merged first, new clusters last."""
    found = np.asarray(submission.linkage(np.array([[30.0], [9.0], [10.0], [50.0], [31.0]]), "complete"))
    assert_equal(found.shape, (4, 4), what="the shape of the merges")
    assert_close(found[:2, :2], np.array([[0.0, 4.0], [1.0, 2.0]]), what="the first two merges")
    found = np.asarray(submission.linkage(np.array([[5.0], [4.0], [6.0], [20.0]]), "complete"))
    assert_equal(found.shape, (3, 4), what="the shape of the merges")
    assert_close(found[0, :2], np.array([0.0, 1.0]), what="the first merge of rows at 5, 4, 6 and 20")
    # 3 is as far from 0 as from 6, but 6 is in cluster 4 by then.
    found = np.asarray(submission.linkage(np.array([[5.0], [3.0], [0.0], [6.0]]), "complete"))
    assert_equal(found.shape, (3, 4), what="the shape of the merges")
    right = np.array([[0.0, 3.0], [1.0, 2.0]])
    assert_close(found[:2, :2], right, what="the first two merges of rows at 5, 3, 0 and 6")
    # 3 is as far from 0 as 10 is from 13, but 0 is in cluster 5 by then.
    found = np.asarray(submission.linkage(np.array([[0.0], [10.0], [13.0], [3.0], [1.0]]), "complete"))
    right = np.array([[0.0, 4.0], [1.0, 2.0], [3.0, 5.0]])
    assert_close(found[:3, :2], right, what="the first three merges of rows at 0, 10, 13, 3 and 1")


@pytest.mark.points(12)
def test_the_cut(submission, rng):
    """Cut at k clusters, the first N - k merges have been made."""
    merges = np.array([[1, 4, 1, 2], [2, 3, 1.5, 2], [0, 6, 4, 3], [5, 7, 9, 5]], dtype=np.float64)
    for k, first in ((1, [0, 0, 0, 0, 0]), (2, [0, 1, 0, 0, 1]), (3, [0, 1, 2, 2, 1]), (5, [0, 1, 2, 3, 4])):
        found = np.asarray(submission.cut(merges, k)).reshape(-1).tolist()
        assert_equal([found.index(label) for label in found], first, what="each row's cluster by its first row")
    # Two merges of one height: the second isn't made for k = 3.
    found = submission.cut(np.array([[0, 1, 1, 2], [2, 3, 1, 2], [4, 5, 4, 4]], dtype=np.float64), 3)
    found = np.asarray(found).reshape(-1).tolist()
    what = "each row's cluster by its first row, where only the first of two merges of one height is made"
    assert_equal([found.index(label) for label in found], [0, 0, 2, 3], what=what)
    merges = tree("average", rng.normal(size=(8, 2)))
    root = list(range(8))
    members = {n: [n] for n in range(8)}
    for t, (a, b) in enumerate(merges[:4, :2].astype(int).tolist()):
        members[8 + t] = members[a] + members[b]
        for n in members[8 + t]:
            root[n] = min(members[8 + t])
    found = np.asarray(submission.cut(merges, 4)).reshape(-1).tolist()
    assert_equal([found.index(label) for label in found], root, what="each row's cluster by its first row, k = 4")


@pytest.mark.points(4)
def test_clusters_are_numbered_by_their_first_row(submission):
    """The clusters of a cut are numbered from 0 in the order of their first row."""
    merges = np.array([[2, 3, 1.5, 2], [1, 4, 2, 2], [0, 6, 4, 3], [5, 7, 9, 5]], dtype=np.float64)
    assert_equal(submission.cut(merges, 3), np.array([0, 1, 2, 2, 1]), what="the labels for k = 3")
    assert_equal(submission.cut(merges, 2), np.array([0, 0, 1, 1, 0]), what="the labels for k = 2")
