"""Grades `sgd_momentum`: the oracle keeps every gradient and sums them anew at each step, with no velocity."""

import numpy as np
import pytest
from _optimizers import check_returned_arrays
from _optimizers import steps as one_by_one

from kata.testing import assert_close, assert_equal, uniform

SHAPES = {"bias": (2,), "kernel": (2, 1, 3)}


def problem(rng, n_steps, shapes=SHAPES, dtype=np.float64):
    """Parameters, and a gradient of each for every step."""
    params = {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}
    grads = [{name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()} for _ in range(n_steps)]
    return params, grads


def path(p, grads, lrs, momentum=0.0, weight_decay=0.0, nesterov=False):
    """One parameter after each step; a gradient of None is none."""
    seen, points = [], []
    for g, lr in zip(grads, lrs, strict=True):
        if g is not None:
            seen.append(g + weight_decay * p)
            velocity = sum(momentum ** (len(seen) - k) * d for k, d in enumerate(seen, start=1))
            p = p - lr * (seen[-1] + momentum * velocity if nesterov else velocity)
        points.append(p)
    return points


def expected(params, grads, lrs, **options):
    paths = {name: path(p, [g.get(name) for g in grads], lrs, **options) for name, p in params.items()}
    return [{name: points[t] for name, points in paths.items()} for t in range(len(grads))]


def check(submission, rng, n_steps, **options):
    """Constant lr, all gradients present."""
    params, grads = problem(rng, n_steps)
    lr = uniform(rng, 0.05, 0.3)
    found = one_by_one(submission.SGD(lr, **options), params, grads)
    assert_close(found, expected(params, grads, [lr] * n_steps, **options), what="the parameters after each step")


def moves(params, steps):
    """What each step added, of the answer's own parameters after each step."""
    found, before = [], params
    for step in steps:
        after = {name: np.asarray(step[name]) for name in params}
        found.append({name: after[name] - before[name] for name in params})
        before = after
    assert any(np.ptp(move) > 0 for step in found for move in step.values()), "The parameters don't move."
    return found


@pytest.mark.points(10)
def test_plain_descent(submission, rng):
    """Without momentum and decay, each step is p - lr * g."""
    check(submission, rng, 3)


@pytest.mark.points(10)
def test_weight_decay(submission, rng):
    """The decay adds weight_decay * p to the gradient."""
    check(submission, rng, 3, weight_decay=0.4)


@pytest.mark.points(15)
def test_momentum(submission, rng):
    """The velocity is momentum times the old one plus the gradient, and moves the parameter."""
    check(submission, rng, 6, momentum=uniform(rng, 0.5, 0.9, 2))


@pytest.mark.points(14)
def test_nesterov(submission, rng):
    """Nesterov's form moves by the gradient plus momentum times the updated velocity."""
    check(submission, rng, 5, momentum=uniform(rng, 0.5, 0.9, 2), nesterov=True)


@pytest.mark.points(8)
def test_decay_goes_through_the_velocity(submission, rng):
    """With momentum, the velocity sums the gradients with their decay."""
    check(submission, rng, 4, momentum=0.7, weight_decay=0.3)


@pytest.mark.points(12)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps scales the whole of the next move."""
    lrs = [0.2, 0.2, 0.05, 0.0, 0.4]
    params, grads = problem(rng, 5)
    constant = moves(params, one_by_one(submission.SGD(0.25, momentum=0.8), params, grads))
    found = moves(params, one_by_one(submission.SGD(0.2, momentum=0.8), params, grads, lrs))
    expected = [{name: lr / 0.25 * move for name, move in step.items()} for lr, step in zip(lrs, constant, strict=True)]
    what = "the moves at the rates 0.2, 0.2, 0.05, 0 and 0.4, beside those at a constant rate,"
    assert_close(found, expected, rtol=1e-7, what=what)


@pytest.mark.points(10)
def test_each_parameter_has_its_own_velocity(submission, rng):
    """Parameters of the same shape have velocities of their own, whatever the order of the dicts."""
    params, grads = problem(rng, 4, {"up": (2, 3), "down": (2, 3)})
    alone = {}
    for name, p in params.items():
        steps = one_by_one(submission.SGD(0.1, momentum=0.8), {name: p}, [{name: g[name]} for g in grads])
        moves({name: p}, steps)
        alone[name] = [np.asarray(step[name]) for step in steps]
    grads[1::2] = [dict(reversed(g.items())) for g in grads[1::2]]
    found = one_by_one(submission.SGD(0.1, momentum=0.8), params, grads)
    expected = [{name: points[t] for name, points in alone.items()} for t in range(4)]
    assert_close(found, expected, what="the parameters after each step, beside those of each name alone,")


@pytest.mark.points(7)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, without decay, and its velocity for later."""
    params, grads = problem(rng, 5)
    del grads[0]["bias"], grads[2]["kernel"]
    grads[3] = {}
    options = {"momentum": 0.8, "weight_decay": 0.3, "nesterov": True}
    found = one_by_one(submission.SGD(0.1, **options), params, grads)
    expected = [{} for _ in grads]
    for name, p in params.items():
        present = [{name: g[name]} for g in grads if name in g]
        steps = one_by_one(submission.SGD(0.1, **options), {name: p}, present)
        moves({name: p}, steps)
        points = iter([np.asarray(step[name]) for step in steps])
        for g, after in zip(grads, expected, strict=True):
            p = next(points) if name in g else p
            after[name] = p
    what = "the parameters after each step, beside those that leave out the steps without a gradient,"
    assert_close(found, expected, what=what)


@pytest.mark.points(3)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were handed in or returned are not changed by later steps."""
    check_returned_arrays(submission, lambda: submission.SGD(0.1, momentum=0.8), rng)


@pytest.mark.points(5)
def test_two_optimisers_share_nothing(submission, rng):
    """An optimiser starts anew whatever another one did before, and lr is readable."""
    params, grads = problem(rng, 3)
    alone = one_by_one(submission.SGD(0.1, momentum=0.9), params, grads)
    moves(params, alone)
    one, other = submission.SGD(0.1, momentum=0.9), submission.SGD(0.3, momentum=0.5)
    assert_close((one.lr, other.lr), (0.1, 0.3), what="lr of both")
    one_by_one(other, *problem(rng, 3))
    expected = [{name: np.asarray(p) for name, p in step.items()} for step in alone]
    what = "the parameters after each step of one optimiser, after another one was used,"
    assert_close(one_by_one(one, params, grads), expected, what=what)


@pytest.mark.points(4)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step."""
    params, grads = problem(rng, 3, dtype=np.float32)
    found = one_by_one(submission.SGD(0.1, momentum=0.8, weight_decay=0.1), params, grads)
    moves(params, found)
    for step in found:
        for name in params:
            assert_equal(np.asarray(step[name]).dtype.name, "float32", what=f"the dtype of {name}")


@pytest.mark.points(2)
def test_nesterov_without_momentum_is_refused(submission):
    """Nesterov's form without momentum raises ValueError."""
    moved = submission.SGD(0.5, 0.5, 0.0, True).step({"w": np.ones(2)}, {"w": np.ones(2)})
    assert np.asarray(moved["w"]).max() < 1, "With momentum Nesterov's form is allowed, and moves the parameters."
    with pytest.raises(ValueError):
        submission.SGD(0.5, nesterov=True)
