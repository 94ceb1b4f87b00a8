"""Grades `adamw`: the oracle takes weighted means over the whole past, and shrinks each parameter beside them."""

import numpy as np
import pytest
from _optimizers import every_step, means, problem, settings

from kata.testing import assert_close, assert_equal, uniform


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
    found = submission.run(optimizer, params, grads, lrs if change else None)
    wanted = every_step(
        params, grads, lambda name, p, g: path(p, g, lrs, betas, eps, 0.0 if name in no_decay else decay)
    )
    assert_close(found, wanted, what="the parameters after each step", **options)


@pytest.mark.points(20)
def test_without_decay_it_is_adam(submission, rng):
    """With a weight_decay of 0, 12 steps are those of Adam."""
    lr, betas = settings(rng)
    check(submission, *problem(rng, 12, {"kernel": (2, 3)}), [lr] * 12, betas, 1e-6, 0.0)


@pytest.mark.points(16)
def test_decay_is_decoupled(submission, rng):
    """Each step takes lr * weight_decay * p from the parameter, beside Adam's move and not through its averages."""
    lr, betas = settings(rng)
    check(submission, *problem(rng, 5), [lr] * 5, betas, 1e-6, uniform(rng, 0.3, 0.9, 2))


@pytest.mark.points(8)
def test_a_gradient_of_0_leaves_the_decay(submission, rng):
    """Entries whose gradients are all 0 shrink by 1 - lr * weight_decay at each step."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 3)
    for step in grads:
        step["bias"] = 0 * step["bias"]
        step["kernel"][0] = 0.0
    check(submission, params, grads, [lr] * 3, betas, 1e-8, 0.6)


@pytest.mark.points(14)
def test_names_in_no_decay_do_not_decay(submission, rng):
    """The names in no_decay, and no other names, are updated without decay."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 3, {"norm": (2, 3), "w": (2, 3), "w.norm": (4,), "b": (3,)})
    for no_decay in ({"norm", "b"}, ["w"], ("b", "w.norm")):
        check(submission, params, grads, [lr] * 3, betas, 0.1, 0.7, no_decay)


@pytest.mark.points(8)
def test_eps_is_added_to_the_corrected_root(submission, rng):
    """Adam's divisor is sqrt(v_hat) + eps: outside the root, and after the correction."""
    lr, betas = settings(rng)
    check(submission, *problem(rng, 3), [lr] * 3, betas, 0.4, 0.3)
    check(submission, *problem(rng, 2), [lr] * 2, (0.0, 0.0), 0.4, 0.3)


@pytest.mark.points(8)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on, for the decay too."""
    lr, betas = settings(rng)
    check(submission, *problem(rng, 4), [lr, 0.05, 0.0, 0.4], betas, 0.1, 0.5, change=True)


@pytest.mark.points(8)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter, without decay, and its averages and t for later."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 6)
    del grads[0]["bias"], grads[1]["bias"], grads[3]["kernel"]
    grads[4] = {}
    check(submission, params, grads, [lr] * 6, betas, 0.1, 0.5)


@pytest.mark.points(4)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    lr, betas = settings(rng)
    params, grads = problem(rng, 2)
    others, _ = problem(rng, 1)
    optimizer = submission.AdamW(lr, betas, 0.1, 0.5)
    steps = {name: [g[name] for g in grads] for name in params}
    first = {name: path(p, steps[name][:1], [lr], betas, 0.1, 0.5)[0] for name, p in params.items()}
    assert_close(optimizer.step(params, grads[0]), first, what="the parameters after the first step")
    # A first learning rate of 0 moves nothing and leaves the averages as they are.
    second = {name: path(p, steps[name], [0.0, lr], betas, 0.1, 0.5)[1] for name, p in others.items()}
    assert_close(optimizer.step(others, grads[1]), second, what="the parameters after a step from others")


@pytest.mark.points(5)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers don't see each other's states, nor do two parameters of the same shape; () is a shape too."""
    for _ in range(2):
        lr, betas = settings(rng)
        params, grads = problem(rng, 2, {"up": (2, 3), "down": (2, 3), "scale": ()})
        check(submission, params, grads, [lr] * 2, betas, 0.1, 0.4)


@pytest.mark.points(4)
def test_float32_stays_float32(submission, rng):
    """float32 parameters stay float32 at every step, and float64 ones float64."""
    lr, betas = settings(rng)
    for dtype in (np.float32, np.float64):
        params, grads = problem(rng, 2, dtype=dtype)
        check(submission, params, grads, [lr] * 2, betas, 0.1, 0.5, {"bias"}, exact_dtype=True)


@pytest.mark.points(2)
def test_the_defaults(submission):
    """Without arguments lr is 0.001, the betas 0.9 and 0.999, eps 1e-8, weight_decay 0.01, and no name is excluded."""
    params = {"w": np.array([1.0, 2.0])}
    grads = [{"w": np.array([1.0, 1e-7])}, {"w": np.array([-0.5, 3e-8])}]
    check(submission, params, grads, [0.001] * 2, (0.9, 0.999), 1e-8, 0.01, optimizer=submission.AdamW())


@pytest.mark.points(3)
def test_without_decay_names_what_has_fewer_than_two_dimensions(submission):
    """without_decay gives the names of all parameters of one dimension or none, whatever they are called."""
    shapes = {"a.bias": (3,), "gain": (1,), "scale": (), "bias.weight": (2, 3), "row": (1, 4), "kernel": (2, 1, 3)}
    params = {name: np.ones(shape) for name, shape in shapes.items()}
    assert_equal(submission.without_decay(params), {"a.bias", "gain", "scale"}, what="the names")
