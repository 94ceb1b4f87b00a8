"""Grades `roc_auc`: counts for each threshold by the definition, and pairs of rows counted one by one."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, shuffled

NAMES = ("false positive rates", "true positive rates", "thresholds")


def curve(y, scores):
    """The points, each counted by itself."""
    thresholds = [np.inf, *sorted(set(scores.tolist()), reverse=True)]
    fpr = [np.mean(scores[y == 0] >= t) for t in thresholds]
    tpr = [np.mean(scores[y == 1] >= t) for t in thresholds]
    return np.array(fpr), np.array(tpr), np.array(thresholds)


def auc(y, scores):
    """The share of pairs that are in order, a tie counting one half."""
    pairs = [(a > b) + (a == b) / 2 for a in scores[y == 1].tolist() for b in scores[y == 0].tolist()]
    return sum(pairs) / len(pairs)


def distinct(rng, n):
    """Labels of both classes and scores without ties, no three of which follow each other in one class."""
    y = np.arange(n) % 2
    y[2 * int(rng.integers(1, n // 2 - 1))] = 1
    scores = rng.permutation(n)[::-1] * 0.75 - 3.0
    ranked = np.sort(scores)[::-1]
    order = rng.permutation(n)
    return y[order], ranked[order]


def check(found, expected, parts):
    for i in parts:
        # The number first: which rows of equal score come first is chance where each has a point.
        assert_equal(np.shape(tuple(found)[i]), expected[i].shape, what=f"the shape of the {NAMES[i]}")
        assert_close(np.asarray(tuple(found)[i], dtype=float), expected[i], what=f"the {NAMES[i]}")


@pytest.mark.points(25)
def test_the_curve(submission, rng):
    """Each distinct score gives one point, from (0, 0) to (1, 1)."""
    fixed = (np.array([1, 0, 0, 1, 0]), np.array([4.0, 2.5, -2.0, 1.5, 0.0]))
    for y, scores in (fixed, distinct(rng, 11)):
        check(submission.roc_curve(y, scores), curve(y, scores), (0, 1))


@pytest.mark.points(5)
def test_the_thresholds(submission, rng):
    """The thresholds are inf and the distinct scores, descending."""
    for y, scores in ((np.array([1, 0, 0, 1, 0]), np.array([4.0, 2.5, -2.0, 1.5, 0.0])), distinct(rng, 9)):
        check(submission.roc_curve(y, scores), curve(y, scores), (2,))


@pytest.mark.points(15)
def test_equal_scores_have_one_point(submission, rng):
    """Rows of equal score come in at once, whatever their order."""
    rows = [(2.0, 1), (2.0, 0), (2.0, 1), (1.0, 0), (1.0, 1), (1.0, 0), (1.0, 0), (-3.0, 1), (-3.0, 0)]
    for group in (rows, rows[::-1], shuffled(rng, rows)):
        scores, y = np.array([s for s, _ in group]), np.array([label for _, label in group])
        check(submission.roc_curve(y, scores), curve(y, scores), (0, 1))


@pytest.mark.points(5)
def test_every_distinct_score_has_a_point(submission):
    """A distinct score keeps its point where the curve goes straight on."""
    y, scores = np.array([1, 1, 1, 0, 1, 0, 0, 0]), np.array([9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0])
    check(submission.roc_curve(y, scores), curve(y, scores), (0, 1))


@pytest.mark.points(10)
def test_area(submission, rng):
    """The area is that of trapezoids of their own widths, and nothing where the curve goes straight up."""
    x, y = np.array([0.0, 0.25, 0.25, 1.0, 3.0]), np.array([0.5, 1.0, 2.0, 4.0, 3.0])
    assert_close(submission.area(x, y), 0.1875 + 2.25 + 7.0, what="the area of the curve")
    x, y = np.sort(rng.integers(0, 40, 8)) / 8, rng.integers(-8, 9, 8) / 4
    expected = sum((x[i + 1] - x[i]) * (y[i] + y[i + 1]) / 2 for i in range(7))
    assert_close(submission.area(x, y), float(expected), atol=1e-9, what="the area of the curve")


@pytest.mark.points(20)
def test_auc(submission, rng):
    """AUC is the share of pairs in which the positive row has the higher score."""
    labels, scores = np.array([1, 0, 0, 1, 0, 1]), np.array([4.0, 2.5, -2.0, 1.5, 0.0, -1.0])
    assert_close(submission.roc_auc(labels, scores), float(auc(labels, scores)), what="the AUC")
    worse = float(auc(labels, -scores))
    assert_close(submission.roc_auc(labels, -scores), worse, what="the AUC of scores that are worse than chance")
    labels = np.arange(15) % 3 // 2
    scores = rng.permutation(15) * 0.3 - 2.0 + 1.4 * labels
    assert_close(submission.roc_auc(labels, scores), float(auc(labels, scores)), what="the AUC")


@pytest.mark.points(10)
def test_equal_scores_count_one_half(submission, rng):
    """A positive and a negative row of the same score count one half, whatever their order."""
    tie = np.array([2.0, 2.0])
    both = [float(submission.roc_auc(np.array(y), tie)) for y in ([1, 0], [0, 1])]
    assert_close(sum(both) / 2, 0.5, what="the mean AUC of two rows of equal score in both orders")
    # Which of them is 1 and which is 0 depends on how an answer sorts.
    assert_close(abs(both[0] - 0.5), 0.0, what="how far the AUC of two rows of equal score is from one half")
    rows = [(2.0, 1), (2.0, 0), (2.0, 1), (1.0, 0), (1.0, 1), (1.0, 0), (1.0, 0), (-3.0, 1), (-3.0, 0)]
    for group in (rows, rows[::-1], shuffled(rng, rows), [(0.5, 1), (0.5, 0), (0.5, 0)]):
        scores, y = np.array([s for s, _ in group]), np.array([label for _, label in group])
        assert_close(submission.roc_auc(y, scores), float(auc(y, scores)), what="the AUC")


@pytest.mark.points(5)
def test_the_order_alone_matters(submission, rng):
    """A strictly increasing function of the scores has the same points and the same area."""
    y, scores = distinct(rng, 12)
    places = np.argsort(np.argsort(scores))
    for values in (1e9 + places, 2.0 ** (-40.0 - places[::-1].max() + places), -1e6 * (12.0 - places)):
        check(submission.roc_curve(y, values), curve(y, scores), (0, 1))
        assert_close(submission.roc_auc(y, values), float(auc(y, scores)), what="the AUC")


@pytest.mark.points(3)
@pytest.mark.timeout(0.3)  # a sort takes a hundredth of a second, a pass over the rows for each positive one 0.6
def test_many_rows(submission, rng):
    """The AUC of 50,000 rows takes no table of all pairs, and no pass over the rows for each of them."""
    ranks = rng.permutation(50_000)
    y = (np.arange(50_000) % 2 == 0).astype(np.int64)
    # Positive rows have the even ranks: each is above as many negatives as there are odd ranks below it.
    found = submission.roc_auc(y[ranks], ranks / 7)
    assert_close(found, 0.5 - 1 / 50_000, what="the AUC")


@pytest.mark.points(2)
def test_one_class_alone(submission):
    """A y without a 1 or without a 0 is a ValueError."""
    scores = np.array([0.25, 0.5, 0.75])
    assert_close(submission.roc_auc(np.array([0, 1, 1]), scores), 1.0, what="the AUC")
    for y in (np.array([1, 1, 1]), np.array([0, 0, 0])):
        with pytest.raises(ValueError):
            submission.roc_curve(y, scores)
        with pytest.raises(ValueError):
            submission.roc_auc(y, scores)
