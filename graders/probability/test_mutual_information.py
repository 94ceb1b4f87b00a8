"""Grades `mutual_information`: H(X) + H(Y) - H(X, Y) from counted labels, beside cases worked by hand."""

import math
from collections import Counter

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def entropy(probabilities):
    return math.fsum(-p * math.log(p) for p in probabilities if p > 0)


def information(x, y):
    """The oracle for samples: entropies of counted values."""
    x, y = x.tolist(), y.tolist()
    shares = [[count / len(x) for count in Counter(values).values()] for values in (x, y, zip(x, y, strict=True))]
    return entropy(shares[0]) + entropy(shares[1]) - entropy(shares[2])


def full(rng, k, n, more):
    """Two samples in which every pair of k and n labels occurs, and some of them more often."""
    x, y = np.divmod(np.arange(k * n), n)
    x, y = np.concatenate([x, rng.integers(0, k, size=more)]), np.concatenate([y, np.zeros(more, int)])
    y[k * n :] = np.where(rng.random(more) < 0.8, x[k * n :] % n, rng.integers(0, n, size=more))
    order = rng.permutation(len(x))
    return x[order], y[order]


def unit(submission):
    """1 for an answer in nats, 1 / log 2 for one in bits, so that the unit, judged elsewhere, is neutral."""
    found = float(submission.mutual_information(np.array([[0.4, 0.1], [0.1, 0.4]])))
    return 1 / math.log(2) if math.isclose(found, 1 - entropy([0.2, 0.8]) / math.log(2), rel_tol=1e-6) else 1.0


@pytest.mark.points(28)
def test_the_information_of_a_joint_law(submission, rng):
    """The mean of log P / (p q) over the joint law."""
    scale = unit(submission)
    joint = np.array([[0.25, 0.125, 0.125], [0.0625, 0.25, 0.1875]])
    expected = entropy([0.5, 0.5]) + entropy([0.3125, 0.375, 0.3125]) - entropy(joint.ravel().tolist())
    assert_close(submission.mutual_information(joint), scale * expected, what="I")
    joint = rng.exponential(size=sizes(rng, 3, 5)) + 0.05
    joint /= joint.sum()
    margins = entropy(joint.sum(axis=0).tolist()) + entropy(joint.sum(axis=1).tolist())
    expected = margins - entropy(joint.ravel().tolist())
    assert_close(submission.mutual_information(joint), scale * expected, what="I")


@pytest.mark.points(6)
def test_the_unit(submission):
    """The information is in nats."""
    expected = math.log(2) - entropy([0.2, 0.8])
    assert_close(submission.mutual_information(np.array([[0.4, 0.1], [0.1, 0.4]])), expected, what="I")


@pytest.mark.points(12)
def test_pairs_that_never_occur(submission, rng):
    """A pair, a row or a column of probability 0 adds nothing."""
    scale = unit(submission)
    joint = np.array([[0.5, 0.0, 0.0], [0.0, 0.25, 0.25]])
    found = float(submission.mutual_information(joint))
    assert_close(found, scale * math.log(2), rtol=1e-2, what="I")
    off = abs(found - scale * math.log(2))
    why = "as by rounding, or by a number that keeps zeros out of the logarithm"
    assert off < 1e-12, f"I is off by {off:.1e}, {why}."
    joint = np.array([[0.25, 0.0, 0.25], [0.0, 0.0, 0.0], [0.5, 0.0, 0.0]])
    expected = scale * (math.log(2) + entropy([0.75, 0.25]) - entropy([0.25, 0.25, 0.5]))
    assert_close(submission.mutual_information(joint), expected, rtol=1e-12, what="I with a row and a column of zeros")
    # A pair that hardly ever occurs does add something, here -1.3e-11.
    joint = np.array([[0.5, 5e-13], [0.0, 0.5 - 5e-13]])
    expected = scale * sum(p * math.log(p / chance) for p, chance in ((0.5, 0.25), (5e-13, 0.25), (0.5 - 5e-13, 0.25)))
    assert_close(submission.mutual_information(joint), expected, rtol=1e-12, what="I with a pair of probability 5e-13")


@pytest.mark.points(20)
def test_the_information_of_samples(submission, rng):
    """Shares of pairs take the place of the joint law."""
    scale = unit(submission)
    x, y = np.array([0, 0, 1, 1, 1, 1, 1, 0]), np.array([1, 0, 1, 1, 0, 1, 1, 0])
    assert_close(submission.sample_information(x, y), scale * information(x, y), what="I")
    # Every pair occurs: those that don't are judged elsewhere.
    x, y = full(rng, 3, 4, 30)
    assert_close(submission.sample_information(x, y), scale * information(x, y), what="I")


@pytest.mark.points(4)
def test_a_pair_weighs_as_often_as_it_occurs(submission):
    """A pair that occurs five times weighs five times as much, where others occur once or never."""
    scale = unit(submission)
    x, y = np.array([0, 0, 0, 0, 0, 1, 1, 2]), np.array([1, 1, 1, 1, 1, 0, 2, 2])
    found = submission.sample_information(x, y)
    # That pairs which never occur give nan is judged elsewhere; of the next samples every pair occurs.
    if not (isinstance(found, float) and math.isnan(found)):
        assert_close(found, scale * information(x, y), what="I")
    x, y = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1]), np.array([1, 1, 1, 1, 1, 0, 0, 0, 1])
    assert_close(submission.sample_information(x, y), scale * information(x, y), what="I where every pair occurs")


@pytest.mark.points(10)
def test_any_labels(submission, rng):
    """Labels may be negative and far apart; each value is a class."""
    scale = unit(submission)
    x, y = np.array([-1, -1, -1, 4, 4, 4, 0, 0]), np.array([7, 7, -7, -7, -7, 7, 7, -7])
    assert_close(submission.sample_information(x, y), scale * information(x, y), what="I")
    # Written one behind the other, (1, 12) and (11, 2) are alike, and so are 13 * 0 + 12 and 13 * 1 - 1.
    x, y = np.divmod(np.array([0, 0, 0, 1, 2, 3, 4, 4, 5, 6, 7, 7, 7, 8]), 3)
    x, y = np.array([0, 1, 11])[x], np.array([12, 2, -1])[y]
    assert_close(submission.sample_information(x, y), scale * information(x, y), what="I of pairs that look alike")
    x, y = full(rng, 15, 2, 60)
    # In 32 bits, or without their signs, some of these labels would be one.
    names = rng.permutation(np.concatenate([np.arange(-3, 4), 2**33 * np.arange(1, 5), 2**33 * np.arange(1, 5) + 1]))
    assert_close(
        submission.sample_information(names[x], np.array([2**33 + 3, 3])[y]),
        scale * information(x, y),
        what="I of 15 classes",
    )


@pytest.mark.points(6)
def test_nothing_is_left_below_0(submission, rng):
    """Independent variables have information 0, and never less."""
    scale = unit(submission)
    dependent = submission.mutual_information(np.array([[0.5, 0.25], [0.125, 0.125]]))
    expected = entropy([0.75, 0.25]) + entropy([0.625, 0.375]) - entropy([0.5, 0.25, 0.125, 0.125])
    assert_close(dependent, scale * expected, what="I of variables that aren't independent")
    # Variables that hardly depend on each other: d away from independence the information is 8 d^2.
    joint = np.array([[0.25 + 2e-6, 0.25 - 2e-6], [0.25 - 2e-6, 0.25 + 2e-6]])
    assert_close(submission.mutual_information(joint), scale * 3.2e-11, rtol=1e-2, what="I of a weak dependence")
    labels = np.array([4, 4, -2, 4])
    for x, y in ((labels[:1], labels[:1]), (labels, np.ones(4, int)), (np.ones(4, int), labels)):
        found = float(submission.sample_information(x, y))
        assert_close(found, 0.0, atol=1e-12, what=f"I of the samples {x.tolist()} and {y.tolist()}")
    for _ in range(12):
        p, q = rng.exponential(size=3) + 0.1, rng.exponential(size=7) + 0.1
        joint = np.outer(p / p.sum(), q / q.sum())
        found = float(submission.mutual_information(joint))
        assert_close(found, 0.0, atol=1e-12, what="I of independent variables")
        assert found >= 0, f"I of independent variables is {found}."
    # Of these grids the entropies, or the table, leave something below 0.
    for k, n in ((3, 3), (3, 4), (3, 6), (4, 8), (5, 5), (6, 6), (7, 8)):
        found = float(submission.sample_information(*np.divmod(np.arange(k * n), n)))
        assert_close(found, 0.0, atol=1e-12, what="I of independent samples")
        assert found >= 0, f"I of independent samples is {found}."


@pytest.mark.points(10)
def test_the_ranking(submission, rng):
    """The column that tells most about the labels comes first."""
    # In all tables every pair occurs: those that don't are judged elsewhere.
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    noisy = np.array([0, 0, 0, 1, 0, 1, 0, 1])
    none = np.array([0, 1, 0, 1, 0, 1, 0, 1])
    flipped = np.array([9, 9, 9, 2, 2, 2, 2, 9])
    found = submission.rank_features(np.stack([none, flipped, noisy], axis=1), labels)
    assert_equal(found, np.array([1, 2, 0]), what="the ranking")
    # Seen as numbers, this feature has no correlation with the labels; as labels, it tells most of them.
    labels = np.repeat([0, 1], 12)
    inside = np.array([-1] * 5 + [1] * 5 + [0] * 2 + [-1, 1] + [0] * 10)
    linear = np.array([0] * 8 + [1] * 4 + [0] * 4 + [1] * 8)
    found = submission.rank_features(np.stack([linear, inside], axis=1), labels)
    assert_equal(found, np.array([1, 0]), what="the ranking of a straight relation and a closer one that isn't")
    labels = np.repeat([0, 1], 10)
    rare, usual = np.array([0] * 2 + [1] * 8 + [0] + [1] * 9), np.array([1] * 2 + [0] * 8 + [0] * 2 + [1] * 8)
    found = submission.rank_features(np.stack([rare, usual], axis=1), labels)
    assert_equal(found, np.array([1, 0]), what="the ranking of a rare sign and a usual one")
    labels = np.repeat([0, 1], 12)
    coarse, fine = np.repeat([0, 1, 0, 1], [9, 3, 3, 9]), np.repeat([0, 1, 2, 3, 0, 1, 2, 3], [5, 4, 2, 1, 1, 2, 4, 5])
    found = submission.rank_features(np.stack([coarse, fine], axis=1), labels)
    assert_equal(found, np.array([1, 0]), what="the ranking of two values and four that tell a little more")
    grid = np.divmod(np.arange(9), 3)
    labels = np.concatenate([grid[0], rng.integers(0, 3, size=60)])
    shares = (0, 0.35, 0.65, 0.95)
    columns = [np.where(rng.random(60) < share, labels[9:], rng.integers(0, 3, size=60)) for share in shares]
    columns = [np.concatenate([grid[1], column]) for column in columns]
    order = rng.permutation(4)
    features = np.stack(columns, axis=1)[:, order]
    worth = [-information(features[:, d], labels) for d in range(4)]
    assert_equal(submission.rank_features(features, labels), np.argsort(worth), what="the ranking")


@pytest.mark.points(4)
def test_equal_features(submission, rng):
    """Features with equal information keep the order of their columns."""
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    none, some, much = np.resize([0, 1], 8), np.array([3, 4, 3, 3, 3, 3, 4, 4]), np.array([5, 5, 5, 2, 2, 2, 2, 5])
    features = np.stack([some, none, much, some, much, some], axis=1)
    assert_equal(submission.rank_features(features, labels), np.array([2, 4, 0, 3, 5, 1]), what="the ranking")
