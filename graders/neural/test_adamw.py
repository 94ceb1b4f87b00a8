"""Grades `adamw`: the oracle takes weighted means over the whole past, and shrinks each parameter beside them."""

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
    every_step,
    means,
    problem,
    settings,
    steps,
)

from kata.testing import assert_close, assert_equal, uniform

FIXED = (
    {"w": np.array([1.0, -2.0])},
    [{"w": np.array([4.0, -0.5])}, {"w": np.array([-1.0, -0.25])}, {"w": np.array([2.0, 3.0])}],
)


def path(p, grads, lrs, betas, eps, decay):
    """One parameter after each step; a gradient of None is none."""
    present = [t for t, g in enumerate(grads) if g is not None]
    g = np.array([grads[t] for t in present], dtype=np.float64)
    moves = dict(zip(present, means(g, betas[0]) / (np.sqrt(means(g * g, betas[1])) + eps), strict=True))
    points = []
    for t, lr in enumerate(lrs):
        if t in moves:
            p = (1 - lr * decay) * p - lr * moves[t]
        points.append(p)
    return points


def check(submission, params, grads, lrs, betas, eps, decay, no_decay=(), change=False, optimizer=None, **options):
    if optimizer is None:
        optimizer = submission.AdamW(lrs[0], betas, eps, decay, no_decay)
    found = steps(optimizer, params, grads, lrs if change else None)
    wanted = every_step(
        params, grads, lambda name, p, g: path(p, g, lrs, betas, eps, 0.0 if name in no_decay else decay)
    )
    assert_close(found, wanted, what="the parameters after each step", **options)


@pytest.mark.points(22)
def test_without_decay_it_is_adam(submission, rng):
    """With a weight_decay of 0, 6 steps are those of Adam."""
    lr, betas = settings(rng)
    check(submission, *FIXED, [0.5] * 3, (0.5, 0.75), NO_EPS, 0.0, rtol=1e-6)
    check(submission, *problem(rng, 6, {"kernel": (2, 3)}), [lr] * 6, betas, NO_EPS, 0.0, rtol=1e-6)


@pytest.mark.points(21)
def test_decay_is_decoupled(submission, rng):
    """Each step takes lr * weight_decay * p from the parameter, beside Adam's move and not through its averages."""
    lr, betas = settings(rng)
    check(submission, *FIXED, [0.5] * 3, (0.5, 0.75), NO_EPS, 0.5, rtol=1e-6)
    check(submission, *problem(rng, 5), [lr] * 5, betas, NO_EPS, uniform(rng, 0.3, 0.9, 2), rtol=1e-6)


@pytest.mark.points(8)
def test_a_gradient_of_0_leaves_the_decay(submission, rng):
    """Entries whose gradients are all 0 shrink by 1 - lr * weight_decay at each step."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 3)
    for step in grads:
        step["bias"] = 0 * step["bias"]
        step["kernel"][0] = 0.0
    check(submission, params, grads, [lr] * 3, betas, NO_EPS, 0.6, rtol=1e-6)


@pytest.mark.points(14)
def test_names_in_no_decay_do_not_decay(submission, rng):
    """The names in no_decay, and no other names, are updated without decay."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 3, {"norm": (2, 3), "w": (2, 3), "w.norm": (4,), "b": (3,)})
    # What moves with and without decay, by the answer itself.
    decaying, plain = (steps(submission.AdamW(lr, betas, NO_EPS, decay), params, grads) for decay in (0.7, 0.0))
    for name, p in params.items():
        moved = np.abs(np.asarray(decaying[0][name]) - np.asarray(plain[0][name]))
        assert moved.max() > 1e-3, f"the parameter {name} = {p.tolist()} decays when no name is excluded"
    for no_decay in ({"norm", "b"}, ["w"], ("b", "w.norm")):
        found = steps(submission.AdamW(lr, betas, NO_EPS, 0.7, no_decay), params, grads)
        expected = [
            {name: (one if name in no_decay else other)[name] for name in params}
            for one, other in zip(plain, decaying, strict=True)
        ]
        assert_close(found, expected, rtol=1e-6, what=f"the parameters after each step, with no_decay = {no_decay}")


@pytest.mark.points(6)
def test_eps_is_added_to_the_corrected_root(submission, rng):
    """Adam's divisor is sqrt(v_hat) + eps: outside the root, and after the correction."""
    lr, betas = settings(rng)
    check(submission, *problem(rng, 3), [lr] * 3, betas, 0.4, 0.0)
    check(submission, *problem(rng, 2), [lr] * 2, (0.0, 0.0), 0.4, 0.0)


@pytest.mark.points(3)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were returned are not changed by later steps."""
    check_returned_arrays(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.0), rng)


@pytest.mark.points(8)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on, for the decay too."""
    check_learning_rates(submission, lambda lr: submission.AdamW(lr, (0.7, 0.93), NO_EPS, 0.0), rng)
    params, grads = {"w": np.array([8.0, -2.0])}, [{"w": np.zeros(2)}] * 3
    check(submission, params, grads, [0.2, 0.0, 0.4], (0.7, 0.93), NO_EPS, 0.5, change=True, rtol=1e-6)


@pytest.mark.points(6)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, without decay, and its averages and t for later."""
    params, grads = problem(rng, 6)
    del grads[0]["bias"], grads[1]["bias"], grads[3]["kernel"]
    grads[4] = {}
    check_separate_states(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.01), params, grads)


@pytest.mark.points(3)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    check_handed_parameters(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.0), rng)


@pytest.mark.points(3)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers don't see each other's states, nor do two parameters of the same shape; () is a shape too."""
    check_two_optimizers(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.0), rng)
    params, grads = problem(rng, 3, {"up": (2, 3), "down": (2, 3), "scale": ()})
    grads[1] = dict(reversed(grads[1].items()))
    check_separate_states(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.0), params, grads)


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    check_dtypes(submission, lambda: submission.AdamW(0.2, (0.7, 0.93), NO_EPS, 0.0), rng)


@pytest.mark.points(2)
def test_the_defaults(submission):
    """Without arguments lr is 0.001, the betas 0.9 and 0.999, eps 1e-8, weight_decay 0.01, and no name is excluded."""
    params = {"w": np.array([1.0, 2.0])}
    grads = [{"w": np.array([1.0, 1e-7])}, {"w": np.array([-0.5, 3e-8])}]
    check(submission, params, grads, [0.001] * 2, (0.9, 0.999), 1e-8, 0.01, optimizer=submission.AdamW())


@pytest.mark.points(2)
def test_without_decay_names_what_has_fewer_than_two_dimensions(submission):
    """without_decay gives the names of all parameters of one dimension or none, whatever they are called."""
    shapes = {"a.bias": (3,), "gain": (1,), "scale": (), "bias.weight": (2, 3), "row": (1, 4), "kernel": (2, 1, 3)}
    params = {name: np.ones(shape) for name, shape in shapes.items()}
    assert_equal(submission.without_decay(params), {"a.bias", "gain", "scale"}, what="the names")
