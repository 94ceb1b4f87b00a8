"""Grades `knn`: the oracle sorts pairs of distance and index; votes are counted over the answer's neighbours."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes

METRICS = {
    "euclidean": math.dist,
    "manhattan": lambda a, b: math.fsum(abs(p - q) for p, q in zip(a, b, strict=True)),
    "cosine": lambda a, b: 1 - math.fsum(p * q for p, q in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b),
}


def nearest(X, Q, k, metric="euclidean"):
    rows = X.tolist()
    order = [sorted(range(len(rows)), key=lambda i: (METRICS[metric](q, rows[i]), i))[:k] for q in Q.tolist()]
    return np.array(order)


def line(*values):
    return np.array(values, dtype=np.float64)[:, None]


def problem(rng):
    m, d = sizes(rng, 5, 3)
    return rng.normal(size=(8, d)), rng.normal(size=(m, d))


@pytest.mark.points(27)
def test_the_nearest_rows(submission, rng):
    """The k training rows with the smallest Euclidean distance, the nearest first."""
    X, Q = np.array([[4.0, 0.0], [0.0, 1.0], [3.0, 3.0], [0.0, -2.0]]), np.array([[0.0, 0.0], [4.0, 2.0]])
    assert_equal(submission.neighbours(X, Q, 3), np.array([[1, 3, 0], [2, 0, 1]]), what="the neighbours")
    X, Q = problem(rng)
    for k in (2, 4):
        assert_equal(submission.neighbours(X, Q, k), nearest(X, Q, k), what=f"the neighbours for k = {k}")
    # So many rows that no implementation of argpartition happens to leave them sorted.
    X = line(*(np.arange(601.0) * 150 % 601))
    assert_equal(submission.neighbours(X, line(-1), 300), nearest(X, line(-1), 300), what="300 neighbours of 601")


def check_metric(submission, rng, metric, expected):
    X, Q = np.array([[3.0, 3.0], [1.0, 4.0], [-1.0, 0.5], [10.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 9.0]])
    found = submission.neighbours(X, Q, 3, metric)
    assert_equal(found, np.array(expected), what=f"the neighbours by {metric}")
    X, Q = problem(rng)
    X *= rng.choice([0.1, 10.0], size=(len(X), 1))
    found = submission.neighbours(X, Q, 3, metric)
    assert_equal(found, nearest(X, Q, 3, metric), what=f"the neighbours by {metric}")


@pytest.mark.points(7)
def test_the_manhattan_distance(submission, rng):
    """The Manhattan distance, a sum of absolute differences, orders the rows in its own way."""
    check_metric(submission, rng, "manhattan", [[2, 1, 0], [0, 1, 2]])


@pytest.mark.points(7)
def test_the_cosine_distance(submission, rng):
    """The cosine distance looks at the angle alone, whatever the lengths of the rows."""
    check_metric(submission, rng, "cosine", [[3, 0, 1], [1, 0, 3]])


@pytest.mark.points(6)
def test_of_equal_distances_the_lower_index_is_nearer(submission, rng):
    """Of rows that are equally far away, the one with the lower index comes first."""
    X, Q = line(5, 1, -1, 3, 1, -3, 9), line(0)
    assert_equal(submission.neighbours(X, Q, 4), np.array([[1, 2, 4, 3]]), what="the neighbours")
    X = rng.integers(-2, 3, size=(40, 2)).astype(np.float64)
    for metric in ("euclidean", "manhattan"):
        found = submission.neighbours(X, np.zeros((1, 2)), 30, metric)
        assert_equal(found, nearest(X, np.zeros((1, 2)), 30, metric), what=f"the neighbours by {metric}")
    # Predictions that sort the distances together with the labels take the smallest label.
    X, y = line(3, 1, -1, -2), np.array([0, 1, 0, 1])
    assert_equal(submission.classify(X, y, line(0), 1), np.array([1]), what="the label of the first of two rows")
    found = submission.regress(X, np.array([9.0, 4.0, 2.0, 7.0]), line(0), 1)
    assert_close(found, np.array([4.0]), what="the target of the first of two rows")


@pytest.mark.points(20)
def test_the_vote(submission, rng):
    """The label that most of the k neighbours have."""
    # Around 2.2 the nearest label is 12 and the smallest -3, and neither is the majority's.
    X, y = line(1, 2, 3, 4, 5, 6, 100), np.array([10, 12, 10, -3, 7, 7, -3])
    assert_equal(submission.classify(X, y, line(2.2, 5.2), 4), np.array([10, 7]), what="the labels")
    X, Q = problem(rng)
    y = rng.permutation(np.array([4, 4, 4, 4, -20, -20, -20, -20]))
    for k in (1, 3, 5):
        order = np.asarray(submission.neighbours(X, Q, k))
        assert_equal(order.shape, (len(Q), k), what="the shape of the neighbours")
        expected = []
        for row in y[order].tolist():
            expected.append(min(set(row), key=lambda label, row=row: (-row.count(label), label)))
        found = submission.classify(X, y, Q, k)
        assert_equal(found, np.array(expected), what=f"the labels for k = {k}, beside the votes of those neighbours")


@pytest.mark.points(5)
def test_of_equal_votes_the_smallest_label_wins(submission):
    """Of labels with equally many votes, the smallest wins, whoever is nearest."""
    X, y = line(1, 2, 11, 12, 21, 22, 23, 24), np.array([5, 3, 2, 8, -1, -7, -7, -1])
    found = submission.classify(X, y, line(0, 10, 13), 2)
    assert_equal(found, np.array([3, 2, 2]), what="the labels where two have one vote each")
    assert_equal(submission.classify(X, y, line(20), 4), np.array([-7]), what="the label where two have two votes each")


@pytest.mark.points(14)
def test_the_mean_target(submission, rng):
    """The mean target of the k neighbours, each with the same weight."""
    X, y = line(1, 2, 3, 4, 100), np.array([4.0, 5.0, 0.0, 40.0, 7.0])
    assert_close(submission.regress(X, y, line(0, 3.4), 3), np.array([3.0, 15.0]), what="the predictions")
    X, Q = problem(rng)
    y = rng.normal(size=len(X))
    for k in (2, 5):
        order = np.asarray(submission.neighbours(X, Q, k))
        found = submission.regress(X, y, Q, k)
        assert_close(found, y[order].mean(axis=1), what=f"the means for k = {k}, beside those of these neighbours")


@pytest.mark.points(5)
def test_predictions_use_the_metric(submission):
    """classify and regress find the neighbours by the metric that is asked for."""
    X, Q = np.array([[3.5, 2.5], [5.0, 0.0], [-1.0, 9.0]]), np.array([[1.0, 0.0]])
    y = np.array([1, 2, 3])
    for metric in ("manhattan", "cosine"):
        (first,) = np.asarray(submission.neighbours(X, Q, 1, metric))[0]
        assert_equal(submission.classify(X, y, Q, 1, metric), np.array([first + 1]), what=f"the label by {metric}")
        assert_close(submission.regress(X, y, Q, 1, metric), np.array([first + 1.0]), what=f"the target by {metric}")


@pytest.mark.points(3)
def test_a_query_that_is_a_training_row(submission):
    """A training row is the nearest to itself, at the distance 0."""
    # So many that |q|^2 - 2 q.x + |x|^2 is rounded to less than 0 for some of them.
    X = np.random.default_rng(3).normal(size=(60, 5))
    found = submission.neighbours(X, X.copy(), 2)
    assert_equal(found, nearest(X, X, 2), what="the neighbours of the training rows themselves")


@pytest.mark.points(3)
def test_one_neighbour_and_all_of_them(submission, rng):
    """k = 1 takes the nearest row alone, and k = N all rows."""
    X, y = line(3, 1, 2), np.array([6.0, 0.0, 3.0])
    assert_equal(np.shape(submission.neighbours(X, line(0, 9), 1)), (2, 1), what="the shape of the neighbours")
    assert_close(submission.regress(X, y, line(5), 1), np.array([6.0]), what="the target of the nearest row")
    assert_close(submission.regress(X, y, line(5, 0), 3), np.array([3.0, 3.0]), what="the mean of all targets")


@pytest.mark.points(3)
def test_a_wrong_k_or_metric_is_refused(submission):
    """A k that isn't from 1 to N, and a metric of another name, raise ValueError."""
    X, y = line(1, 2, 3), np.array([1, 2, 2])
    assert_equal(np.shape(submission.neighbours(X, line(0), 2)), (1, 2), what="the shape of the neighbours")
    for k, metric in ((0, "euclidean"), (4, "euclidean"), (2, "chebyshev")):
        with pytest.raises(ValueError):
            submission.neighbours(X, line(0), k, metric)
        with pytest.raises(ValueError):
            submission.classify(X, y, line(0), k, metric)
        with pytest.raises(ValueError):
            submission.regress(X, y, line(0), k, metric)
