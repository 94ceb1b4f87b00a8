"""Grades `kd_tree`: trees are built by stable sorts, searches compared with brute force, and measurements counted."""

import math

import numpy as np
import pytest

from kata.testing import assert_equal


def tree(points, rows=None, depth=0):
    rows = list(range(len(points))) if rows is None else rows
    if not rows:
        return None
    axis = depth % len(points[0])
    order = [rows[i] for i in np.argsort([points[row][axis] for row in rows], kind="stable")]
    middle = len(order) // 2
    below, above = sorted(order[:middle]), sorted(order[middle + 1 :])
    return (order[middle], axis, tree(points, below, depth + 1), tree(points, above, depth + 1))


def brute_force(points, query, k, distance=math.dist):
    return sorted(range(len(points)), key=lambda n: (distance(points[n], query), n))[:k]


def maximum(p, q):
    return max(abs(a - b) for a, b in zip(p, q, strict=True))


def euclidean(submission):
    return submission.callback(lambda p, q: math.dist(p, q), limit=400)


def spread(rng, n, d):
    """Points within a cube of 1: a gap is never shorter than its square, which another test is about."""
    return [tuple(row) for row in rng.uniform(-0.5, 0.5, size=(n, d)).round(4).tolist()]


GRID = [(float(i % 12) + 0.01 * i, float(i // 12) * 1.1 + 0.007 * i) for i in range(127)]
SIX = [(2.0, 3.0), (5.0, 4.0), (9.0, 6.0), (4.0, 7.0), (8.0, 1.0), (7.0, 2.0)]
GRID_TREE = tree(GRID)


@pytest.mark.points(26)
def test_the_tree(submission, rng):
    """A node has the middle one of its sorted points; those before it are on the left, those after it on the right."""
    expected = (5, 0, (1, 1, (0, 0, None, None), (3, 0, None, None)), (2, 1, (4, 0, None, None), None))
    assert_equal(submission.build(SIX), expected, what="the tree")
    points = spread(rng, 11, 3)
    assert_equal(submission.build(points), tree(points), what="the tree of points with three coordinates")


@pytest.mark.points(6)
def test_equal_coordinates(submission):
    """Points that are equal along the axis are sorted by their index."""
    points = [(1.0, 9.0), (1.0, 3.0), (1.0, 5.0), (1.0, 3.0), (1.0, 1.0)]
    expected = (2, 0, (0, 1, (1, 0, None, None), None), (3, 1, (4, 0, None, None), None))
    assert_equal(submission.build(points), expected, what="the tree")
    points = [(3.0, 4.0), (1.0, 4.0), (2.0, 4.0), (9.0, 0.0), (12.0, 1.0), (11.0, 1.0), (10.0, 1.0)]
    expected = (3, 0, (1, 1, (0, 0, None, None), (2, 0, None, None)), (5, 1, (4, 0, None, None), (6, 0, None, None)))
    assert_equal(submission.build(points), expected, what="the tree of points that are equal along the second axis")


@pytest.mark.points(20)
def test_the_nearest_point(submission, rng):
    """The search finds the nearest of all points."""
    measure = euclidean(submission)
    queries = (9.0, 2.0), (1.0, 1.0), (6.5, 5.5)
    found = [submission.nearest(SIX, tree(SIX), query, measure) for query in queries]
    assert_equal(found, [4, 0, 1], what=f"the indices of the nearest points to {queries}")
    points = spread(rng, 15, 3)
    for query in spread(rng, 3, 3):
        found = submission.nearest(points, tree(points), query, measure)
        assert_equal(found, brute_force(points, query, 1)[0], what="the index of the nearest point")


@pytest.mark.points(10)
def test_the_nearest_point_across_a_plane(submission):
    """The nearest point may be on the other side of a plane that the query is close to."""
    points = [(0.0, 0.0), (5.0, 9.0), (5.2, 1.0), (-4.0, 3.0), (9.0, 5.0)]
    measure = euclidean(submission)
    for query in ((4.9, 1.0), (5.1, 0.0)):
        assert_equal(submission.nearest(points, tree(points), query, measure), 2, what="the index of the nearest point")
    for sign in (1.0, -1.0):
        points = [(10.0 * sign, 0.0), (5.5 * sign, 5.0), (10.2 * sign, 5.0)]
        found = submission.nearest(points, tree(points), (8.0 * sign, 5.0), measure)
        assert_equal(found, 2, what="the index of the nearest point, which is 2.2 away")


@pytest.mark.points(18)
def test_the_k_nearest_points(submission, rng):
    """The search finds the k nearest points, the nearest first."""
    measure = euclidean(submission)
    # The root, number 0, is far; number 1 is very near; number 2 is behind the root's plane, and nearer than the root.
    points = [(0.0, 5.0), (-1.0, 0.0), (0.5, 0.0)]
    found = submission.k_nearest(points, tree(points), (-1.0, 0.1), 2, measure)
    assert_equal(found, [1, 2], what="the 2 nearest, of which one is across the root's plane")
    for k, found in ((2, [4, 5]), (6, [4, 5, 2, 1, 3, 0])):
        assert_equal(submission.k_nearest(SIX, tree(SIX), (9.0, 2.5), k, measure), found, what=f"the {k} nearest")
    found = submission.k_nearest(GRID, GRID_TREE, (6.3, 5.2), 2, measure)
    assert_equal(found, brute_force(GRID, (6.3, 5.2), 2), what="the 2 nearest of 127 points")
    points = spread(rng, 15, 2)
    for query, k in zip(spread(rng, 3, 2), (3, 5, 8), strict=True):
        found = submission.k_nearest(points, tree(points), query, k, measure)
        assert_equal(found, brute_force(points, query, k), what=f"the {k} nearest")


@pytest.mark.points(4)
def test_equally_far_points(submission):
    """Of points that are equally far, the one with the lower index is nearer, on whatever side it is."""
    first = [(0.0, 4.0), (0.0, -4.0), (-4.0, 0.0), (4.0, 0.0), (9.0, 9.0)]  # the root isn't the lowest or last
    second = [(4.0, 0.0), (0.0, 4.0), (0.0, -4.0), (-4.0, 0.0), (9.0, 9.0)]
    measure = euclidean(submission)
    for ours in (first, second):
        expected = brute_force(ours, (0.0, 0.0), 3)
        found = submission.nearest(ours, tree(ours), (0.0, 0.0), measure)
        assert_equal(found, expected[0], what="the index of the nearest of four that are equally far")
        found = submission.k_nearest(ours, tree(ours), (0.0, 0.0), 3, measure)
        assert_equal(found, expected, what="the 3 nearest, of four that are equally far")
    points = [(4.0000000001,), (9.0,), (-4.0,)]
    found = submission.nearest(points, tree(points), (0.0,), measure)
    assert_equal(found, 2, what="the index of the nearest of two that are almost, and not quite, equally far")
    found = submission.k_nearest(points, tree(points), (0.0,), 2, measure)
    assert_equal(found, [2, 0], what="the 2 nearest, which are almost, and not quite, equally far")


@pytest.mark.points(4)
def test_a_plane_exactly_as_far_as_the_best(submission):
    """The other side is searched too where its plane is exactly as far as the k-th best: a lower index may be there."""
    points = [(-9.0, 9.0), (0.0, 5.0), (0.0, 0.0), (-6.0, 0.0), (7.0, 7.0)]  # number 2 is on the plane of number 1
    measure = euclidean(submission)
    assert_equal(submission.nearest(points, tree(points), (-3.0, 0.0), measure), 2, what="the nearest of 2 and 3")
    found = submission.k_nearest(points, tree(points), (-3.0, 0.0), 1, measure)
    assert_equal(found, [2], what="the nearest one of 2 and 3")
    points = [(3.0,), (1.0,), (0.0,), (4.0,), (2.0,)]
    for query in ((2.0,), (1.5,), (2.5,)):
        found = submission.k_nearest(points, tree(points), query, 4, measure)
        assert_equal(found, brute_force(points, query, 4), what="the 4 nearest of five points")
    # The planes of the first point that is found go through the query, and so does its distance of 0.
    for points, query in ((SIX, SIX[5]), (SIX, SIX[1]), ([(1.0, 1.0)] * 3, (1.0, 1.0))):
        found = submission.nearest(points, tree(points), query, measure)
        assert_equal(found, points.index(query), what="the index of the nearest point to a query that is one of them")


@pytest.mark.points(8)
def test_halves_that_are_too_far_away_are_left_out(submission):
    """Few points are measured, and each once at most."""
    # Beside the square the best point on the way down is still too far to leave out anything: only the way back can.
    for query in ((6.3, 5.2), (14.0, 4.8)):
        seen = []
        measure = submission.callback(lambda p, q, seen=seen: seen.append((p, q)) or math.dist(p, q), limit=400)
        found = submission.nearest(GRID, GRID_TREE, query, measure)
        assert_equal(found, brute_force(GRID, query, 1)[0], what="the index of the nearest point")
        assert len(seen) <= 40, f"{len(seen)} of 127 points were measured for the nearest one; 40 are enough."
        assert len(set(seen)) == len(seen), "A point was measured twice."
    seen.clear()
    found = submission.k_nearest(GRID, GRID_TREE, query, 1, measure)
    assert_equal(found, brute_force(GRID, query, 1), what="the nearest one")
    assert len(seen) <= 40, f"k_nearest measured {len(seen)} of 127 points for the nearest one; 40 are enough."
    assert len(set(seen)) == len(seen), "k_nearest measured a point twice."
    seen.clear()
    found = submission.k_nearest(GRID, GRID_TREE, query, 3, measure)
    assert_equal(found, brute_force(GRID, query, 3), what="the 3 nearest")
    assert len(seen) < len(GRID), "k_nearest measured all 127 points for the 3 nearest."
    assert len(set(seen)) == len(seen), "k_nearest measured a point twice for the 3 nearest."


@pytest.mark.points(4)
def test_distances_come_from_measure(submission):
    """Another measure has other nearest points."""
    points, query = [(3.0, 3.0), (0.0, 4.0), (-3.5, -3.5), (3.9, 0.0), (9.0, 9.0)], (0.0, 0.0)
    measure = submission.callback(lambda p, q: maximum(p, q), limit=100)
    assert_equal(submission.nearest(points, tree(points), query, measure), 0, what="the nearest by the maximum")
    found = submission.k_nearest(points, tree(points), query, 3, measure)
    assert_equal(found, [0, 2, 3], what="the 3 nearest by the maximum")
    # By Manhattan number 1 is 6 away, and number 2, behind a plane at 4.9, is nearer; Euclidean 1 is 4.24 away.
    points = [(4.9, 20.0), (3.0, 3.0), (5.0, 0.5)]
    manhattan = submission.callback(lambda p, q: sum(abs(a - b) for a, b in zip(p, q, strict=True)), limit=100)
    assert_equal(submission.nearest(points, tree(points), query, manhattan), 2, what="the nearest by Manhattan")
    found = submission.k_nearest(points, tree(points), query, 1, manhattan)
    assert_equal(found, [2], what="the nearest one by Manhattan")
    huge = submission.callback(lambda p, q: 1e12 * maximum(p, q), limit=100)
    what = "the nearest by 1e12 times the maximum"
    assert_equal(submission.nearest(points, tree(points), query, huge), 1, what=what)
    assert_equal(submission.k_nearest(points, tree(points), query, 1, huge), [1], what=what)
