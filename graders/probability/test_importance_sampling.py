"""Grades `importance_sampling`: exact fractions, and a discrete law whose draws come in exact proportion."""

import math
from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close


def drawn_case(rng, n=9):
    """f, log p and log q of n draws, with weights of moderate size."""
    return rng.normal(2.0, 3.0, size=n), rng.normal(-2.0, 1.0, size=n), rng.normal(-2.0, 1.0, size=n)


def weights_of(log_p, log_q):
    return [Fraction(math.exp(a)) / Fraction(math.exp(b)) for a, b in zip(log_p.tolist(), log_q.tolist(), strict=True)]


# Draws from q in exact proportion: 8 of outcome 0, 4 of 1, 4 of 2.
DRAWS = np.repeat([0, 1, 2], [8, 4, 4])
LOG_Q = np.log(np.array([0.5, 0.25, 0.25]))[DRAWS]
LOG_P = np.log(np.array([0.1, 0.3, 0.6]))[DRAWS]
VALUES = np.array([2.0, -1.0, 5.0])[DRAWS]  # mean under p: 2.9


@pytest.mark.points(22)
def test_the_plain_estimate(submission, rng):
    """The mean of w f."""
    assert_close(submission.plain_estimate(VALUES, LOG_P, LOG_Q), 2.9, what="the estimate from exact proportions")
    found = submission.plain_estimate(VALUES - 5.0, LOG_P, LOG_Q)
    assert_close(found, -2.1, what="the estimate where f isn't above 0")
    f, log_p, log_q = drawn_case(rng)
    weights = weights_of(log_p, log_q)
    expected = float(sum(w * Fraction(v) for w, v in zip(weights, f.tolist(), strict=True)) / len(f))
    assert_close(submission.plain_estimate(f, log_p, log_q), expected, what="the estimate")


@pytest.mark.points(26)
def test_the_self_normalised_estimate(submission, rng):
    """The sum of w f over the sum of w."""
    found = submission.self_normalized_estimate(VALUES, LOG_P - 2.0, LOG_Q)
    assert_close(found, 2.9, what="the estimate from exact proportions, with log p 2 lower")
    found = submission.self_normalized_estimate(VALUES - 5.0, LOG_P, LOG_Q)
    assert_close(found, -2.1, what="the estimate where f isn't above 0")
    f, log_p, log_q = drawn_case(rng)
    weights = weights_of(log_p, log_q)
    expected = float(sum(w * Fraction(v) for w, v in zip(weights, f.tolist(), strict=True)) / sum(weights))
    assert_close(submission.self_normalized_estimate(f, log_p, log_q), expected, what="the estimate")
    found = submission.self_normalized_estimate(f, log_p + 3.0, log_q - 2.0)
    assert_close(found, expected, what="the estimate with unknown constants")


@pytest.mark.points(12)
def test_the_log_normalizer(submission, rng):
    """The logarithm of the mean weight."""
    assert_close(submission.log_normalizer(LOG_P + 3.0, LOG_Q), 3.0, what="log of the normaliser")
    _, log_p, log_q = drawn_case(rng)
    expected = math.log(sum(weights_of(log_p, log_q)) / len(log_p))
    assert_close(submission.log_normalizer(log_p, log_q), expected, what="log of the normaliser")


@pytest.mark.points(14)
def test_the_effective_sample_size(submission, rng):
    """The square of the summed weights over their summed squares."""
    # The largest weight is 1, so that it doesn't matter whether the log weights are shifted by it.
    found = submission.effective_sample_size(np.log([0.4, 0.2, 0.2]), np.log([0.4, 0.4, 0.4]))
    size = float(found) if isinstance(found, float) else 8 / 3
    message = "The size of weights 1, 1/2 and 1/2 is 3/8, upside down: the square of their sum stands above."
    assert abs(size - 3 / 8) > 1e-6, message
    assert_close(found, 8 / 3, what="the size of weights 1, 1/2 and 1/2")
    _, log_p, log_q = drawn_case(rng)
    weights = weights_of(log_p, log_q)
    expected = float(sum(weights) ** 2 / sum(w * w for w in weights))
    assert_close(submission.effective_sample_size(log_p, log_q), expected, what="the size")
    assert_close(submission.effective_sample_size(log_p, log_p + 1.0), 9.0, what="the size of nine equal weights")


@pytest.mark.points(12)
def test_far_from_floating_point(submission, rng):
    """Log weights of -5000 and of +5000 work."""
    f, log_p, log_q = drawn_case(rng)
    plain = float(submission.self_normalized_estimate(f, log_p, log_q))
    size = float(submission.effective_sample_size(log_p, log_q))
    normalizer = float(submission.log_normalizer(log_p, log_q))
    assert plain != 0, "The estimate of a drawn case is 0."
    assert 1 <= size <= 9.01, f"The size of nine weights is {size}."
    assert abs(normalizer) < 20, f"log of the normaliser of moderate weights is {normalizer}."
    for shift in (5000.0, -5000.0):
        found = submission.self_normalized_estimate(f, log_p + shift, log_q)
        assert_close(found, plain, rtol=1e-7, what=f"the estimate with log p {shift:+g}")
        found = submission.effective_sample_size(log_p + shift, log_q)
        assert_close(found, size, rtol=1e-7, what=f"the size with log p {shift:+g}")
        found = submission.log_normalizer(log_p + shift, log_q)
        assert_close(found, normalizer + shift, rtol=1e-7, what=f"log of the normaliser with log p {shift:+g}")
    for shift in (5000.0, -5000.0):
        found = submission.self_normalized_estimate(f, log_p, log_q + shift)
        assert_close(found, plain, rtol=1e-7, what=f"the estimate with log q {shift:+g}")
        found = submission.effective_sample_size(log_p, log_q + shift)
        assert_close(found, size, rtol=1e-7, what=f"the size with log q {shift:+g}")
        found = submission.log_normalizer(log_p, log_q + shift)
        assert_close(found, normalizer - shift, rtol=1e-7, what=f"log of the normaliser with log q {shift:+g}")
    found = submission.effective_sample_size(np.array([-1000.0, 0.0, -3000.0]), np.zeros(3))
    assert_close(found, 1.0, what="the size where one weight has it all")
    # Beside the results without the shifts: both densities are tiny at one draw and not at another.
    apart = np.array([-1000.0, 0.0, -2000.0, -3000.0, 0.0, -1000.0, -50.0, -400.0, -5000.0])
    found = submission.self_normalized_estimate(f, log_p + apart, log_q + apart)
    assert_close(found, plain, rtol=1e-7, what="the estimate of draws that are far apart in both densities")
    found = submission.effective_sample_size(log_p + apart, log_q + apart)
    assert_close(found, size, rtol=1e-7, what="the size of draws that are far apart in both densities")
    found = submission.log_normalizer(log_p + apart, log_q + apart)
    what = "log of the normaliser of draws that are far apart in both densities"
    assert_close(found, normalizer, rtol=1e-7, atol=1e-9, what=what)


@pytest.mark.points(4)
def test_both_densities_are_tiny(submission):
    """Where p and q are both too small for floating point the plain estimate isn't."""
    found = submission.plain_estimate(VALUES, LOG_P - 3000.0, LOG_Q - 3000.0)
    assert_close(found, 2.9, rtol=1e-7, what="the estimate with both log densities 3000 lower")


@pytest.mark.points(6)
def test_draws_that_p_does_not_have(submission, rng):
    """log p = -inf is weight 0, and the draw still counts in N."""
    f, log_p, log_q = drawn_case(rng, 5)
    some = [submission.plain_estimate(f, log_p, log_q), submission.self_normalized_estimate(f, log_p, log_q)]
    sizes = [submission.effective_sample_size(log_p, log_q), np.exp(submission.log_normalizer(log_p, log_q))]
    assert min(abs(float(x)) for x in (*some, *sizes)) > 0, "A result of a drawn case is 0."
    more = (np.insert(f, 2, 7.0), np.insert(log_p, 2, -np.inf), np.insert(log_q, 2, -9.0))
    assert_close(submission.plain_estimate(*more), float(some[0]) * 5 / 6, rtol=1e-7, what="the plain estimate")
    assert_close(submission.self_normalized_estimate(*more), float(some[1]), rtol=1e-7, what="the estimate")
    assert_close(submission.effective_sample_size(*more[1:]), float(sizes[0]), rtol=1e-7, what="the size")
    found = np.exp(float(submission.log_normalizer(*more[1:])))
    assert_close(found, float(sizes[1]) * 5 / 6, rtol=1e-7, what="the normaliser")


@pytest.mark.points(4)
def test_no_weight_at_all(submission):
    """Where every weight is 0 the self-normalised estimate and the size raise ValueError, the others don't."""
    nothing, log_q, f = np.full(3, -np.inf), np.zeros(3), np.array([1.0, 2.0, 4.0])
    some = np.array([-np.inf, 0.0, -np.inf])
    assert_close(submission.self_normalized_estimate(f, some, log_q), 2.0, what="the estimate with one weight left")
    assert_close(submission.effective_sample_size(some, log_q), 1.0, what="the size with one weight left")
    with pytest.raises(ValueError):
        submission.self_normalized_estimate(f, nothing, log_q)
    with pytest.raises(ValueError):
        submission.effective_sample_size(nothing, log_q)
    assert_close(submission.log_normalizer(nothing, log_q), -math.inf, what="log of the normaliser of no weight at all")
    assert_close(submission.plain_estimate(f, nothing, log_q), 0.0, what="the plain estimate without weights")
