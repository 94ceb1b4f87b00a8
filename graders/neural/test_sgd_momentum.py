"""Grades `sgd_momentum`: the oracle keeps every gradient and sums them anew at each step, with no velocity."""

import numpy as np
import pytest

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
    found = submission.run(submission.SGD(lr, **options), params, grads)
    assert_close(found, expected(params, grads, [lr] * n_steps, **options), what="the parameters after each step")


@pytest.mark.points(10)
def test_plain_descent(submission, rng):
    """Without momentum and decay, each step is p - lr * g, and the arrays handed in stay as they are."""
    check(submission, rng, 3)


@pytest.mark.points(10)
def test_weight_decay(submission, rng):
    """The decay adds weight_decay * p to the gradient."""
    check(submission, rng, 3, weight_decay=0.4)


@pytest.mark.points(18)
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


@pytest.mark.points(10)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps scales the whole of the next move."""
    lrs = [0.2, 0.2, 0.05, 0.0, 0.4]
    params, grads = problem(rng, 5)
    found = submission.run(submission.SGD(0.2, momentum=0.8), params, grads, lrs)
    assert_close(found, expected(params, grads, lrs, momentum=0.8), what="the parameters after each step")


@pytest.mark.points(8)
def test_each_parameter_has_its_own_velocity(submission, rng):
    """Parameters of the same shape have velocities of their own, whatever the order of the dicts."""
    params, grads = problem(rng, 4, {"up": (2, 3), "down": (2, 3)})
    grads[1::2] = [dict(reversed(g.items())) for g in grads[1::2]]
    found = submission.run(submission.SGD(0.1, momentum=0.8), params, grads)
    assert_close(found, expected(params, grads, [0.1] * 4, momentum=0.8), what="the parameters after each step")


@pytest.mark.points(7)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, without decay, and its velocity for later."""
    params, grads = problem(rng, 5)
    del grads[0]["bias"], grads[2]["kernel"]
    grads[3] = {}
    lrs = [0.1, 0.2, 0.1, 0.3, 0.05]
    options = {"momentum": 0.8, "weight_decay": 0.3, "nesterov": True}
    found = submission.run(submission.SGD(0.1, **options), params, grads, lrs)
    assert_close(found, expected(params, grads, lrs, **options), what="the parameters after each step")


@pytest.mark.points(5)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers in turn don't see each other's velocities, and lr is readable."""
    one, other = submission.SGD(0.1, momentum=0.9), submission.SGD(0.3, momentum=0.5)
    assert_close((one.lr, other.lr), (0.1, 0.3), what="lr of both")
    for optimizer, lr, momentum in [(one, 0.1, 0.9), (other, 0.3, 0.5)]:
        params, grads = problem(rng, 2)
        found = submission.run(optimizer, params, grads)
        assert_close(found, expected(params, grads, [lr] * 2, momentum=momentum), what="the parameters after each step")


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step."""
    params, grads = problem(rng, 3, dtype=np.float32)
    options = {"momentum": 0.8, "weight_decay": 0.1}
    found = submission.run(submission.SGD(0.1, **options), params, grads)
    wanted = expected(params, grads, [0.1] * 3, **options)
    wanted = [{name: p.astype(np.float32) for name, p in step.items()} for step in wanted]
    assert_close(found, wanted, exact_dtype=True, what="the parameters after each step")


@pytest.mark.points(5)
def test_nesterov_without_momentum_is_refused(submission):
    """Nesterov's form without momentum raises ValueError."""
    moved = submission.SGD(0.5, 0.5, 0.0, True).step({"w": np.ones(2)}, {"w": np.ones(2)})
    assert_equal(moved, {"w": np.array([0.25, 0.25])}, what="the parameters")
    with pytest.raises(ValueError):
        submission.SGD(0.5, nesterov=True)
