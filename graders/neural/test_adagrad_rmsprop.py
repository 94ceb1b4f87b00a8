"""Grades `adagrad_rmsprop`: the oracle weighs the squares of all steps at once, by a table of weights."""

import numpy as np
import pytest
from _optimizers import (
    NO_EPS,
    check_dtypes,
    check_handed_parameters,
    check_learning_rates,
    check_returned_arrays,
    check_separate_states,
    check_two_optimizers,
    downhill,
    every_step,
    moved,
    problem,
    steps,
)

from kata.testing import assert_close, assert_equal, uniform

FIXED = (
    {"w": np.array([1.0, -2.0])},
    [{"w": np.array([4.0, -0.5])}, {"w": np.array([-1.0, -0.25])}, {"w": np.array([2.0, 3.0])}],
)


def moves(g, eps, alpha=None):
    """What each step subtracts, up to lr; AdaGrad unless alpha is given."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    weights = np.where(ages >= 0, 1.0 if alpha is None else (1 - alpha) * alpha ** np.maximum(ages, 0), 0.0)
    return g / (np.sqrt(np.tensordot(weights, g * g, axes=1)) + eps)


def expected(params, grads, lrs, eps, alpha=None):
    return every_step(params, grads, lambda _, p, g: moved(p, g, lrs, lambda g: moves(g, eps, alpha)))


def check(optimizer, params, grads, lrs, eps, alpha=None, **options):
    found = steps(optimizer, params, grads)
    wanted = expected(params, grads, lrs, eps, alpha)
    assert_close(found, wanted, what="the parameters after each step", **options)


@pytest.mark.points(23)
def test_adagrad(submission, rng):
    """AdaGrad divides each entry's gradient by the root of the sum of all its squares so far."""
    check(submission.Adagrad(0.5, NO_EPS), *FIXED, [0.5] * 3, NO_EPS, rtol=1e-6)
    lr = uniform(rng, 0.1, 0.5)
    check(submission.Adagrad(lr, NO_EPS), *problem(rng, 4), [lr] * 4, NO_EPS, rtol=1e-6)


@pytest.mark.points(23)
def test_rmsprop(submission, rng):
    """RMSprop divides by the root of a moving average, in which alpha of the old average survives; no correction."""
    lr, alpha = uniform(rng, 0.1, 0.5), uniform(rng, 0.7, 0.95)
    check(submission.RMSprop(0.5, 0.75, NO_EPS), *FIXED, [0.5] * 3, NO_EPS, 0.75, rtol=1e-6)
    params, grads = problem(rng, 5)
    grads[3]["bias"] = 0 * grads[3]["bias"]  # the average fades with it as with any other gradient
    check(submission.RMSprop(lr, alpha, NO_EPS), params, grads, [lr] * 5, NO_EPS, alpha, rtol=1e-6)
    check(submission.RMSprop(lr, 0.0, NO_EPS), *problem(rng, 2), [lr] * 2, NO_EPS, 0.0, rtol=1e-6)


@pytest.mark.points(10)
def test_eps_is_added_outside_the_root(submission, rng):
    """The divisor is sqrt(s) + eps, with eps outside the root."""
    eps = uniform(rng, 0.2, 0.5)
    check(submission.Adagrad(0.2, eps), *problem(rng, 2), [0.2] * 2, eps)
    check(submission.RMSprop(0.2, 0.8, eps), *problem(rng, 2), [0.2] * 2, eps, 0.8)


@pytest.mark.points(6)
def test_a_gradient_of_0_moves_nothing(submission, rng):
    """A gradient of 0 moves nothing, never to nan."""
    params, grads = problem(rng, 3)
    grads[1]["bias"] = 0 * grads[1]["bias"]
    for step in grads:
        step["kernel"][0] = 0.0
    # How far other gradients move is for other tests.
    for optimizer in (submission.Adagrad(0.2, NO_EPS), submission.RMSprop(0.2, 0.8, NO_EPS)):
        found = steps(optimizer, params, grads)
        for n, step in enumerate(found, 1):
            assert_equal(step["kernel"][0], params["kernel"][0], what=f"entries without a gradient, after step {n}")
        downhill(found[0]["bias"], params["bias"], grads[0]["bias"])
        assert_equal(found[1]["bias"], found[0]["bias"], what="a parameter whose gradient was 0 at step 2")


@pytest.mark.points(10)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on."""
    check_learning_rates(submission, lambda lr: submission.Adagrad(lr, NO_EPS), rng)
    check_learning_rates(submission, lambda lr: submission.RMSprop(lr, 0.8, NO_EPS), rng)


@pytest.mark.points(7)
def test_each_parameter_has_its_own_state(submission, rng):
    """Parameters of the same shape have states of their own, whatever the order of the dicts; () is a shape too."""
    params, grads = problem(rng, 3, {"up": (2, 3), "down": (2, 3), "scale": ()})
    grads[1] = dict(reversed(grads[1].items()))
    check_separate_states(submission, lambda: submission.Adagrad(0.2, NO_EPS), params, grads)
    check_separate_states(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), params, grads)


@pytest.mark.points(4)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    check_handed_parameters(submission, lambda: submission.Adagrad(0.2, NO_EPS), rng)
    check_handed_parameters(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), rng)


@pytest.mark.points(2)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were returned are not changed by later steps."""
    check_returned_arrays(submission, lambda: submission.Adagrad(0.2, NO_EPS), rng)
    check_returned_arrays(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), rng)


@pytest.mark.points(6)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter and its state, for later."""
    params, grads = problem(rng, 6)
    del grads[0]["bias"], grads[1]["bias"], grads[3]["kernel"]
    grads[4] = {}
    check_separate_states(submission, lambda: submission.Adagrad(0.2, NO_EPS), params, grads)
    check_separate_states(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), params, grads)


@pytest.mark.points(4)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers don't see each other's states."""
    check_two_optimizers(submission, lambda: submission.Adagrad(0.2, NO_EPS), rng)
    check_two_optimizers(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), rng)


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    check_dtypes(submission, lambda: submission.Adagrad(0.2, NO_EPS), rng)
    check_dtypes(submission, lambda: submission.RMSprop(0.2, 0.8, NO_EPS), rng)


@pytest.mark.points(3)
def test_the_defaults(submission):
    """Without arguments lr is 0.01, alpha 0.99, and eps 1e-10 for AdaGrad and 1e-8 for RMSprop."""
    params = {"w": np.array([0.0, 0.0])}
    grads = [{"w": np.array([1.0, 1e-9])}, {"w": np.array([0.5, -2e-9])}]
    check(submission.Adagrad(), params, grads, [0.01] * 2, 1e-10)
    check(submission.RMSprop(), params, grads, [0.01] * 2, 1e-8, 0.99)
