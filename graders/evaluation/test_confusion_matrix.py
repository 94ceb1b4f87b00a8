"""Grades `confusion_matrix`: pairs counted one by one, and the four cells of a class counted from the labels."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

RATES = ("sensitivity", "specificity", "type I rate", "type II rate")


def pairs(y_true, y_pred, labels):
    """The matrix, counted pair by pair from the definition."""
    return np.array([[np.sum((y_true == a) & (y_pred == b)) for b in labels] for a in labels], dtype=float)


def counts(submission, *args):
    """The answer's matrix, of floats: that they are integers is a test of its own."""
    return np.asarray(submission.confusion_matrix(*args), dtype=float)


@pytest.mark.points(20)
def test_pairs_are_counted(submission, rng):
    """Item (i, j) is the number of rows of class i that were predicted to be j."""
    y_true, y_pred = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2]), np.array([0, 1, 1, 1, 2, 2, 2, 2, 0])
    found = counts(submission, y_true, y_pred, np.arange(3))
    assert_close(found, pairs(y_true, y_pred, range(3)), what="the matrix")
    y_true, y_pred = rng.integers(0, 4, 40), rng.integers(0, 4, 40)
    y_pred[:8], y_true[:4] = y_true[:8] % 2, np.arange(4)
    found = counts(submission, y_true, y_pred, np.arange(4))
    assert_close(found, pairs(y_true, y_pred, range(4)), what="the matrix")


@pytest.mark.points(15)
def test_labels_give_the_order(submission, rng):
    """Rows and columns are in the order of `labels`, which are any integers; one that no row has is a row of zeros."""
    for labels in (np.array([2, 0, 3, 1]), np.array([7, -3, 12, 5])):
        y_true, y_pred = rng.choice(labels[:3], 20), rng.choice(labels[:3], 20)
        y_true[:4], y_pred[:4] = labels[[0, 0, 1, 2]], labels[[1, 1, 2, 2]]
        found = counts(submission, y_true, y_pred, labels)
        assert_close(found, pairs(y_true, y_pred, labels), what=f"the matrix for the labels {labels.tolist()}")


@pytest.mark.points(5)
def test_counts_are_integers(submission):
    """The matrix is an array of integers."""
    y_true, y_pred = np.array([0, 1, 2, 2]), np.array([0, 2, 1, 2])
    found = submission.confusion_matrix(y_true, y_pred, np.arange(3))
    assert_equal(found, np.array([[1, 0, 0], [0, 0, 1], [0, 1, 1]]), what="the matrix")


@pytest.mark.points(5)
def test_without_labels(submission):
    """Without `labels` the labels that occur are there, in ascending order, and no numbers between them."""
    y_true, y_pred = np.array([8, 4, 4, 6]), np.array([8, 4, 6, 4])
    found = counts(submission, y_true, y_pred)
    assert_close(found, pairs(y_true, y_pred, [4, 6, 8]), what="the matrix of the labels 4, 6 and 8")


@pytest.mark.points(5)
def test_a_class_that_is_only_predicted_or_only_true(submission):
    """Without `labels` a label that is only predicted or only true somewhere has its row and column, too."""
    y_true, y_pred = np.array([4, 4, 8, 8, 6]), np.array([4, 2, 8, 9, 4])
    found = counts(submission, y_true, y_pred)
    assert_close(found, pairs(y_true, y_pred, [2, 4, 6, 8, 9]), what="the matrix of the labels 2, 4, 6, 8 and 9")


@pytest.mark.points(20)
def test_counts_of_one_class(submission, rng):
    """Of one class TP is its diagonal cell, FN the rest of its row, FP the rest of its column, TN all else."""
    for matrix in (
        np.array([[5, 1, 0], [2, 6, 3], [8, 4, 7]]),
        np.array([[9, 2], [4, 1]]),
        rng.integers(1, 20, (4, 4)),
    ):
        for i in range(len(matrix)):
            rest = [j for j in range(len(matrix)) if j != i]
            expected = (matrix[i, i], matrix[i, rest].sum(), matrix[rest, i].sum(), matrix[rest][:, rest].sum())
            found = tuple(submission.one_against_rest(matrix, i))
            assert_equal(found, tuple(map(int, expected)), what=f"TP, FN, FP and TN of class {i} of {matrix.tolist()}")


@pytest.mark.points(15)
def test_rates(submission, rng):
    """Sensitivity, specificity, and the rates of type I and type II errors."""
    for matrix in (np.array([[30, 10], [5, 15]]), np.array([[5, 1], [7, 40]]), rng.integers(1, 20, (2, 2))):
        for i in (0, 1):
            (tp, fn), (fp, tn) = matrix if i == 0 else matrix[::-1, ::-1]
            expected = (tp / (tp + fn), tn / (tn + fp), fp / (fp + tn), fn / (fn + tp))
            for name, rate, right in zip(RATES, submission.rates(matrix, i), expected, strict=True):
                assert_close(rate, float(right), what=f"the {name} of class {i} of {matrix.tolist()}")


@pytest.mark.points(5)
def test_a_denominator_of_zero(submission):
    """A rate with nothing to be a share of is nan, and the others are what they are."""
    for matrix, expected in (
        ([[0, 0], [3, 5]], (math.nan, 0.625, 0.375, math.nan)),
        ([[2, 6], [0, 0]], (0.25, math.nan, math.nan, 0.75)),
    ):
        for name, rate, right in zip(RATES, submission.rates(np.array(matrix), 0), expected, strict=True):
            assert_close(rate, right, what=f"the {name} of class 0 of {matrix}")


@pytest.mark.points(5)
def test_accuracy(submission, rng):
    """Accuracy is the share of the diagonal."""
    for matrix in (np.array([[3, 1, 0], [2, 6, 1], [4, 0, 3]]), rng.integers(1, 9, (4, 4))):
        right = sum(int(matrix[i, i]) for i in range(len(matrix))) / int(matrix.sum())
        assert_close(submission.accuracy(matrix), right, what=f"the accuracy of {matrix.tolist()}")


@pytest.mark.points(5)
def test_an_unknown_label(submission):
    """A true or predicted label that isn't among `labels` is a ValueError."""
    labels = np.array([0, 1, 2])
    good, bad = np.array([2, 0, 1]), np.array([2, 5, 1])
    assert_close(counts(submission, good, good, labels), np.eye(3), what="the matrix")
    for y_true, y_pred in ((bad, good), (good, bad), (np.array([2, -1, 1]), good), (good, np.array([2, -1, 1]))):
        with pytest.raises(ValueError):
            submission.confusion_matrix(y_true, y_pred, labels)
