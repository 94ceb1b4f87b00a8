"""Grades `xgboost_split`: the objective of a leaf, written out row by row, and the lowest point of that parabola."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def lowest(g, h, lam):
    """Where the objective of a leaf is lowest and its value there, from three points of the parabola."""
    low, middle, high = (float(np.sum(g * w + h * w * w / 2)) + lam * w * w / 2 for w in (-1, 0, 1))
    slope, curvature = (high - low) / 2, high + low - 2 * middle
    w = -slope / curvature
    return w, slope * w + curvature * w * w / 2


def gain_of(g, h, left, lam, gamma):
    parts = [lowest(g[rows], h[rows], lam)[1] for rows in (left, ~left)]
    return lowest(g, h, lam)[1] - sum(parts) - gamma


def allowed(X, g, h, lam, gamma, min_child_weight):
    """(gain, feature, threshold) of every allowed split, in the order of the tie rule."""
    found = []
    for j, x in enumerate(X.T):
        for a, b in pairwise(np.unique(x)):
            if min(h[x <= a].sum(), h[x >= b].sum()) >= min_child_weight:
                found.append((gain_of(g, h, x <= a, lam, gamma), j, (a + b) / 2))
    return found


def check(submission, X, g, h, lam, gamma=0.0, min_child_weight=0.0):
    """The feature and which rows go to the left. The gain and the midpoints are judged elsewhere."""
    every = allowed(X, g, h, lam, gamma, min_child_weight)
    top = max(every)[0]
    feature, threshold = next((j, t) for gain, j, t in every if gain >= top - 1e-12)
    found = submission.xgboost_split(X, g, h, lam, gamma, min_child_weight)
    assert found is not None, "There is a split with a gain above 0, and None came back."
    found = [float(value) for value in found]
    assert_equal(len(found), 3, what="the number of results")
    number = float(found[0])
    assert_equal(int(number) if number.is_integer() else number, feature, what="the feature")
    x = X[:, feature]
    assert_equal(np.less_equal(x, found[1]), x <= threshold, what="which rows go to the left")
    return found


def check_weights(submission, x, g, h, lam, min_child_weight):
    """Both sides of the split of a single feature, before which split it should be."""
    found = submission.xgboost_split(x, g, h, lam, 0.0, min_child_weight)
    assert found is not None, "There is a split with a gain above 0, and None came back."
    threshold = float(found[1])
    for side, rows in (("left", x[:, 0] <= threshold), ("right", x[:, 0] > threshold)):
        weight = float(h[rows].sum())
        assert weight >= min_child_weight, (
            f"The {side} side of the split has an H of {weight:g}, and min_child_weight is {min_child_weight:g}."
        )


def rows_without_ties(rng, g, h, d, lam):
    while True:
        X = rng.normal(size=(len(g), d)).round(2)
        gains = sorted(split[0] for split in allowed(X, g, h, lam, 0.0, 0.0))
        if gains[-1] - gains[-2] > 1e-3 * gains[-1]:
            return X


X0 = np.array([[5.0, 1.0, 7.0], [3.0, 2.0, 7.0], [4.0, 4.0, 6.0], [1.0, 9.0, 7.0], [2.0, 8.0, 7.5]])
G0 = np.array([-1.0, 0.5, 2.0, 0.25, -2.5])
H0 = np.array([0.25, 1.0, 0.5, 2.0, 0.75])


@pytest.mark.points(15)
def test_the_best_value_of_a_leaf(submission, rng):
    """The value of a leaf is -G / (H + lam)."""
    found = submission.leaf_weight(np.array([1.0, 4.0]), np.array([0.5, 0.25]), 1.75)
    assert_close(found, -2.0, what="the value")
    # The other sign of G. Without lam, or with it for each row, another number comes out.
    found = submission.leaf_weight(np.array([1.0, 2.0, -7.0]), np.array([0.5, 0.25, 0.5]), 1.75)
    assert_close(found, 4 / 3, what="the value")
    g, h, lam = rng.normal(size=5) + 2, rng.uniform(0.1, 1, size=5), uniform(rng, 0.5, 3)
    assert_close(submission.leaf_weight(g, h, lam), lowest(g, h, lam)[0], rtol=1e-7, what="the value")


@pytest.mark.points(15)
def test_the_gain_of_a_split(submission, rng):
    """The gain is what the scores of two leaves have over that of one, here without penalties."""
    left = np.array([True, False, True, False, False])
    found = submission.split_gain(G0, H0, left, 0.0, 0.0)
    assert_close(found, gain_of(G0, H0, left, 0.0, 0.0), rtol=1e-7, what="the gain")
    g, h = rng.normal(size=7), rng.uniform(0.1, 1, size=7)
    left = rng.permutation(np.array([True, True, False, False, False, False, True]))
    assert_close(submission.split_gain(g, h, left, 0.0, 0.0), gain_of(g, h, left, 0.0, 0.0), rtol=1e-6, what="the gain")


@pytest.mark.points(10)
def test_lambda_counts_in_all_three_scores(submission, rng):
    """The penalty lam is added once to H in each of the three scores, that of the leaf that is split too."""
    left = np.array([True, False, True, False, False])
    for lam in (0.5, uniform(rng, 1, 3)):
        free, paid = (float(submission.split_gain(G0, H0, left, price, 0.0)) for price in (0.0, lam))
        assert abs(free) > 1e-6, "The gain without a penalty is 0."
        # Beside the gain without lam: whether a score has the half is judged elsewhere.
        expected = gain_of(G0, H0, left, lam, 0.0) / gain_of(G0, H0, left, 0.0, 0.0)
        assert_close(paid / free, expected, rtol=1e-6, what=f"the gain with lam {lam:.4g}, as a part of that without")


@pytest.mark.points(10)
def test_a_further_leaf_costs_gamma(submission, rng):
    """The gain falls by gamma, and may be below 0."""
    left = np.array([True, True, False, False, False])
    for gamma in (0.75, uniform(rng, 4, 9)):
        free, paid = (float(submission.split_gain(G0, H0, left, 1.0, price)) for price in (0.0, gamma))
        assert abs(free) > 1e-6, "The gain without a price is 0."
        assert_close(paid - free, -gamma, rtol=1e-6, what="the difference that gamma makes to the gain")


@pytest.mark.points(22)
def test_the_best_split(submission, rng):
    """The split of all features and thresholds whose gain is largest."""
    check(submission, X0, G0, H0, 1.0)
    check(submission, X0, np.array([1.0, 1.0, -3.0, 1.0, 1.0]), np.ones(5), 0.5)
    # Four rows with tiny Hessians and one with a large one: rows don't count, Hessians do.
    check(submission, X0, np.array([2.0, 2.0, 1.5, 0.5, 3.0]), np.array([0.1, 4.0, 0.2, 0.1, 6.0]), 0.1)
    g, h, lam = rng.normal(size=9), rng.uniform(0.1, 1, size=9), uniform(rng, 0.5, 2)
    check(submission, rows_without_ties(rng, g, h, 3, lam), g, h, lam)


@pytest.mark.points(5)
def test_what_comes_back(submission):
    """The threshold lies halfway between two neighbouring values, and the gain comes with it."""
    X, lam = X0[:, :1], 0.0  # one feature and no penalty: which split it is, is judged elsewhere
    found = check(submission, X, G0, H0, lam)
    top, _, threshold = max(allowed(X, G0, H0, lam, 0.0, 0.0))
    assert_close(found[1], threshold, what="the threshold")
    own = float(submission.split_gain(G0, H0, np.less_equal(X[:, 0], found[1]), lam, 0.0))
    assert min(abs(found[2] - top), abs(found[2] - own)) < 1e-9, f"The gain that came with the split is {found[2]:.6g}."
    # Beside the answer's own gain of that split: what gamma takes from it is judged elsewhere.
    gamma = 0.25 * top
    found = check(submission, X, G0, H0, lam, gamma)
    own = float(submission.split_gain(G0, H0, np.less_equal(X[:, 0], found[1]), lam, gamma))
    right = top - gamma
    assert min(abs(found[2] - right), abs(found[2] - own)) < 1e-9, (
        f"The gain that came with the split is {found[2]:.6g} with gamma = {gamma:.6g}: gamma is subtracted from it."
    )
    # A threshold of 0 and one below it are thresholds like any other.
    for shift in (threshold, threshold + 2.0):
        check(submission, X - shift, G0, H0, lam)


@pytest.mark.points(3)
def test_equal_values_stay_together(submission):
    """Rows with one value are on one side: a split is between different values, and equal rows can't be split."""
    x, h = np.array([[1.0], [1.0], [2.0], [2.0]]), np.ones(4)
    for g in (np.array([-3.0, 1.0, 1.0, 1.5]), np.array([1.5, 1.0, 1.0, -3.0])):
        check(submission, x, g, h, 1.0)
    # Values that differ by little, beside their size or at all, are different.
    g = np.array([-3.0, 1.0, 1.0, 1.5])
    for x in (1e8 + np.arange(4.0), 1e-10 * np.arange(4.0)):
        check(submission, x[:, None], g, h, 1.0)
    assert submission.xgboost_split(np.ones((4, 2)), g, h, 1.0, 0.0, 0.0) is None, "Equal rows can't be split."


@pytest.mark.points(10)
def test_both_sides_weigh_enough(submission):
    """H is at least min_child_weight on both sides of an allowed split."""
    # The best split leaves a single row on one side, whose H is enough.
    x, h = np.arange(6.0)[:, None], np.array([3.0, 0.5, 0.5, 0.5, 0.5, 3.0])
    for g in (np.array([-9.0, 1.0, 1.0, 1.0, 1.0, 2.0]), np.array([2.0, 1.0, 1.0, 1.0, 1.0, -9.0])):
        check_weights(submission, x, g, h, 1.0, 2.0)
        check(submission, x, g, h, 1.0, min_child_weight=2.0)
    x = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
    h = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
    both = np.array([-9.0, 1.0, 1.0, 3.0, 3.5]), np.array([3.5, 3.0, 1.0, 1.0, -9.0])
    # The weights of both sides come first, so that one whose H isn't looked at is told from an H that is just enough.
    for g in both:
        check_weights(submission, x, g, h, 1.0, 2.5)
    for g in both:
        check(submission, x, g, h, 1.0, min_child_weight=0.5)
        check(submission, x, g, h, 1.0, min_child_weight=2.5)
        check(submission, x, g, h, 1.0, min_child_weight=3.0)
        check(submission, x, g, h, 3.0, min_child_weight=2.5)  # lam is no part of H
    assert submission.xgboost_split(x, g, h, 1.0, 0.0, 6.5) is None, "Both sides can't have an H of 6.5 of 9 together."


@pytest.mark.points(3)
def test_of_equal_gains_the_first_split_is_taken(submission):
    """Of equal gains the lower feature comes first, and then the lower threshold."""
    x = np.array([4.0, 2.0, 1.0, 3.0])
    check(submission, np.stack([x, x, x, x], axis=1), np.array([1.0, -1.0, -1.0, 1.0]), np.ones(4), 1.0)
    check(submission, np.stack([x, -x], axis=1), np.array([-3.0, 1.0, -3.0, 1.0]), np.ones(4), 1.0)


@pytest.mark.points(2)
def test_gains_that_differ_by_rounding_are_equal(submission):
    """Gains that differ by at most 1e-12 are equal: 0.1 + 0.2 isn't 0.3 in floating point. Others are not."""
    first = np.array([0.0, 0.0, 1.0, 1.0, 1.0])  # rows 0 and 1 go to the left, or row 2, and their sums are equal
    second = np.array([1.0, 1.0, 0.0, 1.0, 1.0])
    # Without any rounding first: whoever keeps the last of equal splits fails here, whatever rounding does below.
    g = np.array([0.25, 0.5, 0.75, -0.5, -2.0])
    check(submission, np.stack((first, second, first, second), axis=1), g, np.abs(g), 0.7)
    for a, b in ((0.1, 0.2), (0.1, 0.7), (0.7, 0.1), (1.1, 2.2), (0.3, 0.6)):
        g = np.array([a, b, round(a + b, 1), -0.5, -2.0])
        for columns in ((first, second), (second, first)):
            check(submission, np.stack(columns, axis=1), g, np.abs(g), 0.7)
    # Apart by 1e-8 and by 1e-11, and by less than 1e-12 where the gains themselves are small: the limit is absolute.
    large, small = 10.0, 1e-4
    h = np.array([0.5, 0.5, 1.0, 1.0, 1.0])
    for g in (
        np.array([0.1, 0.2, 0.3 + 1e-8, -0.5, -2.0]),
        np.array([large, large, 2 * large + 1e-12, -large, -large]),
        np.array([small, small, 2 * small + 4e-9, -small, -small]),
    ):
        check(submission, np.stack((first, second), axis=1), g, h, 0.7)


@pytest.mark.points(5)
def test_no_split_is_worth_its_price(submission):
    """None comes back where no gain is above 0."""
    top = max(allowed(X0, G0, H0, 1.0, 0.0, 0.0))[0]
    assert submission.xgboost_split(X0, G0, H0, 1.0, 0.8 * top, 0.0) is not None, "A gain is above 0."
    assert submission.xgboost_split(X0, G0, H0, 1.0, top - 1e-10, 0.0) is not None, "A gain of 1e-10 is above 0."
    assert submission.xgboost_split(X0, G0, H0, 1.0, 2.5 * top, 0.0) is None, "No gain is above 0."
    x, one = np.array([[1.0], [2.0]]), np.ones(2)
    assert submission.xgboost_split(x, one, one, 0.0, 0.0, 0.0) is None, "A gain of exactly 0 isn't above 0."
