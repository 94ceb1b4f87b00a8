"""Grades `adam_variants`: the oracle works on the whole past at once, with weights and maxima over tables of ages."""

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
    moved,
    problem,
    settings,
    steps,
)

from kata.testing import assert_close

SHAPES = {"bias": (2,), "kernel": (2, 1, 3)}
# An eps that makes no difference within 1e-6: where it is added is the affair of one test.
SMALL = 1e-9


def fading_problem(rng, n_steps, shapes=SHAPES, **options):
    """Gradients that differ in size from entry to entry, and fade after a large one at step 2."""
    fading = [1.0, 3.0, *(0.7**t for t in range(n_steps))]
    return problem(rng, n_steps, shapes, scales=(0.3, 1.0, 3.0), fading=fading, **options)


def unusual(rng):
    return settings(rng, beta2=(0.85, 0.95))


def averages(values, beta):
    """(1 - beta) * sum of beta^age * value, for each step."""
    ages = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0.0), 0.0)
    return np.tensordot(weights, values, axes=1)


def moves(kind, g, betas, eps, momentum_decay=0.004):
    """What each step subtracts, up to lr, for gradients g of shape (steps, ...)."""
    t = np.arange(1, len(g) + 1).reshape(-1, *[1] * (g.ndim - 1))
    m, v = averages(g, betas[0]), averages(g * g, betas[1])
    if kind == "AMSGrad":
        return m / (1 - betas[0] ** t) / (np.sqrt(np.maximum.accumulate(v) / (1 - betas[1] ** t)) + eps)
    if kind == "Adamax":
        # beta^-t * (|g| + eps) has its running maximum at the same step as the fading values.
        u = betas[1] ** t * np.maximum.accumulate((np.abs(g) + eps) / betas[1] ** t)
        return m / (1 - betas[0] ** t) / u
    mu, ahead = (betas[0] * (1 - 0.5 * 0.96 ** (s * momentum_decay)) for s in (t, t + 1))
    product = np.cumprod(mu, axis=0)
    n = ahead * m / (1 - product * ahead) + (1 - mu) * g / (1 - product)
    return n / (np.sqrt(v / (1 - betas[1] ** t)) + eps)


def expected(kind, params, grads, lrs, *arguments):
    return every_step(params, grads, lambda _, p, g: moved(p, g, lrs, lambda g: moves(kind, g, *arguments)))


def check(submission, kind, params, grads, lrs, *arguments, change=False, optimizer=None, **options):
    """Compare every step; the arguments are betas, eps and, for NAdam, perhaps momentum_decay."""
    if optimizer is None:
        optimizer = getattr(submission, kind)(lrs[0], *arguments)
    found = steps(optimizer, params, grads, lrs if change else None)
    wanted = expected(kind, params, grads, lrs, *arguments)
    assert_close(found, wanted, what=f"the parameters after each step of {kind}", **options)


def makers(submission):
    """A function of the learning rate for each optimiser."""
    for kind in ("AMSGrad", "Adamax", "NAdam"):
        yield lambda lr=0.2, kind=kind: getattr(submission, kind)(lr, (0.7, 0.93), NO_EPS)


@pytest.mark.points(17)
def test_amsgrad(submission, rng):
    """AMSGrad divides by the root of the largest v so far, which is corrected when it is used."""
    lr, betas = unusual(rng)
    check(submission, "AMSGrad", *fading_problem(rng, 8), [lr] * 8, betas, SMALL, rtol=1e-6)


@pytest.mark.points(17)
def test_adamax(submission, rng):
    """Adamax divides by u = max(beta2 * u, |g| + eps), without root and without correction."""
    lr, betas = unusual(rng)
    check(submission, "Adamax", *fading_problem(rng, 8), [lr] * 8, betas, SMALL, rtol=1e-6)


@pytest.mark.points(15)
def test_nadam(submission, rng):
    """NAdam weighs m with the mu of the next step and g with what the present one leaves, each corrected."""
    lr, betas = unusual(rng)
    check(submission, "NAdam", *fading_problem(rng, 8), [lr] * 8, betas, SMALL, 2.5, rtol=1e-6)
    check(submission, "NAdam", *fading_problem(rng, 2), [lr] * 2, betas, SMALL, 0.0, rtol=1e-6)


@pytest.mark.points(9)
def test_eps_of_each(submission, rng):
    """eps is added outside the root, after the correction, in AMSGrad and NAdam, and to |g| in Adamax."""
    lr, betas = unusual(rng)
    for kind in ("AMSGrad", "Adamax", "NAdam"):
        check(submission, kind, *fading_problem(rng, 4), [lr] * 4, betas, 0.4)
        check(submission, kind, *fading_problem(rng, 2), [lr] * 2, (0.0, betas[1]), 0.4)


@pytest.mark.points(6)
def test_a_gradient_of_0(submission, rng):
    """Entries whose gradients have all been 0 stay, never nan; after others, the momentum moves them on."""
    lr, betas = unusual(rng)
    for kind in ("AMSGrad", "Adamax", "NAdam"):
        params, grads = fading_problem(rng, 3, {"kernel": (2, 3)})
        for t, step in enumerate(grads):
            step["kernel"][0] = 0.0
            step["kernel"][1] *= t == 0
        check(submission, kind, params, grads, [lr] * 3, betas, SMALL, rtol=1e-6)


@pytest.mark.points(10)
def test_the_learning_rate_may_change(submission, rng):
    """A learning rate set between two steps holds from the next step on."""
    for make in makers(submission):
        check_learning_rates(submission, make, rng)


@pytest.mark.points(8)
def test_a_parameter_without_gradient_stays(submission, rng):
    """A name that isn't in grads keeps its parameter and its state; t counts the steps of each name."""
    for make in makers(submission):
        params, grads = fading_problem(rng, 4, {"up": (2, 3), "down": (2, 3), "scale": ()})
        del grads[0]["up"], grads[2]["down"]
        check_separate_states(submission, make, params, grads)


@pytest.mark.points(4)
def test_a_step_starts_from_what_it_is_handed(submission, rng):
    """Each step starts from the parameters that it is handed, which may not be those that it returned last."""
    for make in makers(submission):
        check_handed_parameters(submission, make, rng)


@pytest.mark.points(3)
def test_returned_arrays_stay(submission, rng):
    """Arrays that were returned are not changed by later steps."""
    for make in makers(submission):
        check_returned_arrays(submission, make, rng)


@pytest.mark.points(3)
def test_float32_stays_float32(submission, rng):
    """float32 stays float32 at every step and float64 float64."""
    for make in makers(submission):
        check_dtypes(submission, make, rng)


@pytest.mark.points(4)
def test_two_optimisers_share_nothing(submission, rng):
    """Two optimisers of a kind don't see each other's states."""
    for make in makers(submission):
        check_two_optimizers(submission, make, rng)


@pytest.mark.points(4)
def test_the_defaults(submission):
    """The betas are 0.9 and 0.999, eps 1e-8, momentum_decay 0.004, lr 0.001 for AMSGrad and else 0.002."""
    params = {"w": np.array([0.0, 0.0])}
    grads = [{"w": np.array([1.0, 1e-7])}, {"w": np.array([-0.5, 3e-8])}]
    for kind, lr in (("AMSGrad", 0.001), ("Adamax", 0.002), ("NAdam", 0.002)):
        optimizer = getattr(submission, kind)()
        check(submission, kind, params, grads, [lr] * 2, (0.9, 0.999), 1e-8, optimizer=optimizer)
