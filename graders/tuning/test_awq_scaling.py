"""Grades `awq_scaling`: factors by logarithms, and an int4 rounding that is written anew here, group by group."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def factors(x, alpha):
    """Each factor from its column, by logarithms."""
    logs = [alpha * math.log(math.fsum(map(abs, column)) / len(column)) for column in x.T.tolist()]
    middle = (max(logs) + min(logs)) / 2
    return np.array([math.exp(value - middle) for value in logs])


def rounded(row, size):
    """A row after rounding to int4, one group after the other."""
    out = []
    for first in range(0, len(row), size):
        group = row[first : first + size]
        low, high = min(*group, 0.0), max(*group, 0.0)
        step = (high - low) / 15 or 1.0
        zero = round(-low / step)
        out += [step * (min(max(round(w / step) + zero, 0), 15) - zero) for w in group]
    return out


def error(x, weight, s, size):
    hat = np.array([rounded(row, size) for row in (weight * s).tolist()]) / s
    return float(((x @ hat.T - x @ weight.T) ** 2).sum())


def skewed(rng, n, m, d):
    """Activations with a large feature; each is equally large in all tokens, so that its maximum is its mean."""
    x = np.abs(rng.normal(size=d)) + 0.3
    x[int(rng.integers(d))] *= 40.0
    return x * rng.choice([-1.0, 1.0], size=(n, d)), rng.normal(size=(m, d))


@pytest.mark.points(30)
def test_the_factors(submission, rng):
    """A factor is the mean magnitude of its feature to the power alpha, over the root of the largest times least."""
    x = np.array([[1.0, -30.0, 4.0, 0.5], [-1.0, 2.0, 4.0, 0.1]])
    for alpha in (0.5, 1.0, uniform(rng, 0.1, 0.9)):
        assert_close(submission.awq_scales(x, alpha), factors(x, alpha), what=f"the factors for alpha={alpha}")
    n, d = sizes(rng, 3, 5)
    x = rng.normal(size=(n, d)) * np.exp(rng.normal(size=d))
    assert_close(submission.awq_scales(x, 0.7), factors(x, 0.7), what="the factors for alpha=0.7")


@pytest.mark.points(4)
def test_alpha_0_scales_nothing(submission, rng):
    """With alpha = 0 all factors are 1, and with alpha = 1 they aren't."""
    x, _ = skewed(rng, 3, 2, 4)
    assert_close(submission.awq_scales(x, 0.0), np.ones(4), what="the factors for alpha=0")
    assert_close(submission.awq_scales(x, 1.0), factors(x, 1.0), what="the factors for alpha=1")


@pytest.mark.points(24)
def test_the_error_of_the_output(submission, rng):
    """The error is that of the outputs: the weights are scaled, rounded in groups and scaled back."""
    x, weight = np.array([[10.0, 1.0]]), np.array([[1.2, 15.0]])
    found = submission.output_error(x, weight, np.ones(2), 2)
    assert_close(found, 4.0, rtol=1e-6, what="the error of one output without factors")
    for n, m, size in ((2, 3, 4), (4, 2, 2)):
        x, weight = skewed(rng, n, m, 8)
        s = np.exp(rng.normal(size=8))
        found = submission.output_error(x, weight, s, size)
        assert_close(found, error(x, weight, s, size), rtol=1e-6, what=f"the error with groups of {size}")


@pytest.mark.points(20)
def test_the_best_alpha(submission, rng):
    """The alpha with the smallest error is chosen, wherever it stands, with its factors."""
    for size in (3, 6):
        x, weight = skewed(rng, 4, 5, 6)
        errors = {alpha: error(x, weight, factors(x, alpha), size) for alpha in (0.0, 0.3, 0.6, 0.9)}
        ranked = sorted(errors, key=errors.get)
        for alphas in (ranked, ranked[::-1], ranked[2:] + ranked[:2]):
            alpha, s = submission.search_scales(x, weight, size, alphas)
            ratio = errors.get(float(alpha), math.inf) / errors[ranked[0]]
            assert_close(ratio, 1.0, rtol=1e-6, what=f"the error of the alpha chosen from {alphas}, over the smallest")
            right = submission.awq_scales(x, ranked[0])
            assert_close(np.asarray(s) / np.asarray(right), np.ones(6), what="its factors, over those of awq_scales")


@pytest.mark.points(22)
def test_folded_into_both_layers(submission, rng):
    """Rows and bias of the layer before are divided, columns of this one multiplied: the function stays."""
    for m, d, k in ((2, 3, 4), (5, 4, 2)):
        weight1, bias1, weight = rng.normal(size=(d, k)), rng.normal(size=d), rng.normal(size=(m, d))
        s = np.exp(rng.normal(size=d))
        found = submission.fold(weight1, bias1, weight, s)
        assert_equal(len(found), 3, what="the number of arrays")
        right = [[w / s[j] for w in weight1[j].tolist()] for j in range(d)]
        assert_close(found[0], np.array(right), what="the weight of the layer before")
        assert_close(found[1], np.array([b / f for b, f in zip(bias1, s, strict=True)]), what="its bias")
        right = np.array([[w * f for w, f in zip(row, s, strict=True)] for row in weight])
        assert_close(found[2], right, what="the weight of this layer")
