"""Grades `pairwise_distances`: the oracle takes each pair by itself, in Python."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def pairs(distance, x, y):
    return np.array([[distance(a, b) for b in y.tolist()] for a in x.tolist()]).reshape(len(x), len(y))


def squared(a, b):
    return math.fsum((p - q) ** 2 for p, q in zip(a, b, strict=True))


def manhattan(a, b):
    return math.fsum(abs(p - q) for p, q in zip(a, b, strict=True))


def cosine(a, b):
    return 1 - math.fsum(p * q for p, q in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b))


def check(function, distance, x, y, **options):
    assert_close(function(x, y), pairs(distance, x, y), what="the distances", **options)


@pytest.mark.points(26)
def test_squared_distances(submission, rng):
    """The squared Euclidean distance of each row of x to each row of y."""
    x, y = np.array([[0.0, 1.0, 2.0], [3.0, -1.0, 0.0]]), np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.5], [0.0, 0.0, 0.0]])
    expected = np.array([[5.0, 0.25, 5.0], [8.0, 15.25, 10.0]])
    assert_close(submission.squared_distances(x, y), expected, what="the distances")
    n, m, d = sizes(rng, 4, 5, 3)
    check(submission.squared_distances, squared, rng.normal(size=(n, d)), rng.normal(size=(m, d)))


@pytest.mark.points(18)
def test_manhattan_distances(submission, rng):
    """The sum of absolute differences of each row of x and each row of y."""
    x, y = np.array([[0.0, 1.0, 2.0], [3.0, -1.0, 0.0]]), np.array([[1.0, 1.0, 0.0]])
    assert_close(submission.manhattan_distances(x, y), np.array([[3.0], [4.0]]), what="the distances")
    n, m, d = sizes(rng, 4, 5, 3)
    check(submission.manhattan_distances, manhattan, rng.normal(size=(n, d)), rng.normal(size=(m, d)))


@pytest.mark.points(18)
def test_cosine_distances(submission, rng):
    """One less the cosine of the angle of each row of x and each row of y, whatever their lengths."""
    x, y = np.array([[3.0, 4.0], [-6.0, -8.0], [0.0, 2.0]]), np.array([[5.0, 0.0], [0.3, 0.4]])
    assert_close(submission.cosine_distances(x, y), np.array([[0.4, 0.0], [1.6, 2.0], [1.0, 0.2]]), atol=1e-12)
    n, m, d = sizes(rng, 4, 5, 3)
    x, y = rng.normal(size=(n, d)), rng.normal(size=(m, d)) * rng.choice([0.01, 1.0, 100.0], size=(m, 1))
    check(submission.cosine_distances, cosine, x, y)


@pytest.mark.points(12)
def test_without_y_the_rows_of_x_among_themselves(submission, rng):
    """Without y the distances are those among the rows of x, in all three functions."""
    x = rng.normal(size=sizes(rng, 4, 5))
    for function in (submission.squared_distances, submission.manhattan_distances, submission.cosine_distances):
        own = np.array(function(x, x.copy()))
        assert_equal(own.shape, (len(x), len(x)), what="the shape of the distances")
        assert np.ptp(own) > 0.1, "All rows have the same distance."
        np.fill_diagonal(own, 0.0)
        assert_close(
            function(x), own, rtol=1e-4, atol=1e-4, what="the distances among rows, beside those of x and a copy of it"
        )


@pytest.mark.points(5)
def test_never_negative_and_0_on_the_diagonal(submission, rng):
    """Rounding leaves no squared distance below 0, and without y the diagonal is 0 exactly."""
    x = np.concatenate([100 + rng.normal(size=(40, 7)), np.full((1, 7), 1 / 3)])
    found = np.asarray(submission.squared_distances(x))
    assert_equal(np.diag(found), np.zeros(41), what="the diagonal")
    assert found.max() > 0, "All distances are 0."
    found = np.asarray(submission.squared_distances(x, x + 0.0))
    assert found.min() >= 0, f"The smallest distance is {found.min()}, which is below 0."


@pytest.mark.points(4)
def test_cosine_distances_from_0_to_2(submission, rng):
    """Rounding goes neither below 0 nor above 2; without y the diagonal is 0 exactly, for a row of zeros as well."""
    x = np.concatenate([100 + rng.normal(size=(40, 7)), np.full((1, 7), 1 / 3)])
    found = np.asarray(submission.cosine_distances(x))
    assert_close(np.diag(found), np.zeros(41), atol=1e-14, what="the diagonal of the cosine distances")
    # What rounding leaves differs from one program to the next.
    left = float(np.abs(np.diag(found)).max())
    assert left == 0, f"Without y the diagonal of the cosine distances is 0 exactly: rounding leaves {left:.1g} on it."
    assert found.max() > 0, "All distances are 0."
    found = np.asarray(submission.cosine_distances(x, x + 0.0))
    assert found.min() >= 0, f"The smallest cosine distance is {found.min()}, which is below 0."
    # Fixed, since only now and then a distance is rounded to more than 2: here some are.
    x = np.random.default_rng(3).normal(size=(60, 30))
    found = np.asarray(submission.cosine_distances(x, -x))
    assert found.max() <= 2, f"The largest cosine distance is {found.max()}, which is above 2."
    own = float(np.asarray(submission.cosine_distances(np.array([[3.0, 4.0], [0.0, 0.0]])))[1, 1])
    # nan where a row of zeros has no guard at all is judged elsewhere
    assert own == 0 or np.isnan(own), f"The cosine distance of a row of zeros to itself, without y, is {own}: it is 0."


@pytest.mark.points(4)
def test_float64(submission, rng):
    """The results are float64, and squared distances are right to 1e-9 of the largest |a|^2 + |b|^2."""
    x, y = rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    for function in (submission.squared_distances, submission.manhattan_distances, submission.cosine_distances):
        found = np.asarray(function(x, y))
        assert found.dtype == np.dtype(np.float64), f"The distances have the dtype {found.dtype}: float64 is asked for."
    near = np.array(submission.squared_distances(x, y))
    assert np.ptp(near) > 0.1, "All rows have the same distance."
    far = submission.squared_distances(50 + x, 50 + y)
    largest = ((50 + x) ** 2).sum(axis=1).max() + ((50 + y) ** 2).sum(axis=1).max()
    what = "the distances of rows that are all moved by 50, beside those of the same rows before,"
    assert_close(far, near, rtol=0.0, atol=1e-9 * largest, what=what)


@pytest.mark.points(5)
def test_a_square_result_keeps_its_diagonal(submission, rng):
    """With a y of its own, row i of x and row i of y are different points."""
    x, y = rng.normal(size=(2, 4, 3))
    for function in (submission.squared_distances, submission.cosine_distances):
        found = np.asarray(function(x, y))
        alone = np.array([np.asarray(function(x[i : i + 1], y))[0, i] for i in range(4)])
        assert np.abs(alone).min() > 0, "Different rows have the distance 0."
        assert_close(
            np.diag(found), alone, rtol=1e-4, atol=1e-4, what="the diagonal, beside those distances one by one"
        )


@pytest.mark.points(3)
def test_a_row_of_zeros_has_the_cosine_distance_1(submission, rng):
    """A row of zeros, in x or in y, has the cosine distance 1 to all others."""
    x, y = rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    x[1], y[2] = 0.0, 0.0
    found = np.asarray(submission.cosine_distances(x, y))
    assert_close(found[1], np.ones(5), what="the distances of the row of zeros in x")
    assert_close(found[:, 2], np.ones(4), what="the distances of the row of zeros in y")
    among = np.asarray(submission.cosine_distances(x))
    assert_close(among[1, [0, 2, 3]], np.ones(3), what="the distances of the row of zeros to the others, without y")


@pytest.mark.points(2)
def test_a_short_row_has_a_direction(submission):
    """Only a row of zeros has no direction: no lower limit for the norms, or for their product, takes a short row's."""
    x, y = np.array([[3.0, 4.0], [2.0, 0.0]]), np.array([[5.0, 0.0], [-3.0, -4.0]])
    found = submission.cosine_distances(1e-30 * x, y)
    assert_close(found, np.array([[0.4, 2.0], [0.0, 1.6]]), atol=1e-12, what="the distances of rows as short as 5e-30")


@pytest.mark.points(3)
def test_one_row_and_one_feature(submission, rng):
    """A single row, and rows of a single feature, are no special case."""
    for shape in ((1, 4), (4, 1), (1, 1)):
        x, y = rng.uniform(1, 2, size=shape), rng.uniform(3, 4, size=shape)
        functions = (submission.squared_distances, submission.manhattan_distances, submission.cosine_distances)
        for function in functions:
            assert_equal(np.shape(function(x, y)), (shape[0], shape[0]), what="the shape of the distances")
        check(submission.manhattan_distances, manhattan, x, y)
