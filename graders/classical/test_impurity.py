"""Grades `impurity`: Gini by all pairs of rows, entropies in Python's numbers, gains as the mutual information."""

import math
from collections import Counter

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def pairs(y):
    labels = y.tolist()
    return sum(a != b for a in labels for b in labels) / len(labels) ** 2


def bits(items):
    counts, n = Counter(items), len(items)
    return math.fsum(c / n * math.log2(n / c) for c in counts.values())


def mutual_information(y, groups):
    y, groups = y.tolist(), groups.tolist()
    return bits(y) + bits(groups) - bits(list(zip(y, groups, strict=True)))


def gini_gain(y, groups):
    return pairs(y) - math.fsum((groups == g).sum() * pairs(y[groups == g]) for g in set(groups.tolist())) / len(y)


def drawn(rng, numbers, counts):
    return rng.permutation(np.repeat(numbers, counts))


@pytest.mark.points(20)
def test_the_gini_impurity(submission, rng):
    """The Gini impurity is the chance that the labels of two rows differ, drawn with replacement."""
    assert_close(submission.gini(np.array([0, 0, 0, 1])), 0.375, what="the impurity of 3 and 1")
    assert_close(
        submission.gini(np.array([0, 2, 1, 1, 2, 1, 2, 2])), 30 / 64 + 8 / 64, what="the impurity of 4, 3 and 1"
    )
    y = drawn(rng, [0, 1, 2, 3], rng.permutation([1, 2, 4, 6]))
    assert_close(submission.gini(y), pairs(y), what="the impurity")


@pytest.mark.points(20)
def test_the_entropy(submission, rng):
    """The entropy is the mean of -log2 of the shares, in bits."""
    # An epsilon in the logarithm is judged for a single class.
    assert_close(submission.entropy(np.array([0, 0, 1, 2])), 1.5, rtol=1e-7, what="the entropy of 2, 1 and 1")
    y = drawn(rng, [0, 1, 2, 3], rng.permutation([1, 2, 4, 6]))
    assert_close(submission.entropy(y), bits(y.tolist()), rtol=1e-7, what="the entropy")


@pytest.mark.points(22)
def test_the_gain_of_a_split(submission, rng):
    """The gain is the entropy of all rows less that of the two groups, each weighted by its share."""
    # No group is pure: with one that is, other weights of the other one give what a sum or a mean gives.
    y, groups = np.array([0, 0, 0, 0, 1, 0, 1, 1]), np.array([0, 0, 0, 0, 0, 1, 1, 1])
    plain = float(submission.entropy(np.array([0, 1])))  # 1, in bits
    assert plain > 0.1, "The entropy of two classes half and half is hardly anything."
    expected = mutual_information(y, groups) * plain
    found = submission.information_gain(y, groups)
    assert_close(found, expected, atol=1e-7, what="the gain, in units of the answer's entropy")
    y, groups = drawn(rng, [0, 1], [5, 6]), drawn(rng, [0, 1], [3, 8])
    expected = mutual_information(y, groups) * plain
    found = submission.information_gain(y, groups, "entropy")
    assert_close(found, expected, atol=1e-7, what="the gain, in units of the answer's entropy")


@pytest.mark.points(9)
def test_the_gain_in_gini(submission, rng):
    """With the criterion gini, the gain is that of the Gini impurity."""
    y, groups = np.array([0, 0, 0, 0, 1, 0, 1, 1]), np.array([0, 0, 0, 0, 0, 1, 1, 1])
    plain = 2 * float(submission.gini(np.array([0, 1])))
    assert plain > 0.1, "The impurity of two classes half and half is hardly anything."
    found = submission.information_gain(y, groups, "gini")
    assert_close(found, plain * 49 / 480, what="the gain, in units of the answer's impurity")
    y, groups = drawn(rng, [0, 1], [5, 6]), drawn(rng, [0, 1], [3, 8])
    found = submission.information_gain(y, groups, "gini")
    assert_close(found, plain * gini_gain(y, groups), atol=1e-12, what="the gain, in units of the answer's impurity")


@pytest.mark.points(6)
def test_many_groups(submission, rng):
    """There may be any number of groups, each weighted by its share."""
    y = np.array([1, 1, 2, 2, 0, 0])
    own = float(submission.entropy(y))
    assert own > 0.1, "The entropy of three classes is hardly anything."
    assert_close(
        submission.information_gain(y, np.array([2, 2, 0, 0, 1, 1])), own, atol=1e-7, what="the gain of pure groups"
    )
    groups = np.array([2, 0, 0, 2, 2, 1])
    parts = [float(submission.entropy(y[groups == g])) * (groups == g).sum() / 6 for g in (0, 1, 2)]
    found = submission.information_gain(y, groups)
    assert_equal(len({round(part, 9) for part in parts}), 3, what="the number of different entropies of groups")
    more = (groups == 0).mean() + (groups == 2).mean() * math.log2(3)
    assert_close(found, own - more * own / math.log2(3), atol=1e-7, what="the gain, in units of the answer's entropy")


@pytest.mark.points(12)
def test_the_gain_ratio(submission, rng):
    """The gain ratio is the information gain divided by the entropy of the groups."""
    for y, groups in (
        (np.array([0, 0, 1, 1, 2]), np.array([0, 0, 2, 1, 0])),
        (drawn(rng, [0, 1, 2], [4, 5, 2]), drawn(rng, [0, 1], [3, 8])),
    ):
        gain, information = float(submission.information_gain(y, groups)), float(submission.entropy(groups))
        assert abs(information) > 0.1, "The entropy of the groups is hardly anything."
        assert abs(gain - information) > 0.02, "The gain of a split that says little is all of its information."
        found = submission.gain_ratio(y, groups)
        assert_close(found, gain / information, atol=1e-7, what="the gain ratio, beside the answer's own two parts")


@pytest.mark.points(5)
def test_labels_are_any_integers(submission, rng):
    """Labels and group numbers may be any integers, negative ones too, and with gaps."""
    y, groups = drawn(rng, [0, 1, 2], [4, 5, 2]), drawn(rng, [0, 1], [3, 8])
    names = np.array([7, -4, 30])
    more = float(submission.gini(names)) - float(submission.gini(np.array([7, 7, -4])))
    assert more > 0.1, "Three labels that all differ aren't more impure than two that are equal and one that isn't."
    for function, arguments, other in (
        (submission.gini, (y,), (names[y],)),
        (submission.entropy, (y,), (names[y],)),
        (submission.information_gain, (y, groups), (names[y], names[groups])),
        (submission.gain_ratio, (y, groups), (names[y], names[groups])),
    ):
        plain = float(function(*arguments))
        assert abs(plain) > 1e-6, "The result is 0."
        assert_close(function(*other), plain, what="the result for other numbers, beside that for 0, 1 and 2")


@pytest.mark.points(3)
def test_pure_labels(submission):
    """A single class has the impurity 0, and one label alone as well, to 1e-12: nothing is added in the logarithm."""
    assert abs(float(submission.gini(np.array([0, 1])))) > 0.1, "The impurity of two classes is hardly anything."
    assert abs(float(submission.entropy(np.array([0, 1])))) > 0.1, "The entropy of two classes is hardly anything."
    for y in (np.array([0, 0, 0]), np.array([0])):
        assert_close(submission.gini(y), 0.0, atol=1e-12, what="the Gini impurity")
        assert_close(submission.entropy(y), 0.0, atol=1e-12, what="the entropy")


@pytest.mark.points(2)
def test_one_group_gains_nothing(submission):
    """With all rows in one group the gain ratio is 0, and in no other case is anything added to the divisor."""
    y, groups = np.array([0, 1, 1]), np.array([0, 0, 0])
    assert abs(float(submission.gain_ratio(y, np.array([0, 1, 1])))) > 0.1, (
        "The ratio of a pure split is hardly anything."
    )
    assert_close(submission.gain_ratio(y, groups), 0.0, atol=1e-12, what="the gain ratio")
    halves = np.array([0, 1])
    gain, information = float(submission.information_gain(halves, halves, "entropy")), float(submission.entropy(halves))
    assert abs(information) > 0.1, "The entropy of the groups is hardly anything."
    found, what = submission.gain_ratio(halves, halves), "the gain ratio, beside the answer's own two parts, to 5e-12"
    assert_close(found, gain / information, rtol=0.0, atol=5e-12, what=what)


@pytest.mark.points(1)
def test_another_criterion_is_refused(submission):
    """A criterion of another name raises ValueError."""
    y, groups = np.array([0, 1, 1]), np.array([0, 1, 1])
    assert abs(float(submission.information_gain(y, groups, "gini"))) > 0.1, (
        "The gain of a pure split is hardly anything."
    )
    with pytest.raises(ValueError):
        submission.information_gain(y, groups, "misclassification")
