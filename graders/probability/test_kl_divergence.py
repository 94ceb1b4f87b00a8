"""Grades `kl_divergence`: the oracle adds up the outcomes of each pair, in Python."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def laws(rng, *shape):
    weights = rng.exponential(size=shape) + 0.05
    return weights / weights.sum(axis=-1, keepdims=True)


def cross(p, q):
    return math.fsum(-a * math.log(b) for a, b in zip(p.tolist(), q.tolist(), strict=True) if a > 0)


@pytest.mark.points(24)
def test_the_cross_entropy(submission, rng):
    """The mean of -log q over p, in nats."""
    p, q = np.array([0.25, 0.75]), np.exp([-1.0, -2.0])
    assert_close(submission.cross_entropy(p, q), 1.75, what="the cross-entropy")
    p, q = np.array([1.0, 0.0]), np.exp([-0.25, -2.0])
    assert_close(submission.cross_entropy(p, q), 0.25, what="the cross-entropy of a sure outcome")
    p, q = laws(rng, 2, 5)
    assert_close(submission.cross_entropy(p, q), cross(p, q), what="the cross-entropy")


@pytest.mark.points(30)
def test_the_divergence(submission, rng):
    """The mean of log(p / q) over p, which is the cross-entropy less the entropy."""
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    unit = float(submission.kl_divergence(np.array([1.0, 0.0]), p)) / math.log(
        2
    )  # 1 in nats; bits are judged elsewhere
    assert 0.5 < unit < 2, "The divergence of a fair coin from one with two heads is not log 2."
    assert_close(submission.kl_divergence(p, q), unit * math.log(4 / 3) / 2, what="the divergence")
    p, q = laws(rng, 2, 5)
    assert_close(submission.kl_divergence(p, q), unit * (cross(p, q) - cross(p, p)), what="the divergence")
    assert_close(submission.kl_divergence(q, p), unit * (cross(q, p) - cross(q, q)), what="the divergence of q from p")


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
    p, q = laws(rng, 2, 2, 4)
    q[0, 2] = 0.0
    for function in (submission.cross_entropy, submission.kl_divergence):
        found = np.asarray(function(p, q))
        assert_equal(np.isposinf(found), np.array([True, False]), what="which of two results are inf")


@pytest.mark.points(12)
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


@pytest.mark.points(8)
def test_nothing_is_left_below_0(submission, rng):
    """The divergence of equal laws is 0, and of almost equal ones not below it."""
    p = laws(rng, 400, 7)
    assert np.abs(np.asarray(submission.kl_divergence(p[:-1], p[1:]))).max() > 0.1, "All divergences are 0."
    assert_close(submission.kl_divergence(p, p.copy()), np.zeros(400), atol=1e-12, what="the divergences of equal laws")
    nearly = p * (1 + 1e-16 * rng.choice([-4, 0, 4], size=p.shape))
    found = np.asarray(submission.kl_divergence(p, nearly))
    assert found.min() >= 0, f"A divergence is {found.min()}."
