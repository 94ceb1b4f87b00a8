"""Grades `gru_cell`: the oracle computes one unit of one sequence at a time, each gate from its own rows."""

import math

import numpy as np
import pytest

from kata.testing import assert_close

# Three features, two units: the rows are r, r, z, z, n, n.
W_X = np.array([[0.5, -1, 0.25], [-0.25, 0.5, 1], [1, 0.25, -0.5], [0.75, -0.5, 0.5], [-1, 1.5, 0.5], [0.5, 1, -0.75]])
W_H = np.array([[0.5, 1.0], [-1.0, 0.25], [0.75, -0.5], [1.0, -0.25], [-0.75, 0.5], [1.0, 0.5]])
B_X = np.array([0.5, -0.25, 1.0, -0.75, -0.5, 0.25])
B_H = np.array([-0.25, 0.75, -0.5, 0.125, 1.0, -1.5])
FIXED = (W_X, W_H, B_X, B_H)
H0 = np.array([[0.5, -0.25]])


def logistic(v):
    return 0.5 + 0.5 * math.tanh(0.5 * v)


def unrolled(x, h0, w_x, w_h, b_x, b_h):
    units = len(b_x) // 3
    states = np.zeros((*x.shape[:2], units))
    for n, t, k in np.ndindex(states.shape):
        old = h0[n] if t == 0 else states[n, t - 1]
        rows = (k, k + units, k + 2 * units)
        from_x = [float(sum(w_x[row] * x[n, t]) + b_x[row]) for row in rows]
        from_h = [float(sum(w_h[row] * old) + b_h[row]) for row in rows]
        reset, keep = (logistic(from_x[i] + from_h[i]) for i in range(2))
        new = math.tanh(from_x[2] + reset * from_h[2])
        states[n, t, k] = new + keep * (old[k] - new)
    return states


def weights(rng, d, h):
    return rng.normal(size=(3 * h, d)), rng.normal(size=(3 * h, h)), *rng.normal(size=(2, 3 * h))


def check_step(submission, x, h, w):
    found = submission.gru_step(x.copy(), h.copy(), *(a.copy() for a in w))
    assert_close(found, unrolled(x[:, None], h, *w)[:, 0], rtol=1e-9, what="the state after the step")


def check_forward(submission, x, w, h0=None):
    """With the answer's own steps, which have tests to themselves, and never all alike."""
    start = np.zeros((len(x), len(w[2]) // 3)) if h0 is None else h0
    expected = np.zeros((*x.shape[:2], start.shape[1]))
    h = start
    for t in range(x.shape[1]):
        expected[:, t] = h = np.asarray(submission.gru_step(x[:, t].copy(), h.copy(), *(a.copy() for a in w)))
    assert expected.size == 0 or np.ptp(expected) > 0.01, "All states that gru_step gives are the same."
    options = () if h0 is None else (h0.copy(),)
    states, final = submission.gru_forward(x.copy(), *(a.copy() for a in w), *options)
    assert_close(states, expected, rtol=1e-9, what="the states after each step, beside those of gru_step")
    assert_close(final, h, rtol=1e-9, what="the final state")


def only(block, *arrays):
    """The weights with all rows but those of one block 0: r, z or n."""
    shown = np.repeat(np.arange(3) == block, 2)
    return tuple(np.where(shown.reshape(-1, *[1] * (a.ndim - 1)), a, 0.0) for a in arrays)


@pytest.mark.points(16)
def test_the_update_gate_keeps_the_old_state(submission):
    """h' = (1 - z) * n + z * h, here with n = 0 or with the input alone in n."""
    x = np.array([[1.0, -0.5, 0.25], [0.5, 0.75, -1.0]])
    h = np.array([[0.5, -0.25], [-1.5, 0.75]])
    # The bias of the state has no effect of its own but in n, whose test is the next one.
    b = only(1, B_X + B_H)[0]
    check_step(submission, x, h, (*only(1, W_X, W_H), b, np.zeros(6)))
    w_x = np.where(np.arange(6)[:, None] < 2, 0.0, W_X)
    w_h, b_x = only(1, W_H)[0], b.copy()
    b_x[:2] = 40.0  # r is 1
    check_step(submission, x, h, (w_x, w_h, b_x, np.zeros(6)))


@pytest.mark.points(16)
def test_the_reset_gate_is_applied_after_the_product(submission):
    """n = tanh(a_n + r * u_n), where u_n = W_hn h + b_hn has its bias; z is 1/2 everywhere."""
    x, h = np.array([[1.0, -0.5, 0.25]]), np.array([[1.5, -0.75]])
    without_z = tuple(np.where(np.repeat([1, 0, 1], 2).reshape(-1, *[1] * (a.ndim - 1)), a, 0.0) for a in FIXED)
    check_step(submission, x, h, (*without_z[:3], np.zeros(6)))
    check_step(submission, x, h, without_z)


@pytest.mark.points(20)
def test_one_step(submission, rng):
    """One step with all three blocks."""
    check_step(submission, np.array([[1.0, -0.5, 0.25]]), H0, FIXED)
    check_step(submission, rng.normal(size=(2, 4)), rng.normal(size=(2, 3)), weights(rng, 4, 3))


@pytest.mark.points(26)
def test_all_states_of_a_sequence(submission, rng):
    """The states after every step from zeros, batch first, and the last of them."""
    first = [[1.0, -0.5, 0.25], [0.5, 0.75, -1.0], [-0.5, 0.25, 1.0]]
    x = np.array([first, [[0.0, 2.0, 0.5], [-1.0, 0.5, 0.0], [1.0, 1.0, 1.0]]])
    check_forward(submission, x, FIXED)
    check_forward(submission, rng.normal(size=(2, 4, 5)), weights(rng, 5, 3))


@pytest.mark.points(10)
def test_the_start_that_is_handed_in(submission, rng):
    """With h0 the first step starts from it, so that a sequence may be read in pieces."""
    x = np.array([[[1.0, -0.5, 0.25], [0.5, 0.75, -1.0]]] * 3)
    check_forward(submission, x, FIXED, np.array([[0.5, -0.25], [-1.0, 0.75], [0.0, 1.5]]))
    check_forward(submission, rng.normal(size=(3, 2, 2)), weights(rng, 2, 4), rng.normal(size=(3, 4)))


@pytest.mark.points(5)
def test_no_steps(submission):
    """Without any step there are no states, and the final state is the start."""
    check_forward(submission, np.zeros((1, 0, 3)), FIXED, H0)


@pytest.mark.points(7)
def test_gates_far_open_and_far_closed(submission):
    """Gates of large sums are 1 or 0, never nan."""
    x, w_x, w_h = np.ones((1, 1)), np.zeros((6, 1)), np.zeros((6, 2))
    for b_x in ([900, -800, 0, 0, 0.5, -0.5], [0, 0, 900, -800, 0.5, -0.5]):
        w = (w_x, w_h, np.array(b_x, dtype=float), np.array([0, 0, 0, 0, 0.25, 0.75]))
        check_step(submission, x, H0, w)
        check_step(submission, x, 1e6 * H0, w)  # of which a gate that is nearly closed lets something through
