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
    p, q = np.array([0.25, 0.75]), np.array([0.5, 0.5])
    assert_close(submission.cross_entropy(p, q), math.log(2), rtol=1e-6, what="the cross-entropy")
    p, q = laws(rng, 2, 5)
    assert_close(submission.cross_entropy(p, q), cross(p, q), rtol=1e-6, what="the cross-entropy")


@pytest.mark.points(32)
def test_the_divergence(submission, rng):
    """The mean of log(p / q) over p, which is the cross-entropy less the entropy."""
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    found, expected = float(submission.kl_divergence(p, q)), math.log(4 / 3) / 2
    assert found > 1e-9, f"The divergence of two laws that differ is {found:.3g}: it is above 0."
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
    padded = np.array([p[0], 0.0, p[1], p[2], 0.0, p[3]])
    other = np.array([part[0], 0.5, part[1], part[2], 0.0, part[3]])
    cases = (
        (submission.cross_entropy, "cross-entropy", cross(p, part)),
        (submission.kl_divergence, "divergence", cross(p, part) - cross(p, p)),
    )
    founds = [float(function(padded, other)) for function, _, _ in cases]
    infinite = [name for found, (_, name, _) in zip(founds, cases, strict=True) if math.isinf(found)]
    assert not infinite, f"The {' and the '.join(infinite)} is inf, although p doesn't have the outcome that q hasn't."
    undefined = [name for found, (_, name, _) in zip(founds, cases, strict=True) if math.isnan(found)]
    assert not undefined, f"The {' and the '.join(undefined)} is nan where an outcome has the probability 0."
    for found, (_, name, expected) in zip(founds, cases, strict=True):
        if math.isclose(found, expected / math.log(2), rel_tol=1e-6):
            expected = found  # in bits: judged elsewhere
        assert_close(found, expected, rtol=1e-6, what=f"the {name} with two outcomes that p doesn't have")


@pytest.mark.points(12)
def test_what_is_called_impossible_and_happens(submission, rng):
    """Where q is 0 and p isn't, both are inf, and only there."""
    p, q = np.array([0.25, 0.25, 0.5]), np.array([0.5, 0.5, 0.0])
    rest = 0.5 * math.log(2)  # of the cross-entropy, and less than nothing of the divergence
    cases = (
        (submission.cross_entropy, "cross-entropy", (rest,)),
        (submission.kl_divergence, "divergence", (-rest, 0.0)),
    )
    founds, replaced, left_out = [], [], []
    for function, name, without in cases:
        plain = float(function(p, np.array([0.25, 0.5, 0.25])))
        assert 0.1 < plain < 10, f"The {name} of two laws that have the same outcomes is {plain}."
        found = float(function(p, q))
        says = f"the {name} is {found:.2f}"
        replaced += [says] if 3 < found < 500 else []
        left_out += [says] if any(math.isclose(found, one, abs_tol=1e-6) for one in without) else []
        founds.append(found)
    where = "where q is 0 and p isn't, and not inf"
    assert not replaced, f"A small number was put in place of a 0: {' and '.join(replaced)} {where}."
    assert not left_out, f"An outcome that p has was left out: {' and '.join(left_out)} {where}."
    for found, (_, name, _) in zip(founds, cases, strict=True):
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
            expected = np.reshape(alone, shape[:-1])
            assert_close(found, expected, what="the results, beside those of each pair alone", exact_dtype=True)
    # What zeros do to a pair is judged elsewhere: here they do it to no other one.
    p = np.array([[0.5, 0.5, 0.0], [0.25, 0.25, 0.5], [0.2, 0.3, 0.5]])
    q = np.array([[0.25, 0.5, 0.25], [0.5, 0.5, 0.0], [0.3, 0.3, 0.4]])
    for function in (submission.cross_entropy, submission.kl_divergence):
        alone = np.array([float(function(a, b)) for a, b in zip(p, q, strict=True)])
        assert_close(function(p, q), alone, what="the results of pairs with zeros, beside those of each pair alone")


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
