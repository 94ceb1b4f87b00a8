"""Grades `weighted_least_squares`: rows repeated as often as they count, and the normal equation in sums."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform

FIXED_X, FIXED_Y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([1.0, 4.0, 3.0, 8.0])


def plain(X, y):
    theta = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]
    return theta[:-1], theta[-1]


def check(submission, X, y, s, w, b):
    found = submission.weighted_least_squares(X, y, s)
    assert_close(found[0], w, rtol=1e-7, atol=1e-7, what="the weights")
    assert_close(found[1], b, rtol=1e-7, atol=1e-7, what="the intercept")


@pytest.mark.points(22)
def test_scaled_rows(submission, rng):
    """Row, the 1 of the intercept and target are multiplied by the root of the weight."""
    A, t = submission.scale_rows(FIXED_X, FIXED_Y, np.array([1.0, 4.0, 0.25, 9.0]))
    assert_close(A, np.array([[0.0, 1.0], [2.0, 2.0], [1.0, 0.5], [9.0, 3.0]]), what="the rows")
    assert_close(t, np.array([1.0, 8.0, 1.5, 24.0]), what="the targets")
    X, y, s = rng.normal(size=(5, 3)), rng.normal(size=5), rng.uniform(0.2, 3, size=5)
    A, t = submission.scale_rows(X, y, s)
    rows = [[math.sqrt(v) * x for x in [*row, 1.0]] for v, row in zip(s.tolist(), X.tolist(), strict=True)]
    assert_close(A, np.array(rows), what="the rows")
    assert_close(
        t, np.array([math.sqrt(v) * u for v, u in zip(s.tolist(), y.tolist(), strict=True)]), what="the targets"
    )


@pytest.mark.points(34)
def test_weights_and_intercept(submission, rng):
    """A row with a whole number for its weight counts as often as that; any other weights solve the normal equation."""
    s = np.array([1.0, 3.0, 2.0, 1.0])
    check(
        submission, FIXED_X, FIXED_Y, s, *plain(np.repeat(FIXED_X, [1, 3, 2, 1], 0), np.repeat(FIXED_Y, [1, 3, 2, 1]))
    )
    w, b = plain(np.repeat(FIXED_X, [1, 3, 2, 1], 0), np.repeat(FIXED_Y, [1, 3, 2, 1]))
    check(submission, FIXED_X / 100, FIXED_Y, s, 100 * w, b)  # small against the ones, and no less determined
    X, y, s = rng.normal(size=(8, 3)) + 1, rng.normal(size=8) + 2, rng.uniform(0.2, 3, size=8)
    rows = [[*row, 1.0] for row in X.tolist()]
    matrix = [[math.fsum(v * r[i] * r[j] for v, r in zip(s, rows, strict=True)) for j in range(4)] for i in range(4)]
    right = [math.fsum(v * r[i] * t for v, r, t in zip(s, rows, y, strict=True)) for i in range(4)]
    theta = np.linalg.solve(np.array(matrix), np.array(right))
    check(submission, X, y, s, theta[:-1], theta[-1])


@pytest.mark.points(4)
def test_a_row_of_weight_zero_is_kept(submission):
    """scale_rows gives a row of zeros where the weight is 0, and leaves no row out."""
    A, t = submission.scale_rows(FIXED_X, FIXED_Y, np.array([1.0, 0.0, 1.0, 1.0]))
    assert_equal(np.asarray(A).shape, (4, 2), what="the shape of the rows")
    assert_close(np.asarray(A)[1, 0], 0.0, atol=1e-12, what="the feature of the row with the weight 0")
    assert_equal(np.asarray(t).shape, (4,), what="the shape of the targets")
    assert np.asarray(A)[[0, 2, 3]].any(axis=1).all(), "A row with the weight 1 holds zeros alone."


@pytest.mark.points(10)
def test_a_weight_of_zero_drops_the_row(submission, rng):
    """A row with the weight 0 has no influence, however far away it is."""
    for X, y in ((FIXED_X, FIXED_Y), (rng.normal(size=(4, 1)), rng.normal(size=4))):
        far_X, far_y = np.vstack([X, [[100.0]]]), np.append(y, -1e4)
        check(submission, far_X, far_y, np.array([1.0, 1.0, 1.0, 1.0, 0.0]), *plain(X, y))


@pytest.mark.points(8)
def test_a_common_factor(submission, rng):
    """Multiplying all weights by a factor changes nothing."""
    for X, y in ((FIXED_X, FIXED_Y), (rng.normal(size=(6, 2)), rng.normal(size=6))):
        for factor in (1e-3, 1e-14, uniform(rng, 20, 50)):
            check(submission, X, y, np.full(len(y), factor), *plain(X, y))


@pytest.mark.points(22)
def test_r2(submission, rng):
    """R^2 is 1 less the weighted squares around the predictions, over those around the weighted mean."""
    y, p = np.array([0.0, 4.0, 9.0, 1.0]), np.array([1.0, 3.0, 9.0, 5.0])
    assert_close(submission.weighted_r2(y, p, np.array([1.0, 2.0, 1.0, 4.0])), 1 - 67 / 61.875, what="R^2")
    found = submission.weighted_r2(y, y + 20, np.array([1.0, 2.0, 1.0, 4.0]))
    assert_close(found, 1 - 3200 / 61.875, what="R^2 of predictions that are far too large")
    y, p, s = rng.normal(size=5), rng.normal(size=5), rng.integers(1, 4, size=5)
    ys, ps = np.repeat(y, s), np.repeat(p, s)
    expected = 1 - np.mean((ys - ps) ** 2) / np.var(ys)
    assert_close(submission.weighted_r2(y, p, s.astype(float)), expected, what="R^2")
    found = submission.weighted_r2(np.append(y, 50.0), np.append(p, -9.0), np.append(s.astype(float), 0.0))
    assert_close(found, expected, what="R^2 with a weight of 0")
    assert_close(submission.weighted_r2(y, p, s * 1e-14), expected, what="R^2 with all weights times 1e-14")
