"""Grades `precision_recall_f1`: quotients of counts, as exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

NAMES = ("precision", "recall", "F1")
LOOSE = 1e-5  # for tests that aren't about the last digits


def quotient(a, b):
    return Fraction(int(a), int(b)) if b else Fraction(0)


def of_counts(tp, fp, fn):
    return quotient(tp, tp + fp), quotient(tp, tp + fn), quotient(2 * tp, 2 * tp + fp + fn)


def counts(y_true, y_pred, c):
    tp = np.sum((y_true == c) & (y_pred == c))
    return tp, np.sum(y_pred == c) - tp, np.sum(y_true == c) - tp


def of_class(y_true, y_pred, c):
    return of_counts(*counts(y_true, y_pred, c))


def mean(y_true, y_pred, classes, weights):
    """Means of the three metrics over classes."""
    rows = [of_class(y_true, y_pred, c) for c in classes]
    return [sum(w * row[i] for w, row in zip(weights, rows, strict=True)) / sum(weights) for i in range(3)]


def labels(rng, classes, n=40):
    """True and predicted labels in which every class is found, missed and mistaken."""
    y_true, y_pred = rng.choice(classes, n), rng.choice(classes, n)
    ends = np.repeat(classes, 3)
    y_true[: len(ends)], y_pred[: len(ends)] = ends, np.stack([classes, classes, np.roll(classes, 1)], axis=1).ravel()
    return y_true, y_pred


def check(found, expected, names, what, rtol=LOOSE):
    values = dict(zip(NAMES, found, strict=True))
    rights = dict(zip(NAMES, expected, strict=True))
    for name in names:
        assert_close(values[name], float(rights[name]), rtol=rtol, what=f"the {name} {what}")


@pytest.mark.points(20)
def test_one_class(submission, rng):
    """Precision is a share of what was predicted, recall of what is."""
    fixed = (np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 1, 1, 1, 0, 0]))
    for y_true, y_pred in (fixed, labels(rng, np.array([0, 1]), 25)):
        found = submission.precision_recall_f1(y_true, y_pred)
        check(found, of_class(y_true, y_pred, 1), NAMES[:2], "of class 1")


@pytest.mark.points(15)
def test_f1(submission, rng):
    """F1 is the harmonic mean, 2 TP / (2 TP + FP + FN)."""
    fixed = (np.array([1, 1, 1, 1, 0, 0, 0, 0, 0]), np.array([1, 0, 0, 0, 1, 0, 0, 0, 0]))
    for y_true, y_pred in (fixed, labels(rng, np.array([0, 1]), 25)):
        check(submission.precision_recall_f1(y_true, y_pred), of_class(y_true, y_pred, 1), NAMES[2:], "of class 1")
    y_true, y_pred = np.array([0, 0, 0, 0, 1, 1, 2, 2]), np.array([0, 0, 1, 2, 1, 1, 2, 0])
    expected = np.array([float(of_class(y_true, y_pred, c)[2]) for c in range(3)])
    assert_close(submission.per_class(y_true, y_pred)[3], expected, rtol=LOOSE, what="the F1 of each class")


@pytest.mark.points(5)
def test_the_positive_class(submission):
    """The binary metrics are those of the class `positive`."""
    y_true, y_pred = np.array([4, 4, 4, 1, 1, 9, 9, 4]), np.array([4, 4, 1, 1, 4, 4, 9, 4])
    for c in (4, 9):
        found = submission.precision_recall_f1(y_true, y_pred, "binary", c)
        check(found, of_class(y_true, y_pred, c), NAMES[:2], f"of class {c}")


@pytest.mark.points(10)
def test_each_class(submission, rng):
    """Classes ascending, and precision, recall and support of each."""
    for classes in (np.array([2, 5, 7]), np.array([-4, 2, 7])):
        y_true, y_pred = labels(rng, classes)
        y_true[30:], y_pred[30:] = 7, 2  # the predicted classes have other numbers
        found = tuple(submission.per_class(y_true, y_pred))
        assert_equal(found[0], classes, what=f"the classes, where the labels are {classes.tolist()}")
        for i, name in ((0, "precision"), (1, "recall")):
            expected = np.array([float(of_class(y_true, y_pred, c)[i]) for c in classes])
            assert_close(found[1 + i], expected, rtol=LOOSE, what=f"the {name} of each class")
        assert_equal(found[4], np.array([np.sum(y_true == c) for c in classes]), what="the support of each class")


@pytest.mark.points(15)
def test_macro(submission, rng):
    """Macro is the mean of each metric over the classes."""
    fixed = (np.array([0, 0, 0, 0, 0, 0, 1, 1, 2]), np.array([0, 0, 0, 0, 1, 2, 1, 0, 2]))
    for y_true, y_pred in (fixed, labels(rng, np.array([0, 1, 2]))):
        found = submission.precision_recall_f1(y_true, y_pred, "macro")
        check(found, mean(y_true, y_pred, range(3), [1, 1, 1]), NAMES, "of the macro average")


@pytest.mark.points(10)
def test_weighted(submission, rng):
    """Weighted is the mean of each metric, weighted by the number of true rows."""
    fixed = (np.array([0, 0, 0, 0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 2, 1, 0, 2]))
    for y_true, y_pred in (fixed, labels(rng, np.array([0, 1, 2]))):
        support = [int(np.sum(y_true == c)) for c in range(3)]
        found = submission.precision_recall_f1(y_true, y_pred, "weighted")
        check(found, mean(y_true, y_pred, range(3), support), NAMES, "of the weighted average")


@pytest.mark.points(10)
def test_micro(submission, rng):
    """Micro adds up TP, FP and FN of all classes and divides once."""
    fixed = (np.array([0, 0, 0, 0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 2, 1, 0, 2]))
    for y_true, y_pred in (fixed, labels(rng, np.array([0, 1, 2]))):
        total = np.sum([counts(y_true, y_pred, c) for c in range(3)], axis=0)
        found = submission.precision_recall_f1(y_true, y_pred, "micro")
        check(found, of_counts(*total), NAMES, "of the micro average")


@pytest.mark.points(5)
def test_classes_that_are_only_predicted(submission):
    """A class that is only predicted, or only true, is one of the classes of an average."""
    y_true, y_pred = np.array([3, 3, 3, 6, 6, 6]), np.array([3, 3, 8, 6, 6, 3])
    assert_equal(submission.per_class(y_true, y_pred)[0], np.array([3, 6, 8]), what="the classes")
    found = submission.precision_recall_f1(y_true, y_pred, "macro")
    check(found, mean(y_true, y_pred, (3, 6, 8), [1, 1, 1]), NAMES[1:2], "of the macro average")
    y_true, y_pred = y_pred, y_true
    assert_equal(
        submission.per_class(y_true, y_pred)[0], np.array([3, 6, 8]), what="the classes where 8 is never predicted"
    )
    found = submission.precision_recall_f1(y_true, y_pred, "macro")
    check(
        found, mean(y_true, y_pred, (3, 6, 8), [1, 1, 1]), NAMES[:1], "of the macro average where 8 is never predicted"
    )


@pytest.mark.points(5)
def test_nothing_to_divide_by(submission):
    """0 / 0 is 0, and so are all three metrics of a class of which no row was found."""
    # Class 1 is predicted for another's row, and class 2 never.
    y_true, y_pred = np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1])
    found = submission.per_class(y_true, y_pred)
    rows = np.isin(np.asarray(found[0]), (1, 2))  # which classes there are is judged elsewhere
    for name, metric in zip(NAMES, found[1:4], strict=True):
        what = f"the {name} of classes of which no row was found"
        assert_close(np.asarray(metric)[rows], np.zeros(np.count_nonzero(rows)), what=what)
    never, found = np.array([1, 1, 0, 0]), np.array([0, 0, 0, 0])
    for y_true, y_pred in ((never, found), (found, never), (found, found)):
        expected = of_class(y_true, y_pred, 1)
        check(
            submission.precision_recall_f1(y_true, y_pred),
            expected,
            NAMES,
            f"of class 1 of true {y_true.tolist()} and predicted {y_pred.tolist()}",
        )


@pytest.mark.points(3)
def test_quotients_are_exact(submission):
    """Nothing is added to the denominators: quotients of small numbers are exact to the last digits."""
    y_true, y_pred = np.array([1, 1, 1, 0, 0, 0, 0]), np.array([1, 1, 0, 1, 0, 0, 0])
    check(submission.precision_recall_f1(y_true, y_pred), of_class(y_true, y_pred, 1), NAMES, "of class 1", rtol=1e-12)


@pytest.mark.points(2)
def test_an_unknown_average(submission):
    """An average of another name is a ValueError."""
    y = np.array([1, 0, 1])
    for average in ("binary", "macro", "micro", "weighted"):
        check(submission.precision_recall_f1(y, y, average), (1, 1, 1), NAMES, f"of {average}")
    with pytest.raises(ValueError):
        submission.precision_recall_f1(y, y, "mean")
