"""Grades `best_split`: impurities over all pairs of rows, and every way to cut a feature between two of its values."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def impurity(y, weights, criterion):
    p = weights / weights.sum()
    difference = (y[:, None] != y) if criterion == "gini" else np.subtract.outer(y, y) ** 2 / 2
    return float(p @ difference @ p)


def splits(X, y, weights, criterion):
    """(gain, feature, threshold) of every split, in the order of the tie rule."""
    found, whole = [], impurity(y, weights, criterion)
    for j, x in enumerate(X.T):
        for a, b in pairwise(np.unique(x)):
            cost = sum(weights[s].sum() * impurity(y[s], weights[s], criterion) for s in (x <= a, x >= b))
            found.append((whole - cost / weights.sum(), j, (a + b) / 2))
    return found


def best(X, y, weights, criterion):
    every = splits(X, y, weights, criterion)
    gain = max(every)[0]
    return next((j, t, gain) for g, j, t in every if g >= gain - 1e-12)


def rows_without_ties(rng, y, weights, d, criterion):
    """Rows whose best split is the only one, and leaves two rows or more on either side.

    Which of equal ones is taken, and whether the first and the last threshold are tried, is judged in fixed cases.
    """
    while True:
        X = rng.normal(size=(len(y), d))
        (second, _, _), (gain, feature, threshold) = sorted(splits(X, y, weights, criterion))[-2:]
        if gain - second > 1e-6 and 2 <= (X[:, feature] <= threshold).sum() <= len(y) - 2:
            return X


def check_features(submission, cases, criterion):
    """Compares the features of several best splits at once: in a single table many causes take the same wrong one."""
    found = [submission.best_split(X, y, np.ones(len(y)), criterion) for X, y in cases]
    assert all(one is not None for one in found), "There is a split, and None came back."
    expected = [float(best(X, y, np.ones(len(y)), criterion)[0]) for X, y in cases]
    what = f"the features of the best splits of {len(cases)} tables"
    assert_equal([float(next(iter(one))) for one in found], expected, what=what)


def check(submission, X, y, weights, criterion):
    feature, threshold, gain = best(X, y, weights, criterion)
    found = submission.best_split(X, y, weights, criterion)
    assert found is not None, "There is a split, and None came back."
    numbers = np.array([float(value) for value in found])
    assert_equal(len(numbers), 3, what="the number of results")
    assert_equal(numbers[0], float(feature), what="the feature")
    x = X[:, feature]
    assert_equal(np.less_equal(x, numbers[1]), x <= threshold, what="which rows go to the left")
    assert_close(numbers[2], gain, rtol=1e-7, atol=1e-9, what="the gain")


X0 = np.array([[5.0, 1.0, 7.0], [3.0, 2.0, 7.0], [4.0, 4.0, 6.0], [1.0, 9.0, 7.0], [2.0, 8.0, 7.5]])


@pytest.mark.points(19)
def test_the_impurity_of_a_node(submission, rng):
    """The Gini impurity and the mean squared error, of weighted rows."""
    y, w = np.array([0, 1, 0, 5]), np.array([1.0, 3.0, 2.0, 2.0])
    assert_close(submission.impurity(y, w, "gini"), 1 - (9 + 9 + 4) / 64, what="the Gini impurity")
    y, w = rng.normal(size=6) + 3, rng.uniform(0.5, 2, size=6)
    found = submission.impurity(y, w, "squared_error")
    assert_close(found, impurity(y, w, "squared_error"), rtol=1e-7, what="the squared error")


@pytest.mark.points(3)
def test_labels_are_any_integers(submission, rng):
    """Labels may be negative, and needn't be small or in a row."""
    w = rng.uniform(0.5, 2, size=6)
    plain = float(submission.impurity(np.array([0, 1, 2, 0, 1, 0]), w, "gini"))
    assert 0.1 < plain < 10, f"The Gini impurity of three labels is {plain}."
    assert_close(submission.impurity(np.full(6, -3), w, "gini"), 0.0, atol=1e-9, what="the Gini impurity of one label")
    found = submission.impurity(np.array([-3, 10**12, -1, -3, 10**12, -3]), w, "gini")
    assert_close(found, plain, what="the Gini impurity of other labels, beside that of 0, 1 and 2")


@pytest.mark.points(28)
def test_the_best_split_by_gini(submission, rng):
    """The split of all features and thresholds whose Gini gain is largest."""
    cases = [(X0, np.array([0, 0, 1, 1, 1])), (X0, np.array([0, 0, 3, 0, 0]))]
    cases += [
        (X0, np.array([0, 1, 0, 0, 1])),
        (X0, np.array([2, 2, 0, 0, 1])),
        (X0[:, ::-1], np.array([0, 0, 1, 1, 1])),
    ]
    check_features(submission, cases, "gini")
    # Of one feature alone the best threshold is the last, and then the first.
    for X, y in (*cases[:2], (X0[:, :1], np.array([1, 0, 0, 0, 0])), (X0[:, :1], np.array([0, 0, 0, 1, 0]))):
        check(submission, X, y, np.ones(5), "gini")
    for _ in range(2):
        y = rng.permutation(np.array([0, 0, 0, 0, 1, 1, 1, 2, 2]))
        check(submission, rows_without_ties(rng, y, np.ones(9), 3, "gini"), y, np.ones(9), "gini")


@pytest.mark.points(18)
def test_the_best_split_by_squared_error(submission, rng):
    """The split whose gain in squared error is largest."""
    check(submission, X0, np.array([0.0, 1.0, 5.0, 6.0, 5.5]), np.ones(5), "squared_error")
    y = rng.normal(size=8)
    check(submission, rows_without_ties(rng, y, np.ones(8), 3, "squared_error"), y, np.ones(8), "squared_error")


@pytest.mark.points(10)
def test_weights_count_like_copies(submission, rng):
    """A row of weight 3 counts like three copies of it."""
    check(submission, X0, np.array([0, 1, 0, 1, 1]), np.array([6.0, 1.0, 1.0, 2.0, 1.0]), "gini")
    y, w = rng.normal(size=8), rng.integers(1, 6, size=8) + 0.0
    check(submission, rows_without_ties(rng, y, w, 2, "squared_error"), y, w, "squared_error")


@pytest.mark.points(7)
def test_thresholds_are_midpoints(submission):
    """The threshold lies halfway between the two values that it separates."""
    # The second feature's values lie between those of the first, which parts the labels in each case.
    X = np.array([[5.0, 3.0], [1.0, 6.0], [2.0, 4.0], [9.0, 1.5]])
    for y, expected in (([1, 0, 0, 1], 3.5), ([0, 0, 0, 1], 7.0), ([1, 0, 1, 1], 1.5)):
        found = submission.best_split(X, np.array(y), np.ones(4), "gini")
        assert found is not None, "There is a split, and None came back."
        assert_close(float(np.asarray(found)[1]), expected, what="the threshold")
    # Values that repeat: halfway between two rows that are equal lies the value itself.
    X = np.array([[3.7], [1.3], [1.3], [3.7], [8.2], [1.3]])
    for y, expected in (([1, 0, 0, 1, 1, 0], 2.5), ([0, 0, 0, 0, 1, 0], 5.95)):
        found = submission.best_split(X, np.array(y), np.ones(6), "gini")
        assert found is not None, "There is a split, and None came back."
        assert_close(float(np.asarray(found)[1]), expected, what="the threshold where values of the feature repeat")


@pytest.mark.points(3)
def test_equal_values_stay_together(submission):
    """No threshold separates rows whose values are equal, whatever their order."""
    X = np.array([[1.0], [1.0], [2.0], [2.0], [2.0], [3.0], [3.0]])
    for y in ([0, 0, 0, 0, 1, 1, 1], [1, 1, 0, 1, 1, 0, 0]):
        check(submission, X, np.array(y), np.ones(7), "gini")


@pytest.mark.points(5)
def test_of_equal_gains_the_first_split_is_taken(submission, rng):
    """Of equal gains the lower feature comes first, and then the lower threshold."""
    x = np.array([4.0, 2.0, 1.0, 3.0])
    for X, y in ((np.stack([x, x], axis=1), [1, 0, 0, 1]), (np.stack([x, -x], axis=1), [0, 1, 0, 1])):
        check(submission, X, np.array(y), np.ones(4), "gini")
    # Targets that read the same from both ends: splits come in pairs around 4, which only rounding tells apart.
    thresholds = []
    for _ in range(16):
        half, order = rng.normal(size=5), rng.permutation(9)
        y = np.concatenate([half, half[-2::-1]])[order]
        found = submission.best_split(order[:, None] + 0.0, y, np.ones(9), "squared_error")
        assert found is not None, "There is a split, and None came back."
        thresholds.append(float(np.asarray(found)[1]))
    first = bool(np.all(np.array(thresholds) < 4))
    assert_equal(first, True, what="whether the lower of two thresholds comes first, where rounding tells gains apart")
    # The middle target lies nearer to the lower one, so that the second of two splits gains more, by a lot or 5e-11.
    second = []
    for middle in (0.2, 0.5 - 1.5e-10):
        y = np.array([0.0, middle, 1.0])
        found = submission.best_split(np.array([[1.0], [2.0], [4.0]]), y, np.ones(3), "squared_error")
        assert found is not None, "There is a split, and None came back."
        second.append(bool(float(np.asarray(found)[1]) > 2))
    # Whether the larger gain is taken at all is judged elsewhere.
    assert_equal(second[1], second[0], what="whether the second of two splits comes back that gains 5e-11 more")


@pytest.mark.points(3)
def test_a_split_without_a_gain(submission):
    """The best split comes back even if its gain is 0."""
    found = submission.best_split(np.array([[2.0], [4.0]]), np.array([2, 2]), np.ones(2), "gini")
    assert found is not None, "There is a split, and None came back."
    assert_equal(float(np.asarray(found)[0]), 0.0, what="the feature")
    # A gain that should be 0 may be rounding: with these numbers it is often below 0.
    for k in (2, 6, 22, 27):
        y, w = np.full(2, k / 7), np.array([k / 10, 1.3])
        found = submission.best_split(np.array([[2.0], [4.0]]), y, w, "squared_error")
        assert found is not None, "None came back for a split whose gain is 0, but for rounding."


@pytest.mark.points(4)
def test_nothing_to_split(submission):
    """None comes back if no feature has two values; a criterion of another name raises ValueError."""
    y, w = np.array([0, 1, 1]), np.ones(3)
    assert submission.best_split(X0[:3], y, w, "gini") is not None, "There is a split, and None came back."
    found = submission.best_split(np.array([[1.0, 7.0], [3.0, 7.0], [2.0, 7.0]]), y, w, "gini")
    assert found is not None, "The second feature has one value, the first has three, and None came back."
    assert submission.best_split(np.ones((3, 2)), y, w, "gini") is None, "Equal rows can't be split."
    with pytest.raises(ValueError):
        submission.impurity(y, w, "misclassification")
    # Once with a split to be had and once without: a name that only the search looks at passes where there is none.
    for X in (X0[:3], np.ones((3, 2))):
        with pytest.raises(ValueError):
            submission.best_split(X, y, w, "misclassification")
