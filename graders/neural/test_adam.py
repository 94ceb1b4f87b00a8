"""Grades `adam`: the oracle takes weighted means over the whole past, whose weights sum to 1 without any correction."""

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
    means,
    moved,
    problem,
    settings,
    steps,
)

from kata.testing import assert_close, assert_equal

FIXED = (
    {"w": np.array([1.0, -2.0])},
    [{"w": np.array([4.0, -0.5])}, {"w": np.array([-1.0, -0.25])}, {"w": np.array([2.0, 3.0])}],
)


def moves(betas, eps):
    return lambda g: means(g, betas[0]) / (np.sqrt(means(g * g, betas[1])) + eps)


def expected(params, grads, lrs, betas, eps):
    return every_step(params, grads, lambda _, p, g: moved(p, g, lrs, moves(betas, eps)))


def check(optimizer, params, grads, lrs, betas, eps, **options):
    found = steps(optimizer, params, grads)
    wanted = expected(params, grads, lrs, betas, eps)
    assert_close(found, wanted, what="the parameters after each step", **options)


@pytest.mark.points(15)
def test_the_first_step_has_the_length_lr(submission, rng):
    """At the first step both corrections make up for the start at 0: every entry moves by lr against its gradient."""
    lr, betas = settings(rng)
    for params, grads in [(FIXED[0], FIXED[1][:1]), problem(rng, 1)]:
        check(submission.Adam(lr, betas, NO_EPS), params, grads, [lr], betas, NO_EPS, rtol=1e-6)


@pytest.mark.points(22)
def test_many_steps(submission, rng):
    """Over 8 steps, each moves by the corrected mean gradient over the root of the corrected mean square."""
    check(submission.Adam(0.5, (0.5, 0.75), NO_EPS), *FIXED, [0.5] * 3, (0.5, 0.75), NO_EPS, rtol=1e-6)
    lr, betas = settings(rng)
    params, grads = problem(rng, 8, {"kernel": (2, 3)})
    check(submission.Adam(lr, betas, NO_EPS), params, grads, [lr] * 8, betas, NO_EPS, rtol=1e-6)


@pytest.mark.points(10)
def test_eps_is_added_to_the_corrected_root(submission, rng):
    """The divisor is sqrt(v_hat) + eps: outside the root, and after the correction."""
    check(submission.Adam(0.5, (0.5, 0.75), 0.4), *FIXED, [0.5] * 3, (0.5, 0.75), 0.4)
    lr, betas = settings(rng)
    params, grads = problem(rng, 4)
    check(submission.Adam(lr, betas, 0.4), params, grads, [lr] * 4, betas, 0.4)


@pytest.mark.points(5)
def test_a_gradient_of_0(submission, rng):
    """Entries whose gradients have all been 0 stay, never nan; after others, the momentum moves them on."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 3)
    for t, step in enumerate(grads):
        step["kernel"][0] = 0.0
        step["bias"] = step["bias"] * (t == 1)
    found = steps(submission.Adam(lr, betas, NO_EPS), params, grads)
    for n, step in enumerate(found, 1):
        assert_equal(step["kernel"][0], params["kernel"][0], what=f"the entries without any gradient, after step {n}")
    assert_equal(found[0]["bias"], params["bias"], what="a parameter whose gradient is 0 at step 1")
    # How far it goes is for other tests.
    downhill(found[1]["bias"], found[0]["bias"], grads[1]["bias"])
    downhill(found[2]["bias"], found[1]["bias"], grads[1]["bias"])


@pytest.mark.points(10)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on."""
    check_learning_rates(submission, lambda lr: submission.Adam(lr, (0.7, 0.93), NO_EPS), rng)


@pytest.mark.points(6)
def test_each_parameter_has_its_own_state(submission, rng):
    """Parameters of the same shape have states of their own, whatever the order of the dicts; () is a shape too."""
    params, grads = problem(rng, 3, {"up": (2, 3), "down": (2, 3), "scale": ()})
    grads[1] = dict(reversed(grads[1].items()))
    check_separate_states(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), params, grads)


@pytest.mark.points(4)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    check_handed_parameters(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), rng)


@pytest.mark.points(3)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were returned are not changed by later steps."""
    check_returned_arrays(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), rng)


@pytest.mark.points(8)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, its averages and its t; t counts the steps of each name."""
    params, grads = problem(rng, 6)
    del grads[0]["bias"], grads[1]["bias"], grads[3]["kernel"]
    grads[4] = {}
    check_separate_states(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), params, grads)


@pytest.mark.points(4)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers don't see each other's states."""
    check_two_optimizers(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), rng)


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    check_dtypes(submission, lambda: submission.Adam(0.2, (0.7, 0.93), NO_EPS), rng)


@pytest.mark.points(3)
def test_the_defaults(submission):
    """Without arguments lr is 0.001, the betas are 0.9 and 0.999, and eps is 1e-8."""
    params = {"w": np.array([0.0, 0.0])}
    grads = [{"w": np.array([1.0, 1e-7])}, {"w": np.array([-0.5, 3e-8])}]
    check(submission.Adam(), params, grads, [0.001] * 2, (0.9, 0.999), 1e-8)


@pytest.mark.points(5)
def test_betas_out_of_range_are_refused(submission):
    """A beta that is negative, or 1 or more, raises ValueError; 0 is fine."""
    params, grads = {"w": np.array([1.0])}, [{"w": np.array([2.0])}, {"w": np.array([-3.0])}]
    check(submission.Adam(0.5, (0.0, 0.0), NO_EPS), params, grads, [0.5] * 2, (0.0, 0.0), NO_EPS, rtol=1e-6)
    for betas in [(1.0, 0.9), (0.9, 1.0), (1.5, 0.9), (0.9, 1.5), (-0.1, 0.9), (0.9, -0.1)]:
        with pytest.raises(ValueError):
            submission.Adam(0.5, betas)
