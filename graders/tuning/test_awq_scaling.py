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


def proportions(found, d):
    """The factors over the first of them."""
    found = np.asarray(found, dtype=float)
    assert_equal(found.shape, (d,), what="the shape of the factors")
    assert bool((found > 0).all()), "The factors aren't all above 0."
    return found / found[0]


@pytest.mark.points(22)
def test_the_factors(submission, rng):
    """Factors are to each other as the mean magnitudes of their features to the power alpha."""
    x = np.array([[1.0, -30.0, 4.0, 0.5], [-3.0, 2.0, 4.0, 0.1]])  # no feature cancels: a mean of signs is above 0
    for alpha in (0.5, 1.0, uniform(rng, 0.1, 0.9)):
        right = factors(x, alpha)
        found = proportions(submission.awq_scales(x, alpha), 4)
        assert_close(found, right / right[0], what=f"the factors over the first of them for alpha={alpha}")
    n, d = sizes(rng, 3, 5)
    x = rng.normal(size=(n, d)) * np.exp(rng.normal(size=d))
    right = factors(x, 0.7)
    found = proportions(submission.awq_scales(x, 0.7), d)
    assert_close(found, right / right[0], what="the factors over the first of them for alpha=0.7")


@pytest.mark.points(8)
def test_the_factors_lie_around_1(submission):
    """The largest factor times the least is 1: the root of the largest power times the least divides them all."""
    x = np.array([[1.0, 30.0, 4.0, 0.25], [1.0, 30.0, 4.0, 0.25]])
    for alpha in (1.0, 0.5):
        found = np.asarray(submission.awq_scales(x, alpha), dtype=float)
        assert_equal(found.shape, (4,), what="the shape of the factors")
        assert found.max() > 2 * found.min(), "The factors are all about the same."
        product = float(found.max() * found.min())
        assert_close(product, 1.0, rtol=1e-6, what=f"the largest factor times the least for alpha={alpha}")


@pytest.mark.points(4)
def test_alpha_0_scales_nothing(submission, rng):
    """With alpha = 0 all factors are 1, and with alpha = 1 they aren't."""
    x = np.abs(skewed(rng, 3, 2, 4)[0])
    assert_close(proportions(submission.awq_scales(x, 0.0), 4), np.ones(4), what="the factors for alpha=0")
    right = factors(x, 1.0)
    found = proportions(submission.awq_scales(x, 1.0), 4)
    # Roughly: what the factors are exactly is judged above.
    assert_close(found, right / right[0], rtol=1e-2, what="the factors over the first of them for alpha=1")


@pytest.mark.points(24)
def test_the_error_of_the_output(submission, rng):
    """The error is that of the outputs: the weights are scaled, rounded in groups and scaled back."""
    x, weight = np.array([[10.0, 1.0]]), np.array([[1.2, 15.0], [1.3, 15.0]])
    found = submission.output_error(x, weight, np.ones(2), 2)
    assert_close(found, 13.0, rtol=1e-6, what="the error of two outputs without factors, one off by 2 and one by 3")
    for n, m, size in ((2, 3, 4), (4, 2, 2)):
        x, weight = skewed(rng, n, m, 8)
        s = np.exp(rng.normal(size=8))
        found = submission.output_error(x, weight, s, size)
        assert_close(found, error(x, weight, s, size), rtol=1e-6, what=f"the error with groups of {size}")


@pytest.mark.points(16)
def test_the_best_alpha(submission, rng):
    """The alpha with the smallest error is chosen, wherever it stands, with its factors."""
    for size in (3, 6):
        x, weight = skewed(rng, 4, 5, 6)
        x = np.abs(x)
        errors = {alpha: error(x, weight, factors(x, alpha), size) for alpha in (0.0, 0.3, 0.6, 0.9)}
        ranked = sorted(errors, key=errors.get)
        for alphas in (ranked, ranked[::-1], ranked[2:] + ranked[:2]):
            alpha, s = submission.search_scales(x, weight, size, alphas)
            assert_equal([np.ndim(alpha), np.ndim(s)], [0, 1], what="the numbers of axes of alpha and of its factors")
            known = float(alpha) in alphas
            assert known, f"alpha is {float(alpha):.3g}, which is none of the candidates {alphas}."
            ratio = errors.get(float(alpha), math.inf) / errors[ranked[0]]
            assert_close(ratio, 1.0, rtol=1e-6, what=f"the error of the alpha chosen from {alphas}, over the smallest")
            right = submission.awq_scales(x, ranked[0])
            assert_close(np.asarray(s) / np.asarray(right), np.ones(6), what="its factors, over those of awq_scales")


@pytest.mark.points(4)
def test_of_equal_errors_the_first(submission, rng):
    """Where several candidates have the smallest error the first of them is chosen."""
    weight = rng.normal(size=(3, 4))
    # Features of one magnitude have the factor 1 with every alpha.
    alpha, _ = submission.search_scales(np.ones((2, 4)), weight, 2, [0.25, 1.0, 0.5])
    assert_equal(float(alpha), 0.25, what="the alpha chosen of three that give the same factors")
    x, weight = np.array([[25.0, 1.0]]), np.array([[1.2, 15.0]])
    errors = [float(submission.output_error(x, weight, submission.awq_scales(x, a), 2)) for a in (0.0, 0.5)]
    assert abs(errors[0] - errors[1]) > 1e-6, "Other factors give the same error."
    alpha, _ = submission.search_scales(x, weight, 2, [0.0, 0.5])
    least = (0.0, 0.5)[errors.index(min(errors))]
    assert_equal(float(alpha), least, what="the alpha with the smaller error, by the answer's own output_error")


@pytest.mark.points(22)
def test_folded_into_both_layers(submission, rng):
    """Rows and bias of the layer before are divided, columns of this one multiplied: the function stays."""
    for m, d, k in ((3, 3, 3), (2, 3, 4), (5, 4, 2)):  # square at first: no shape says which axis it is
        weight1, bias1, weight = rng.normal(size=(d, k)), rng.normal(size=d), rng.normal(size=(m, d))
        s = np.exp(rng.normal(size=d))
        found = submission.fold(weight1, bias1, weight, s)
        assert_equal(len(found), 3, what="the number of arrays")
        right = [[w / s[j] for w in weight1[j].tolist()] for j in range(d)]
        assert_close(found[0], np.array(right), what="the weight of the layer before")
        assert_close(found[1], np.array([b / f for b, f in zip(bias1, s, strict=True)]), what="its bias")
        right = np.array([[w * f for w, f in zip(row, s, strict=True)] for row in weight])
        assert_close(found[2], right, what="the weight of this layer")
