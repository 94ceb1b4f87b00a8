"""Grades `isotonic_regression`: the max-min formula over all intervals, and cases worked by hand."""

import itertools

import numpy as np
import pytest

from kata.testing import assert_close, uniform


def maxmin(y, w):
    """f_n is the largest over a <= n of the smallest over b >= n of the weighted means of a to b."""
    n = len(y)
    mean = {
        (a, b): np.average(y[a : b + 1], weights=w[a : b + 1])
        for a, b in itertools.combinations_with_replacement(range(n), 2)
    }
    return np.array([max(min(mean[a, b] for b in range(i, n)) for a in range(i + 1)) for i in range(n)])


def curve(rng, n=8):
    return rng.normal(size=n) + 0.2 * np.arange(n), rng.uniform(0.5, 3, size=n)


@pytest.mark.points(16)
def test_two_neighbors(submission, rng):
    """Two neighbors in the wrong order get their mean, values in order stay."""
    y = np.array([1.0, 5.0, 2.0, 6.0])
    found = submission.pool_adjacent_violators(y, np.ones(4))
    assert_close(found, np.array([1.0, 3.5, 3.5, 6.0]), what="the fitted values")
    left, right = uniform(rng, 3, 4), uniform(rng, 2, 3)
    found = submission.pool_adjacent_violators(np.array([1.0, left, right, 5.0]), np.ones(4))
    mean = (left + right) / 2
    assert_close(found, np.array([1.0, mean, mean, 5.0]), what="the fitted values")
    rising = np.sort(rng.normal(size=5))
    assert_close(submission.pool_adjacent_violators(rising, np.ones(5)), rising, what="the fit to a rising curve")


@pytest.mark.points(20)
def test_longer_blocks(submission, rng):
    """A block of several points has the weighted mean of all of them."""
    y, w = np.array([0.0, 6.0, 5.0, 1.0, 9.0]), np.array([1.0, 2.0, 1.0, 4.0, 1.0])
    expected = np.array([0.0, 3.0, 3.0, 3.0, 9.0])
    assert_close(submission.pool_adjacent_violators(y, w), expected, what="the fitted values")
    for y, w in (curve(rng), curve(rng), (-np.arange(5.0), rng.uniform(0.5, 3, size=5))):
        assert_close(submission.pool_adjacent_violators(y, w), maxmin(y, w), what="the fitted values")


@pytest.mark.points(14)
def test_pooling_goes_on_to_the_left(submission, rng):
    """A block that pooling has lowered is pooled with those before it, as far as the order is wrong."""
    y = np.array([1.0, 2.0, 3.0, -6.0, 7.0])
    found = submission.pool_adjacent_violators(y, np.ones(5))
    assert_close(found, np.array([0.0, 0.0, 0.0, 0.0, 7.0]), atol=1e-9, what="the fitted values")
    y = np.append(np.sort(rng.normal(size=5)), -4.0)
    assert_close(submission.pool_adjacent_violators(y, np.ones(6)), maxmin(y, np.ones(6)), what="the fitted values")


@pytest.mark.points(4)
def test_a_long_block(submission, rng):
    """A long falling curve becomes one block in N steps, with exactly its mean, and isn't averaged pair by pair."""
    y = np.append(uniform(rng, 1, 5) - np.arange(200.0), 5.0)
    found = submission.pool_adjacent_violators(y, np.ones(201))
    assert_close(found, np.append(np.full(200, y[:200].mean()), 5.0), what="the fitted values")


@pytest.mark.points(14)
def test_x_in_any_order(submission, rng):
    """The points are sorted by x, and each different x is a knot."""
    found = submission.fit(np.array([3.0, 1.0, 2.0]), np.array([9.0, 2.0, 7.0]), np.ones(3), True)
    expected = np.array([1.0, 2.0, 3.0]), np.array([2.0, 7.0, 9.0])
    assert_close(tuple(found), expected, what="the knots and the fitted values")
    knots, values = submission.fit(np.array([4.0, 1.0, 3.0, 2.0]), np.array([1.0, 9.0, 2.0, 4.0]), np.ones(4), True)
    assert_close(knots, np.array([1.0, 2.0, 3.0, 4.0]), what="the knots")
    assert_close(values, np.full(4, 4.0), what="the fitted values")
    x, order = np.sort(rng.normal(size=6)), rng.permutation(6)
    y = np.sort(rng.normal(size=6))
    y[2:4] = y[2:4][::-1]
    knots, values = submission.fit(x[order], y[order], np.ones(6), True)
    assert_close(knots, x, what="the knots")
    assert_close(values, maxmin(y, np.ones(6)), what="the fitted values")


@pytest.mark.points(10)
def test_equal_x(submission, rng):
    """Points with an equal x are one knot, their weighted mean with the sum of their weights."""
    x, y = np.array([2.0, 1.0, 2.0, 3.0]), np.array([8.0, 1.0, 2.0, 3.0])
    w = np.array([1.0, 2.0, 3.0, 1.0])
    knots, values = submission.fit(x, y, w, True)
    assert_close(knots, np.array([1.0, 2.0, 3.0]), what="the knots")
    assert_close(values, np.array([1.0, 3.4, 3.4]), what="the fitted values")
    # Ties that rise, so that pooling alone leaves them apart, and of which one is in the order with what is before.
    x, y, w = np.array([3.0, 1.0, 2.0, 1.0]), np.array([9.0, 2.0, 7.0, 4.0]), np.array([1.0, 1.0, 2.0, 3.0])
    found = submission.fit(x, y, w, True)
    assert_close(found[1], np.array([3.5, 7.0, 9.0]), what="the fitted values where a tie rises")
    found = submission.fit(np.array([1.0, 2.0, 2.0]), np.array([3.0, 1.0, 7.0]), np.ones(3), True)
    assert_close(found[1], np.array([3.0, 4.0]), what="the fitted values where a tie rises")
    x, y, w = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 2.0]), rng.normal(size=6), rng.uniform(0.5, 3, size=6)
    y[:2], y[5] = y[:2] - 9.0, -3.0
    means = np.array([np.average(y[x == v], weights=w[x == v]) for v in range(3)])
    expected = maxmin(means, np.array([w[x == v].sum() for v in range(3)]))
    assert_close(submission.fit(x, y, w, True)[1], expected, what="the fitted values")


@pytest.mark.points(8)
def test_a_decreasing_fit(submission, rng):
    """A decreasing fit is the increasing one of the values with the sign turned."""
    x = np.array([1.0, 2.0, 3.0, 4.0])
    knots, values = submission.fit(x, np.array([1.0, 9.0, 2.0, -1.0]), np.ones(4), False)
    assert_close(knots, x, what="the knots")
    assert_close(values, np.array([5.0, 5.0, 2.0, -1.0]), what="the fitted values")
    _, values = submission.fit(x, np.array([1.0, 9.0, 2.0, -1.0]), np.array([3.0, 1.0, 2.0, 1.0]), False)
    assert_close(values, np.array([3.0, 3.0, 2.0, -1.0]), what="the fitted values, with weights")
    y = -np.sort(rng.normal(size=4))
    y[1:3] = y[1:3][::-1]
    knots, values = submission.fit(x, y, np.ones(4), False)
    assert_close(knots, x, what="the knots")
    assert_close(values, -maxmin(-y, np.ones(4)), what="the fitted values")


@pytest.mark.points(10)
def test_predictions(submission, rng):
    """Between two knots the prediction is on the line from one fitted value to the next."""
    knots, values = np.array([1.0, 2.0, 4.0, 5.0]), np.array([0.0, 1.0, 5.0, 5.0])
    found = submission.predict(np.array([3.5, 1.25, 4.0, 4.75]), knots, values)
    assert_close(found, np.array([4.0, 0.25, 5.0, 5.0]), what="the predictions")
    knots, values = np.cumsum(rng.uniform(0.5, 2, size=5)), np.sort(rng.normal(size=5))
    share, left = rng.uniform(0.1, 0.9, size=3), np.array([3, 0, 2])
    x = knots[left] + share * (knots[left + 1] - knots[left])
    expected = (1 - share) * values[left] + share * values[left + 1]
    assert_close(submission.predict(x, knots, values), expected, what="the predictions")


@pytest.mark.points(4)
def test_predictions_outside_of_the_knots(submission):
    """Outside of the knots the prediction is the first or the last fitted value, also when there is one knot only."""
    knots, values = np.array([1.0, 2.0, 4.0]), np.array([0.5, 1.0, 5.0])
    assert_close(submission.predict(np.array([9.0, -2.0]), knots, values), np.array([5.0, 0.5]), what="the predictions")
    found = submission.predict(np.array([4.0, 1.0]), knots, values)
    assert_close(found, np.array([5.0, 0.5]), what="the predictions at the last and at the first knot")
    found = submission.predict(np.array([0.0, 3.0, 9.0]), np.array([3.0]), np.array([2.0]))
    assert_close(found, np.full(3, 2.0), what="the predictions from one knot")
