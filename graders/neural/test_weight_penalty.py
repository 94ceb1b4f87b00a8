"""Grades `weight_penalty`: exact sums over plain numbers and slopes chosen from their interval are the oracle."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def away_from_zero(rng, *shape):
    return rng.uniform(0.2, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def parameters(rng, dtype=np.float64):
    """Names that contain each other, and shapes that differ."""
    shapes = {"weight": (3, 4), "bias": (4,), "head.weight": (2, 3, 1), "head.bias": (1,)}
    return {name: away_from_zero(rng, *shape).astype(dtype) for name, shape in shapes.items()}


def with_zeros(rng, params):
    """The same with about a third of the weights at 0, some of them -0."""
    return {name: np.where(rng.random(w.shape) < 0.35, -0.0, w).astype(w.dtype) for name, w in params.items()}


def penalty_of(params, l1, l2, exclude=()):
    numbers = [float(w) for name, array in params.items() if name not in exclude for w in array.flat]
    return l1 * math.fsum(abs(w) for w in numbers) + l2 * math.fsum(w * w for w in numbers) / 2


def slope(w, l1, l2, g=None):
    """At one weight: the derivative, at 0 the neutral slope, or with g the smallest sum of g and a slope."""
    w = float(w)
    if w > 0 or w < 0:
        return l2 * w + math.copysign(l1, w) + (g or 0.0)
    if g is None:
        return 0.0
    return sorted([g - l1, 0.0, g + l1])[1]


def slopes(params, l1, l2, exclude=(), loss_grads=None):
    expected = {}
    for name, w in params.items():
        a, b = (0.0, 0.0) if name in exclude else (l1, l2)
        gs = [None] * w.size if loss_grads is None else loss_grads[name].ravel().tolist()
        expected[name] = np.reshape([slope(n, a, b, g) for n, g in zip(w.flat, gs, strict=True)], w.shape)
        expected[name] = expected[name].astype(w.dtype)
    return expected


def own_penalty(submission, params, l1, l2):
    """The answer's own penalty and gradients: what is wrong there costs its points once."""
    penalty, grads = submission.weight_penalty(params, l1=l1, l2=l2)
    return float(penalty), {name: np.asarray(grads[name]) for name in params}


STRENGTHS = [(0.7, 0.0), (0.4, 1.7)]


@pytest.mark.points(15)
def test_the_penalty_sums_over_all_entries(submission, rng):
    """The penalty is l1 * sum |w| + l2 / 2 * sum w^2 over all entries of all parameters."""
    for l1, l2 in [(0.0, 0.3), *STRENGTHS]:
        params = parameters(rng)
        penalty, _ = submission.weight_penalty(params, l1=l1, l2=l2)
        assert_close(penalty, penalty_of(params, l1, l2), what="the penalty")


@pytest.mark.points(15)
def test_the_gradient_away_from_zero(submission, rng):
    """Where w isn't 0 the gradient is l1 * sign(w) + l2 * w, for every parameter."""
    for l1, l2 in STRENGTHS:
        params = parameters(rng)
        _, grads = submission.weight_penalty(params, l1=l1, l2=l2)
        assert_close(grads, slopes(params, l1, l2), what="the gradients")


@pytest.mark.points(10)
def test_the_gradient_of_a_weight_that_is_zero(submission, rng):
    """A weight of 0 has the neutral sub-gradient, 0."""
    params = with_zeros(rng, parameters(rng))
    params["weight"][0] = 0.0
    penalty, grads = submission.weight_penalty(params, l1=0.4, l2=1.7)
    assert np.isfinite(float(penalty)), "The penalty should be finite."
    found = np.concatenate([np.asarray(grads[name])[w == 0] for name, w in params.items()])
    assert_equal(found, np.zeros(len(found)), what="the gradients of the weights that are 0")
    other = np.concatenate([np.asarray(grads[name])[w != 0] for name, w in params.items()])
    assert np.isfinite(other).all(), "The gradients of the other weights should be finite."
    assert np.ptp(other) > 0, "The gradients of the other weights are all the same."


@pytest.mark.points(15)
def test_excluded_parameters_are_left_alone(submission, rng):
    """Excluded parameters add nothing to the penalty and have a gradient of zeros; names are compared as a whole."""
    for exclude in (["bias"], {"weight", "head.bias"}, ("head",)):
        params = parameters(rng)
        params["head"] = away_from_zero(rng, 2)  # the beginning of two names
        penalty, grads = submission.weight_penalty(params, l1=0.4, l2=1.7, exclude=exclude)
        rest = {name: w for name, w in params.items() if name not in exclude}
        alone, expected = own_penalty(submission, rest, 0.4, 1.7)
        assert_close(penalty, alone, what="the penalty, beside that of the other parameters alone,")
        expected |= {name: np.zeros(params[name].shape) for name in exclude}
        assert_close(grads, expected, what="the gradients")


@pytest.mark.points(15)
def test_a_weight_at_zero_resists_up_to_l1(submission, rng):
    """At 0 the smallest sub-gradient is the loss's gradient shortened by l1, and 0 if it isn't longer than l1."""
    for l1, l2 in [(0.75, 0.0), (0.5, 1.7)]:
        params = {"w": np.zeros((3, 4)), "v": np.array([0.0, -0.0, 0.0, 0.0])}
        loss_grads = {"w": away_from_zero(rng, 3, 4), "v": np.array([l1, -l1, l1 + 1.0, -l1 - 0.25])}
        result = submission.smallest_subgradient(params, loss_grads, l1=l1, l2=l2)
        assert_close(result, slopes(params, l1, l2, loss_grads=loss_grads))


@pytest.mark.points(10)
def test_away_from_zero_there_is_no_choice(submission, rng):
    """Where w isn't 0, however small, the smallest sub-gradient is the loss's gradient plus the penalty's."""
    for l1, l2 in STRENGTHS:
        params = parameters(rng)
        params["weight"] *= np.array([[1e-9], [1e-15], [1e-200]])
        loss_grads = parameters(rng)
        result = submission.smallest_subgradient(params, loss_grads, l1=l1, l2=l2)
        _, grads = own_penalty(submission, params, l1, l2)
        expected = {name: g + grads[name] for name, g in loss_grads.items()}
        assert_close(result, expected, what="the result, beside the loss's gradient plus that of weight_penalty,")


@pytest.mark.points(5)
def test_excluded_parameters_keep_the_gradient_of_the_loss(submission, rng):
    """For excluded parameters the smallest sub-gradient is the loss's gradient, at 0 too."""
    params, loss_grads = with_zeros(rng, parameters(rng)), parameters(rng)
    params["bias"][:] = 0.0
    result = submission.smallest_subgradient(params, loss_grads, l1=0.6, l2=1.7, exclude=["bias", "head.weight"])
    for name in ("bias", "head.weight"):
        assert_close(result[name], loss_grads[name], what=f"the result for {name}, which is excluded,")
    rest = {name: params[name] for name in ("weight", "head.bias")}
    expected = submission.smallest_subgradient(rest, {name: loss_grads[name] for name in rest}, l1=0.6, l2=1.7)
    for name in rest:
        assert_close(result[name], np.asarray(expected[name]), what=f"the result for {name}, as without the others,")


@pytest.mark.points(5)
def test_no_penalty_and_no_parameters(submission, rng):
    """Both strengths are 0 unless told; an empty dict has the penalty 0.0 and no gradients."""
    params, loss_grads = with_zeros(rng, parameters(rng)), parameters(rng)
    zeros = {name: np.zeros(w.shape) for name, w in params.items()}
    assert_equal(submission.weight_penalty(params), (0.0, zeros))
    assert_close(submission.smallest_subgradient(params, loss_grads), loss_grads)
    assert_equal(submission.weight_penalty({}, l1=0.5, l2=0.5), (0.0, {}))
    assert_equal(submission.smallest_subgradient({}, {}, l1=0.5), {})


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """Each gradient has the dtype of its parameter; the penalty of float32 weights is summed in float64."""
    params, loss_grads = (parameters(rng, np.float32) for _ in range(2))
    params = with_zeros(rng, params)
    params["bias"][:] = [3e4, 1e-3, -7e3, 0.1]
    params["double"], loss_grads["double"] = rng.normal(size=3), rng.normal(size=3)
    penalty, grads = submission.weight_penalty(params, l1=0.4, l2=1.7)
    wide, _ = own_penalty(submission, {name: w.astype(np.float64) for name, w in params.items()}, 0.4, 1.7)
    assert_close(penalty, wide, rtol=1e-12, what="the penalty, beside that of the same weights in float64,")
    result = submission.smallest_subgradient(params, loss_grads, l1=0.4, l2=1.7)
    for name, w in params.items():
        assert_equal(np.asarray(grads[name]).dtype.name, w.dtype.name, what=f"the dtype of the gradient of {name}")
        assert_equal(np.asarray(result[name]).dtype.name, w.dtype.name, what=f"the dtype of the result for {name}")
    ones = {"w": np.array([2.0**25, 1.0, -1.0], dtype=np.float32)}  # float32 doesn't notice the ones
    penalty, _ = submission.weight_penalty(ones, l1=0.5)
    assert_close(penalty, 2.0**24 + 1, rtol=1e-12, what="the L1 penalty of large and small float32 weights")


@pytest.mark.points(5)
def test_bad_strengths_and_names_are_refused(submission, rng):
    """A negative strength, or a name in exclude that no parameter has, raises ValueError in both functions."""
    params, loss_grads = parameters(rng), parameters(rng)
    for name, options in [("weight_penalty", ()), ("smallest_subgradient", (loss_grads,))]:
        function = getattr(submission, name)
        function(params, *options, l1=0.0, l2=0.0, exclude=["head.bias"])
        for wrong in (
            {"l1": -0.1},
            {"l2": -0.1},
            {"l1": 0.5, "l2": -0.1},
            {"l1": -0.1, "l2": 0.5},
            {"l1": 0.1, "exclude": ["bias", "head"]},
        ):
            with pytest.raises(ValueError):
                function(params, *options, **wrong)
