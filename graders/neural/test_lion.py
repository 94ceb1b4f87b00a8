"""Grades `lion`: the oracle weighs the whole past for each direction."""

import numpy as np
import pytest
from _optimizers import (
    check_dtypes,
    check_handed_parameters,
    check_learning_rates,
    check_returned_arrays,
    check_separate_states,
    check_two_optimizers,
    every_step,
    problem,
    settings,
    steps,
)

from kata.testing import assert_close, uniform

START = {"w": np.array([1.0, -2.0, 0.5])}
# The second gradient turns the sign of the direction in the first entry alone, the third one in the second entry alone.
FIXED = [{"w": np.array([4.0, -3.0, 1.0])}, {"w": np.array([-2.5, 1.0, -0.5])}, {"w": np.array([1.0, 2.0, -0.25])}]

# Other rules for the direction or the average turn other signs: each has a path of its own.
TELLING = [
    [-1.25, 0.75, -0.5, 0.25, 0.25, 0.5, -2.75, 0.5, -0.25, 2.75, 2.5, 3.25],
    [1.0, 6.75, 1.75, -4.0, 1.5, -6.0, -2.25, 0.25, -1.25, 0.25, -6.0, -2.25],
    [0.25, 3.5, -0.25, 1.25, 0.25, 3.25, 0.5, 1.75, -0.5, 2.25, 2.5, -9.25],
    [-0.5, -0.25, -0.75, 1.0, -1.0, -0.5, -0.75, -0.5, 1.25, 1.0, -1.5, 2.5],
    [2.25, -5.75, -0.25, 1.25, -0.25, -0.25, 0.5, -0.25, -0.75, 0.5, 0.5, -1.75],
]
TELLING_AVERAGES = [
    [-0.5, 1.5, -1.5, 0.25, -0.5, -1.0, -2.5, 9.25, 0.25, -3.5, -4.5, 3.25],
    [0.0] * 12,
    [-4.25, -4.75, -0.25, 0.0, -6.5, 0.5, 0.0, -0.5, 0.0, 3.25, 1.0, -0.75],
    [0.75, 1.25, -4.0, 2.0, 0.0, 1.25, -3.0, 0.0, -1.5, 0.25, 0.0, 0.0],
]


def named(gradients):
    return [{"w": np.array(values)} for values in gradients]


def directions(g, betas):
    """c at each step: the newest gradient, and those before by their age."""
    made = []
    for t in range(len(g)):
        ages = np.arange(t)[::-1].reshape(-1, *[1] * (g.ndim - 1))
        average = ((1 - betas[1]) * betas[1] ** ages * g[:t]).sum(axis=0)
        made.append(betas[0] * average + (1 - betas[0]) * g[t])
    return np.array(made)


def path(p, grads, lr, betas, decay):
    points = []
    for move in np.sign(directions(np.array(grads, dtype=np.float64), betas)):
        p = (1 - lr * decay) * p - lr * move
        points.append(p)
    return points


def check(submission, params, grads, lr, betas, decay=0.0, optimizer=None):
    optimizer = submission.Lion(lr, betas, decay) if optimizer is None else optimizer
    found = steps(optimizer, params, grads)
    wanted = every_step(params, grads, lambda name, p, g: path(p, g, lr, betas, decay))
    assert_close(found, wanted, rtol=1e-6, what="the parameters after each step")


@pytest.mark.points(21)
def test_every_entry_moves_by_lr_against_its_gradient(submission, rng):
    """The first step moves every entry by lr against its gradient, however small or large that is."""
    start = {"w": np.zeros(4)}
    moved = np.abs(steps(submission.Lion(0.25, (0.5, 0.75)), start, [{"w": np.array([0.5, -1.0, 2.0, -4.0])}])[0]["w"])
    same = moved.min() > 0.9 * moved.max()
    assert same, "Entries with larger gradients move further: the step takes only the sign of the direction."
    check(submission, {"w": np.array([1.0, 1.0, 1.0])}, [{"w": np.array([4.0, -0.5, 1e-3])}], 0.25, (0.5, 0.75))
    lr, betas = settings(rng)
    check(submission, *problem(rng, 1, {"kernel": (2, 3)}, scales=(1e-4, 1.0, 300.0)), lr, betas)


@pytest.mark.points(24)
def test_the_direction_mixes_the_old_average_with_the_gradient(submission, rng):
    """The direction is beta1 of the average before the step and 1 - beta1 of the newest gradient, over 6 steps."""
    check(submission, {"w": np.ones(12)}, named(TELLING), 0.25, (0.625, 0.875))
    lr, _ = settings(rng)
    for betas in ((0.75, 0.5), (0.4, 0.95)):
        check(submission, *problem(rng, 6, {"kernel": (2, 3)}, offset=0.1), lr, betas)


@pytest.mark.points(12)
def test_the_average_is_kept_with_beta2(submission, rng):
    """After the step the average is beta2 of what it was and 1 - beta2 of the gradient; beta1 has no part in it."""
    check(submission, {"w": np.ones(12)}, named(TELLING_AVERAGES), 0.25, (0.5, 0.9375))
    grads = named([[8.0, -8.0, 1.0], [0.0, 0.0, 0.0], [-0.5, 3.0, -2.0]])
    check(submission, START, grads, 0.25, (0.5, 0.5))
    check(submission, START, grads, 0.25, (0.5, 0.0))


@pytest.mark.points(16)
def test_decay_is_decoupled(submission, rng):
    """Each step takes lr * weight_decay * p from the parameter, beside the sign and not through it."""
    check(submission, START, FIXED[:1], 0.25, (0.75, 0.5), 0.5)
    lr, betas = settings(rng)
    params, _ = problem(rng, 1, {"kernel": (2, 3)})
    grads = [{"kernel": np.sign(params["kernel"]) * -scale} for scale in (0.01, 0.02, 0.03)]
    check(submission, params, grads, lr, betas, uniform(rng, 0.3, 0.9, 2))


@pytest.mark.points(5)
def test_a_direction_of_0_leaves_the_decay(submission):
    """Where the direction is 0, its sign is 0: the entry shrinks by the decay, or stays without one."""
    found = steps(submission.Lion(0.25, (0.75, 0.5)), {"w": np.array([3.0])}, [{"w": np.zeros(1)}])
    assert np.isfinite(found[0]["w"]).all(), (
        "A parameter whose direction is 0 is nan or inf after the step: the sign of 0 is 0."
    )
    moved = abs(float(found[0]["w"][0]) - 3.0)
    assert moved < 1e-9, "A parameter whose direction is 0 is moved by lr: the sign of 0 is 0."
    check(submission, START, [{"w": np.zeros(3)}] * 2, 0.25, (0.75, 0.5), 0.5)
    check(submission, START, [{"w": np.array([0.0, 1.0, 0.0])}] * 2, 0.25, (0.75, 0.5))


@pytest.mark.points(5)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on, for the decay too."""
    check_learning_rates(submission, lambda lr: submission.Lion(lr, (0.7, 0.93)), rng)
    one = submission.Lion(0.5, (0.5, 0.5), 0.5)
    found = steps(one, {"w": np.array([8.0])}, [{"w": np.array([1.0])}] * 2, [0.5, 0.25])
    assert_close(found, [{"w": np.array([5.5])}, {"w": np.array([4.5625])}], what="the parameters after each step")


@pytest.mark.points(5)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, without decay, and its average for later."""
    params, grads = problem(rng, 6, offset=0.1)
    del grads[0]["bias"], grads[1]["bias"], grads[3]["kernel"]
    grads[4] = {}
    check_separate_states(submission, lambda: submission.Lion(0.2, (0.7, 0.93), 0.01), params, grads)
    grads = [{"w": np.array([4.0])}, {}, {"w": np.array([-1.5])}]
    found = steps(submission.Lion(0.25, (0.5, 0.5), 0.5), {"w": np.array([8.0])}, grads)
    expected = [{"w": np.array([value])} for value in (6.75, 6.75, 5.65625)]
    assert_close(found, expected, what="the parameters after each step, the second of them without a gradient")


@pytest.mark.points(3)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    check_handed_parameters(submission, lambda: submission.Lion(0.2, (0.7, 0.93)), rng)


@pytest.mark.points(3)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were returned are not changed by later steps."""
    check_returned_arrays(submission, lambda: submission.Lion(0.2, (0.7, 0.93)), rng)


@pytest.mark.points(3)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers don't see each other's averages, nor do two parameters of the same shape; () is a shape too."""
    check_two_optimizers(submission, lambda: submission.Lion(0.2, (0.7, 0.93)), rng)
    params, grads = problem(rng, 3, {"up": (2, 3), "down": (2, 3), "scale": ()}, offset=0.1)
    check_separate_states(submission, lambda: submission.Lion(0.2, (0.9, 0.6)), params, grads)
    params = {"up": np.array([1.0]), "down": np.array([1.0])}
    grads = [{"up": np.array([4.0]), "down": np.array([-1.0])}, {"up": np.array([-1.0]), "down": np.array([-1.0])}]
    check(submission, params, grads, 0.25, (0.75, 0.5))


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    check_dtypes(submission, lambda: submission.Lion(0.2, (0.7, 0.93)), rng)


@pytest.mark.points(1)
def test_the_defaults(submission):
    """Without arguments lr is 0.0001, the betas are 0.9 and 0.99, and nothing decays."""
    params = {"w": np.array([1.0, 2.0])}
    grads = [{"w": np.array([1.0, -2.0])}, {"w": np.array([-0.08, 0.19])}, {"w": np.array([-0.1, 0.1])}]
    check(submission, params, grads, 0.0001, (0.9, 0.99), optimizer=submission.Lion())
