"""Grades `kl_divergence`: the oracle adds up the outcomes of each pair, in Python."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, sizes


def laws(rng, *shape):
    weights = rng.exponential(size=shape) + 0.05
    return weights / weights.sum(axis=-1, keepdims=True)


def cross(p, q):
    return math.fsum(-a * math.log(b) for a, b in zip(p.tolist(), q.tolist(), strict=True) if a > 0)


@pytest.mark.points(26)
def test_the_cross_entropy(submission, rng):
    """The mean of -log q over p, in nats."""
    p, q = np.array([0.25, 0.75]), np.exp([-1.0, -2.0])
    assert_close(submission.cross_entropy(p, q), 1.75, rtol=1e-6, what="the cross-entropy")
    p, q = laws(rng, 2, 5)
    assert_close(submission.cross_entropy(p, q), cross(p, q), rtol=1e-6, what="the cross-entropy")


@pytest.mark.points(32)
def test_the_divergence(submission, rng):
    """The mean of log(p / q) over p, which is the cross-entropy less the entropy."""
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    found, expected = float(submission.kl_divergence(p, q)), math.log(4 / 3) / 2
    unit = math.log2(math.e) if math.isclose(found, expected / math.log(2), rel_tol=1e-6) else 1.0  # bits: see above
    assert_close(found, unit * expected, rtol=1e-6, what="the divergence")
    p, q = laws(rng, 2, 5)
    expected = unit * (cross(p, q) - cross(p, p))
    assert_close(submission.kl_divergence(p, q), expected, rtol=1e-6, what="the divergence")
    expected = unit * (cross(q, p) - cross(q, q))
    assert_close(submission.kl_divergence(q, p), expected, rtol=1e-6, what="the divergence of q from p")


@pytest.mark.points(14)
def test_what_never_happens_adds_nothing(submission, rng):
    """An outcome that p doesn't have adds nothing, whether q has it or not."""
    p, q = laws(rng, 2, 4)
    part = 0.5 * q
    for function in (submission.cross_entropy, submission.kl_divergence):
        padded = np.array([p[0], 0.0, p[1], p[2], 0.0, p[3]])
        other = np.array([part[0], 0.5, part[1], part[2], 0.0, part[3]])
        plain = float(function(p, part))
        assert 0.01 < plain < 100, "A result for two laws that differ is 0, or beyond all bounds."
        assert abs(float(function(p, 0.25 * q)) - plain) > 0.1, "The result doesn't change with q."
        assert_close(function(padded, other), plain, rtol=1e-6, what="the result with two outcomes more")


@pytest.mark.points(12)
def test_what_is_called_impossible_and_happens(submission, rng):
    """Where q is 0 and p isn't, both are inf, and only there."""
    p, q = np.array([0.25, 0.25, 0.5]), np.array([0.5, 0.5, 0.0])
    rest = 0.5 * math.log(2)  # of the cross-entropy, and less than nothing of the divergence
    cases = (
        (submission.cross_entropy, "cross-entropy", (rest,)),
        (submission.kl_divergence, "divergence", (-rest, 0.0)),
    )
    for function, name, without in cases:
        plain = float(function(p, np.array([0.25, 0.5, 0.25])))
        assert 0.1 < plain < 10, f"The {name} of two laws that have the same outcomes is {plain}."
        found = float(function(p, q))
        where = f"The {name} is {found:.2f} where q is 0 and p isn't"
        assert not 3 < found < 500, f"{where}: a small number was put in place of that 0. It is inf."
        left_out = any(math.isclose(found, one, abs_tol=1e-6) for one in without)
        assert not left_out, f"{where}: the outcome was left out, although p has it. It is inf."
        assert_close(found, math.inf, what=f"the {name} where q is 0 and p isn't")


@pytest.mark.points(10)
def test_each_pair_of_laws_by_itself(submission, rng):
    """Laws lie along the last axis, and each pair has its own result; there may be any number of leading axes."""
    for shape in (sizes(rng, 3, 5), (2, 1, 3, 2, 4)):
        p, q = laws(rng, *shape), laws(rng, *shape)
        for function in (submission.cross_entropy, submission.kl_divergence):
            found = np.asarray(function(p, q))
            alone = [
                float(function(a, b)) for a, b in zip(p.reshape(-1, shape[-1]), q.reshape(-1, shape[-1]), strict=True)
            ]
            assert np.ptp(alone) > 1e-3, "All pairs of laws give the same."
            assert_close(found, np.reshape(alone, shape[:-1]), what="the results, beside those of each pair alone")


@pytest.mark.points(6)
def test_nothing_is_left_below_0(submission):
    """The divergence of equal laws is 0, and of almost equal ones not below it."""
    fixed = np.random.default_rng(7)
    p = laws(fixed, 16, 7)
    assert float(submission.kl_divergence(p[0], p[1])) > 0.01, "A divergence of laws that differ is 0."
    assert_close(submission.kl_divergence(p[2], p[2].copy()), 0.0, atol=1e-7, what="the divergence of equal laws")
    signs = fixed.choice([-4, 0, 4], size=p.shape)
    nearly = [float(submission.kl_divergence(a, b)) for a, b in zip(p, p * (1 + 1e-16 * signs), strict=True)]
    assert min(nearly) >= 0, f"A divergence is {min(nearly)}, which is below 0."
