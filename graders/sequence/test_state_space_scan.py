"""Grades `state_space_scan`: SciPy's matrix exponential discretises, and the outputs are sums over the whole past."""

import numpy as np
import pytest
from scipy.linalg import expm

from kata.testing import assert_close, uniform


def held(a, b, delta):
    """Abar and Bbar from one matrix exponential for each entry, of the state and an input that stands still."""
    over = [expm(delta * np.array([[p, q], [0.0, 0.0]])) for p, q in zip(a, b, strict=True)]
    return np.array([e[0, 0] for e in over]), np.array([e[0, 1] for e in over])


def outputs(u, a_bar, b_bar, c, d=0.0, x0=None):
    """y and the final state: every input counts by its age."""
    start = np.zeros(len(c)) if x0 is None else x0
    steps = len(u)
    y = [
        c @ (a_bar ** (t + 1) * start) + d * u[t] + sum(c @ (a_bar ** (t - s) * b_bar) * u[s] for s in range(t + 1))
        for t in range(steps)
    ]
    final = a_bar**steps * start + sum(
        (a_bar ** (steps - 1 - s) * b_bar * u[s] for s in range(steps)), np.zeros(len(c))
    )
    return np.array(y), final


def check_discretize(submission, a, b, delta):
    a, b = np.array(a), np.array(b)
    a_bar, b_bar = held(a, b, delta)
    found = submission.discretize(a, b, delta)
    assert_close(found[0], a_bar, rtol=1e-9, what="Abar")
    assert_close(found[1], b_bar, rtol=1e-9, what="Bbar")


def check_outputs(submission, u, a_bar, b_bar, c, *options):
    u, a_bar, b_bar, c = (np.array(v) for v in (u, a_bar, b_bar, c))
    y, _ = submission.ssm_scan(u.copy(), a_bar.copy(), b_bar.copy(), c.copy(), *options)
    assert_close(y, outputs(u, a_bar, b_bar, c, *options)[0], rtol=1e-9, atol=1e-12, what="the outputs")


@pytest.mark.points(26)
def test_zero_order_hold(submission, rng):
    """Abar = exp(delta A) and Bbar = (exp(delta A) - 1) / A * B, for either sign of A."""
    check_discretize(submission, [-1.0, -3.0, 0.5], [2.0, -0.5, 1.5], 0.5)
    check_discretize(submission, -np.exp(rng.normal(size=4)), rng.normal(size=4), uniform(rng, 0.2, 0.6, 2))


@pytest.mark.points(8)
def test_an_entry_of_a_that_is_0(submission):
    """Where A_n is 0 the entry sums up its inputs: Abar is 1 and Bbar delta B."""
    check_discretize(submission, [0.0, -2.0, 0.0], [3.0, 1.5, -0.5], 0.25)


def check_small(submission, z):
    """Bbar for small z = delta A, by the series of (exp(z) - 1) / z, whose next term is below 1e-13."""
    b = np.linspace(-2.0, 1.5, len(z))
    _, b_bar = submission.discretize(z / 0.5, b, 0.5)
    assert_close(b_bar, 0.5 * b * (1 + z / 2), rtol=1e-9, what="Bbar")


@pytest.mark.points(4)
def test_tiny_delta_a(submission):
    """Bbar is right to 9 digits where delta A is so small that exp(delta A) is 1 but for its last digits."""
    check_small(submission, np.array([1.5e-10, -1e-13, 4e-12, -2e-15]))


@pytest.mark.points(4)
def test_small_delta_a(submission):
    """Bbar is right to 9 digits where delta A is small and delta B isn't exact enough."""
    check_small(submission, np.concatenate([np.linspace(1.1e-8, 9e-8, 20), np.linspace(-9e-8, -1.1e-8, 20)]))


@pytest.mark.points(32)
def test_the_outputs_of_the_scan(submission, rng):
    """y_t is read from the state after the update with u_t."""
    check_outputs(submission, [1.0, 0.0, -2.0, 0.5], [0.5, -0.25], [1.0, 2.0], [3.0, -0.5])
    check_outputs(submission, *(rng.normal(size=n) for n in (5, 3, 3, 3)))


@pytest.mark.points(6)
def test_the_input_past_the_state(submission, rng):
    """D u_t is added to every output."""
    check_outputs(submission, [1.0, 0.0, -2.0], [0.5, -0.25], [1.0, 2.0], [3.0, -0.5], 0.75)
    check_outputs(submission, *(rng.normal(size=n) for n in (4, 2, 2, 2)), uniform(rng, 1, 2, 2))


@pytest.mark.points(12)
def test_the_state_goes_in_and_out(submission, rng):
    """With x0 the scan starts from it, and the final state is where the next piece of a sequence starts from."""
    fixed = ([1.0, 0.0, -2.0], [0.5, -0.25], [1.0, 2.0], [3.0, -0.5], [4.0, -1.0])
    for case in (fixed, [rng.normal(size=n) for n in (4, 3, 3, 3, 3)]):
        u, a_bar, b_bar, c, x0 = (np.array(v) for v in case)
        y, final = outputs(u, a_bar, b_bar, c, 0.0, x0)
        found, state = submission.ssm_scan(u.copy(), a_bar.copy(), b_bar.copy(), c.copy(), 0.0, x0.copy())
        assert_close(state, final, rtol=1e-9, atol=1e-12, what="the final state")
        assert_close(found, y, rtol=1e-9, atol=1e-12, what="the outputs")


@pytest.mark.points(5)
def test_no_steps(submission):
    """Without any input there are no outputs, and the final state is the start."""
    a_bar, b_bar, c, x0 = np.array([0.5, -0.25]), np.ones(2), np.array([3.0, -0.5]), np.array([4.0, -1.0])
    y, state = submission.ssm_scan(np.zeros(0), a_bar, b_bar, c, 0.0, x0)
    assert_close(y, np.zeros(0), what="the outputs")
    assert_close(state, x0, what="the final state")


@pytest.mark.points(3)
def test_powers_that_vanish(submission):
    """A long memory with fading entries: nothing overflows over 60 steps, whatever is divided by."""
    u = np.where(np.arange(60) % 7 == 3, 1.0, -0.5)
    check_outputs(submission, u, [1e-9, 0.0, 0.875], [1.0, 2.0, -1.0], [0.5, 0.25, 1.0])
