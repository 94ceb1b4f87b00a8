"""Grades `adagrad_rmsprop`: the oracle weighs the squares of all steps at once, by a table of weights."""

import numpy as np
import pytest
from _optimizers import every_step, moved, problem

from kata.testing import assert_close, uniform


def moves(g, eps, alpha=None):
    """What each step subtracts, up to lr; AdaGrad unless alpha is given."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    weights = np.where(ages >= 0, 1.0 if alpha is None else (1 - alpha) * alpha ** np.maximum(ages, 0), 0.0)
    return g / (np.sqrt(np.tensordot(weights, g * g, axes=1)) + eps)


def expected(params, grads, lrs, eps, alpha=None):
    return every_step(params, grads, lambda _, p, g: moved(p, g, lrs, lambda g: moves(g, eps, alpha)))


def check(submission, optimizer, params, grads, lrs, eps, alpha=None, change=False, **options):
    found = submission.run(optimizer, params, grads, lrs if change else None)
    wanted = expected(params, grads, lrs, eps, alpha)
    assert_close(found, wanted, what="the parameters after each step", **options)


@pytest.mark.points(18)
def test_adagrad(submission, rng):
    """AdaGrad divides each entry's gradient by the root of the sum of all its squares so far."""
    lr = uniform(rng, 0.1, 0.5)
    check(submission, submission.Adagrad(lr, 1e-6), *problem(rng, 7), [lr] * 7, 1e-6)


@pytest.mark.points(18)
def test_rmsprop(submission, rng):
    """RMSprop divides by the root of a moving average, in which alpha of the old average survives; no correction."""
    lr, alpha = uniform(rng, 0.1, 0.5), uniform(rng, 0.7, 0.95)
    check(submission, submission.RMSprop(lr, alpha, 1e-6), *problem(rng, 7), [lr] * 7, 1e-6, alpha)
    check(submission, submission.RMSprop(lr, 0.0, 1e-6), *problem(rng, 2), [lr] * 2, 1e-6, 0.0)


@pytest.mark.points(12)
def test_eps_is_added_outside_the_root(submission, rng):
    """The divisor is sqrt(s) + eps, with eps outside the root."""
    eps = uniform(rng, 0.2, 0.5)
    check(submission, submission.Adagrad(0.2, eps), *problem(rng, 2), [0.2] * 2, eps)
    check(submission, submission.RMSprop(0.2, 0.8, eps), *problem(rng, 2), [0.2] * 2, eps, 0.8)


@pytest.mark.points(8)
def test_a_gradient_of_0_moves_nothing(submission, rng):
    """A gradient of 0 moves nothing, never to nan, but RMSprop's average fades with it as with any other."""
    params, grads = problem(rng, 3)
    grads[1]["bias"] = 0 * grads[1]["bias"]
    for step in grads:
        step["kernel"][0] = 0.0
    check(submission, submission.Adagrad(0.2), params, grads, [0.2] * 3, 1e-10)
    check(submission, submission.RMSprop(0.2, 0.8), params, grads, [0.2] * 3, 1e-8, 0.8)


@pytest.mark.points(8)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on."""
    lrs = [0.2, 0.05, 0.0, 0.4]
    check(submission, submission.Adagrad(0.2, 0.1), *problem(rng, 4), lrs, 0.1, change=True)
    check(submission, submission.RMSprop(0.2, 0.8, 0.1), *problem(rng, 4), lrs, 0.1, 0.8, change=True)


@pytest.mark.points(8)
def test_each_parameter_has_its_own_state(submission, rng):
    """Parameters of the same shape have states of their own, whatever the order of the dicts; () is a shape too."""
    params, grads = problem(rng, 3, {"up": (2, 3), "down": (2, 3), "scale": ()})
    grads[1] = dict(reversed(grads[1].items()))
    check(submission, submission.Adagrad(0.2, 0.1), params, grads, [0.2] * 3, 0.1)
    check(submission, submission.RMSprop(0.2, 0.8, 0.1), params, grads, [0.2] * 3, 0.1, 0.8)


@pytest.mark.points(4)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    params, grads = problem(rng, 2)
    others, _ = problem(rng, 1)
    for optimizer, *options in [(submission.Adagrad(0.2, 0.1), 0.1), (submission.RMSprop(0.2, 0.8, 0.1), 0.1, 0.8)]:
        first, second = expected(params, grads, [0.2] * 2, *options)
        assert_close(optimizer.step(params, grads[0]), first, what="the parameters after the first step")
        onward = {name: others[name] + second[name] - first[name] for name in others}
        assert_close(optimizer.step(others, grads[1]), onward, what="the parameters after a step from others")


@pytest.mark.points(8)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, and its state for later."""
    params, grads = problem(rng, 5)
    del grads[0]["bias"], grads[2]["kernel"]
    grads[3] = {}
    check(submission, submission.Adagrad(0.2, 0.1), params, grads, [0.2] * 5, 0.1)
    check(submission, submission.RMSprop(0.2, 0.8, 0.1), params, grads, [0.2] * 5, 0.1, 0.8)


@pytest.mark.points(5)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers of a kind don't see each other's states."""
    for _ in range(2):
        check(submission, submission.Adagrad(0.2, 0.1), *problem(rng, 1), [0.2], 0.1)
        check(submission, submission.RMSprop(0.2, 0.8, 0.1), *problem(rng, 1), [0.2], 0.1, 0.8)


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    for dtype in (np.float32, np.float64):
        params, grads = problem(rng, 2, dtype=dtype)
        check(submission, submission.Adagrad(0.2, 0.1), params, grads, [0.2] * 2, 0.1, exact_dtype=True)
        check(submission, submission.RMSprop(0.2, 0.8, 0.1), params, grads, [0.2] * 2, 0.1, 0.8, exact_dtype=True)


@pytest.mark.points(6)
def test_the_defaults(submission):
    """Without arguments lr is 0.01, alpha 0.99, and eps 1e-10 for AdaGrad and 1e-8 for RMSprop."""
    params = {"w": np.array([0.0, 0.0])}
    grads = [{"w": np.array([1.0, 1e-9])}, {"w": np.array([0.5, -2e-9])}]
    check(submission, submission.Adagrad(), params, grads, [0.01] * 2, 1e-10)
    check(submission, submission.RMSprop(), params, grads, [0.01] * 2, 1e-8, 0.99)
