"""Grades `js_divergence`: the oracle is the entropy of the mixture less the mean of the entropies."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def laws(rng, *shape):
    weights = rng.exponential(size=shape) + 0.05
    return weights / weights.sum(axis=-1, keepdims=True)


def entropy(p):
    return math.fsum(value * math.log2(1 / value) for value in p.tolist() if value > 0)


def divergence(p, q):
    return entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2


def own(submission, p, q):
    """The answer's own divergence, in tests of something else; coins that differ have more than equal ones."""
    fair, sure = np.array([0.5, 0.5]), np.array([0.999, 0.001])
    apart = float(submission.js_divergence(fair, sure))
    assert apart > float(submission.js_divergence(fair, fair)) + 0.05, (
        "Laws that differ are not further apart than equal ones."
    )
    return np.asarray(submission.js_divergence(p, q))


@pytest.mark.points(44)
def test_the_divergence_from_the_mixture(submission, rng):
    """The mean divergence of the two laws from their mixture, in bits."""
    for p, q in (np.array([[0.75, 0.25], [0.5, 0.5]]), laws(rng, 2, 5), laws(rng, 2, 3)):
        # Roughly: a small number within the logarithm is judged elsewhere.
        assert_close(submission.js_divergence(p, q), divergence(p, q), rtol=1e-4, what="the divergence")


@pytest.mark.points(14)
def test_outcomes_that_a_law_lacks(submission, rng):
    """An outcome that one of the laws lacks, or both, makes nothing inf or nan."""
    p, q = laws(rng, 2, 5)
    wide = np.array([p, q])[:, [0, 1, 2, 3, 4, 4]]
    wide[:, 5] = 0.0
    plain = own(submission, p, q)
    assert_close(
        submission.js_divergence(*wide), plain, rtol=1e-6, what="the divergence with an outcome that both lack"
    )
    p[2], q[0] = 0.0, 0.0
    found = float(submission.js_divergence(p / p.sum(), q / q.sum()))
    assert 0.01 < found < 2, f"The divergence of laws that lack one outcome each is {found}."


@pytest.mark.points(8)
def test_laws_that_share_no_outcome(submission, rng):
    """Laws that share no outcome have the largest value there is, whatever their shapes."""
    one = float(own(submission, np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    assert math.isfinite(one), f"The divergence of two sure outcomes is {one}."
    if one < 0.5:  # the unit is judged elsewhere
        assert_close(one, 1.0, what="the divergence of two sure outcomes")
    p, q = np.concatenate([laws(rng, 3), np.zeros(2)]), np.concatenate([np.zeros(3), laws(rng, 2)])
    found = float(submission.js_divergence(p, q))
    assert_close(found, one, rtol=1e-2, what="the divergence, beside that of two sure outcomes")
    kind = np.asarray(submission.js_divergence(*laws(rng, 2, 3, 4))).dtype
    assert kind == np.float64, f"The divergences are {kind}: they should be float64."
    many = laws(rng, 2, 60)
    found = float(submission.js_divergence(np.pad(many[0], (0, 60)), np.pad(many[1], (60, 0))))
    equal = float(np.abs(np.asarray(submission.js_divergence(many[0], many[0].copy()))))
    # Beside two sure outcomes, an epsilon costs each of so many a little; within a ratio it only shows for equal laws.
    off = max(abs(found - one), equal if equal < 1e-3 else 0.0)
    assert off <= 1e-12 * one, (
        f"The divergence of laws that share no outcome, or of equal ones, is off by {off:.1e}: a number was added, or "
        f"zeros were raised to it, to keep them out of the logarithm. Terms without probability are 0."
    )
    rounded = min((1.0, math.log(2), 2.0), key=lambda bound: abs(bound - one))  # the unit is judged elsewhere
    assert_close(one, rounded, rtol=1e-8, what="the divergence of two sure outcomes")


@pytest.mark.points(14)
def test_the_distance_is_the_root(submission, rng):
    """The distance is the square root of the divergence, and satisfies the triangle inequality."""
    p, q, r = laws(rng, 3, 4)
    expected = np.sqrt(own(submission, p, q))
    assert_close(submission.js_distance(p, q), expected, what="the distance, beside the root of the divergence")
    sides = [float(submission.js_distance(*pair)) for pair in ((p, q), (q, r), (p, r))]
    assert sides[2] <= sides[0] + sides[1] + 1e-9, f"The distances {sides} break the triangle inequality."


@pytest.mark.points(12)
def test_each_pair_of_laws_by_itself(submission, rng):
    """Laws lie along the last axis, and each pair has its own result; there may be any number of leading axes."""
    for shape in (sizes(rng, 3, 5), (2, 1, 3, 2, 4)):
        p, q = laws(rng, *shape), laws(rng, *shape)
        pairs = zip(p.reshape(-1, shape[-1]), q.reshape(-1, shape[-1]), strict=True)
        alone = np.array([float(own(submission, a, b)) for a, b in pairs]).reshape(shape[:-1])
        assert_close(submission.js_divergence(p, q), alone, what="the divergences, beside those of each pair alone")
    p = np.array([[0.5, 0.5, 0.0], [0.0, 0.25, 0.75], [0.2, 0.3, 0.5]])
    q = np.array([[0.25, 0.5, 0.25], [0.0, 0.5, 0.5], [0.3, 0.3, 0.4]])
    alone = np.array([float(submission.js_divergence(a, b)) for a, b in zip(p, q, strict=True)])
    found = submission.js_divergence(p, q)
    assert_close(found, alone, what="the divergences of pairs with zeros, beside those of each pair alone")


@pytest.mark.points(3)
def test_nothing_is_above_1(submission, rng):
    """Rounding leaves nothing above 1 for laws that share no outcome."""
    p = laws(rng, 400, 7)
    own(submission, p[0], p[1])
    found = np.asarray(submission.js_divergence(np.pad(p, ((0, 0), (0, 7))), np.pad(p, ((0, 0), (7, 0)))))
    assert_equal(found.shape, (400,), what="the shape of the divergences")
    assert_close(found, np.full(400, found.mean()), rtol=1e-2, what="the divergences of laws that share no outcome")
    largest = float(found.max())
    assert largest <= 1 or largest > 1.5, f"A divergence is {largest!r}."  # the unit is judged elsewhere


@pytest.mark.points(5)
def test_nothing_is_below_0(submission, rng):
    """Rounding leaves nothing below 0 for equal or almost equal laws, and no distance is nan."""
    p = laws(rng, 400, 7)
    nearly = p * (1 + 1e-16 * rng.choice([-4, 0, 4], size=p.shape))
    own(submission, p[0], p[1])
    for other in (p.copy(), nearly):
        found = np.asarray(submission.js_divergence(p, other))
        assert_close(found, np.zeros_like(found), atol=1e-6, what="the divergences of laws that are equal or nearly so")
        assert found.min() >= 0, f"A divergence is {float(found.min())}."
        assert np.isfinite(np.asarray(submission.js_distance(p, other))).all(), "A distance is nan or inf."
