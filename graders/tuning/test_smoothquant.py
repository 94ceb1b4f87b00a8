"""Grades `smoothquant`: factors by logarithms, and errors by an int8 product that is written anew here."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def factors(x, weight, alpha):
    """Each factor from its two columns, by logarithms."""
    out = []
    for a, w in zip(x.T.tolist(), weight.T.tolist(), strict=True):
        top_a, top_w = max(map(abs, a)), max(map(abs, w))
        out.append(math.exp(alpha * math.log(top_a) - (1 - alpha) * math.log(top_w)) if top_a * top_w else 1.0)
    return np.array(out)


def error(x, weight, alpha):
    """The squared error of the smoothed int8 layer."""
    s = factors(x, weight, alpha)
    q = []
    for rows in (x / s, weight * s):
        scale = np.abs(rows).max(axis=1) / 127
        q.append(np.round(rows / scale[:, None]) * scale[:, None])
    return float(((q[0] @ q[1].T - x @ weight.T) ** 2).sum())


def even(rng, n, m, d):
    """The same, each feature equally large in all tokens: its maximum is its mean."""
    signs = rng.choice([-1.0, 1.0], size=(n, d))
    signs[0] = 1.0
    weight = rng.normal(size=(m, d))
    weight *= np.sign(weight[np.abs(weight).argmax(axis=0), np.arange(d)])  # the largest of a column is positive
    return np.abs(skewed(rng, 1, m, d)[0]) * signs, weight


def skewed(rng, n, m, d):
    """Activations with a large feature, even weights."""
    x, weight = rng.normal(size=(n, d)), rng.normal(size=(m, d))
    x[:, int(rng.integers(d))] *= 60.0
    return x, weight


@pytest.mark.points(32)
def test_the_factors(submission, rng):
    """A factor is the largest |x| of its feature to the power alpha, over the largest |w| to 1 - alpha."""
    x = np.array([[1.0, -16.0, 3.0], [-4.0, 2.0, -9.0]])
    weight = np.array([[0.25, -2.0, 1.0], [0.5, 0.5, -4.0], [-1.0, 1.0, 0.5], [0.1, 0.3, 0.2]])
    for alpha in (0.5, 0.25, uniform(rng, 0.6, 0.9)):
        found = submission.smoothing_factors(x, weight, alpha)
        assert_close(found, factors(x, weight, alpha), rtol=1e-6, what=f"the factors for alpha={alpha}")
    n, m, d = sizes(rng, 3, 4, 6)
    x, weight = skewed(rng, n, m, d)
    found = submission.smoothing_factors(x, weight, 0.7)
    assert_close(found, factors(x, weight, 0.7), rtol=1e-6, what="the factors for alpha=0.7")


@pytest.mark.points(8)
def test_everything_to_one_side(submission, rng):
    """alpha = 1 makes all features of x equally large, alpha = 0 those of the weight."""
    x, weight = even(rng, 3, 4, 5)
    for alpha in (1.0, 0.0):
        right = np.abs(x).max(axis=0) if alpha else 1 / np.abs(weight).max(axis=0)
        found = submission.smoothing_factors(x, weight, alpha)
        assert_close(found, right, rtol=1e-6, what=f"the factors for alpha={alpha}")


@pytest.mark.points(8)
def test_features_of_zeros(submission, rng):
    """Where a feature of x or of the weight is 0 throughout, the factor is 1."""
    x, weight = even(rng, 3, 4, 5)
    x[:, 1], weight[:, 3] = 0.0, 0.0
    for alpha in (0.5, 0.0, 1.0):
        found = submission.smoothing_factors(x, weight, alpha)
        assert_close(found, factors(x, weight, alpha), what=f"the factors for alpha={alpha}")


@pytest.mark.points(24)
def test_folded_into_both_layers(submission, rng):
    """Gain and bias are divided by the factors, the columns of the weight multiplied: the function stays."""
    for m, d in ((3, 3), (2, 3), (5, 4)):  # square at first: no shape says which axis it is
        gain, bias, weight = rng.uniform(0.5, 2.0, size=d), rng.normal(size=d), rng.normal(size=(m, d))
        s = np.exp(rng.normal(size=d))
        found = submission.smooth(gain, bias, weight, s)
        rows = np.array([[w * f for w, f in zip(row, s, strict=True)] for row in weight])
        assert_equal(len(found), 3, what="the number of arrays")
        assert_close(found[0], np.array([g / f for g, f in zip(gain, s, strict=True)]), what="the gain")
        assert_close(found[1], np.array([b / f for b, f in zip(bias, s, strict=True)]), what="the bias")
        assert_close(found[2], rows, what="the weight")


@pytest.mark.points(20)
def test_the_best_alpha(submission, rng):
    """The alpha with the smallest squared error of the smoothed int8 layer is chosen, wherever it stands."""
    fixed = np.array([[20.0, 0.5, -4.0], [-20.0, 0.5, 4.0], [20.0, -0.5, 4.0]])
    matrix = np.array([[0.1, 0.6, 0.4], [0.3, 0.0, 0.9], [0.6, 0.6, 1.7]])
    # here the largest and the mean magnitude of the differences would choose others
    other = np.array([[20.0, 2.0, -4.0], [-20.0, 2.0, 4.0], [20.0, -2.0, 4.0]])
    second = np.array([[0.6, -0.8, -1.8], [0.0, 2.3, 3.8], [-0.4, -0.7, -0.2]])
    layers = [(fixed, matrix), (other, second), *(even(rng, 6, 5, 4) for _ in range(5))]
    errors = [{alpha: error(x, w, alpha) for alpha in (0.0, 0.25, 0.5, 0.75, 1.0)} for x, w in layers]
    # The choices for all layers are judged together: that two wrong errors choose the same for all of them is unlikely.
    for order in ("the best first", "the best last", "the best in between"):
        ratios = []
        for (x, weight), of in zip(layers, errors, strict=True):
            ranked = sorted(of, key=of.get)
            turns = {"the best first": ranked, "the best last": ranked[::-1]}
            found = float(submission.search_alpha(x, weight, turns.get(order, ranked[2:] + ranked[:2])))
            ratios.append(of.get(found, math.inf) / of[ranked[0]])
        what = f"the errors of the alphas chosen for {len(layers)} layers, over the smallest, with {order}"
        assert_close(np.array(ratios), np.ones(len(layers)), rtol=1e-6, what=what)


@pytest.mark.points(4)
def test_the_search_keeps_to_its_candidates(submission, rng):
    """The search gives one of the candidates, also where there is one alone."""
    x, weight = skewed(rng, 6, 5, 4)
    for alpha in (0.35, 0.8):
        assert_close(submission.search_alpha(x, weight, [alpha]), alpha, what=f"the alpha chosen from {[alpha]}")


@pytest.mark.points(4)
def test_of_equal_errors_the_first(submission, rng):
    """Where no alpha is better than another, the first candidate is taken."""
    x, weight = even(rng, 6, 5, 4)
    x[:, 2:], weight[:, :2] = 0.0, 0.0  # x W^T is 0, and so is every error
    for alphas in ([0.5, 0.25, 0.75, 0.6], [0.25, 0.5, 0.75], [0.75, 0.25]):
        found = submission.search_alpha(x, weight, alphas)
        assert_close(found, alphas[0], what=f"the alpha chosen from {alphas}, all with the same error")
