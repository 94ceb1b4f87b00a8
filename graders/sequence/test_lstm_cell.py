"""Grades `lstm_cell`: the oracle computes one unit of one sequence at a time, each gate from its own rows."""

import math

import numpy as np
import pytest

from kata.testing import assert_close

# Three features, two units: the rows are i, i, f, f, g, g, o, o.
W_X = np.array(
    [
        [0.5, -1.0, 0.25],
        [-0.25, 0.5, 1.0],
        [1.0, 0.25, -0.5],
        [0.75, -0.5, 0.5],
        [-1.0, 1.5, 0.5],
        [0.5, 1.0, -0.75],
        [-0.5, 0.75, 1.0],
        [1.0, 0.5, -0.25],
    ]
)
W_H = np.array([[0.5, 1], [-1, 0.25], [0.75, -0.5], [1, -0.25], [-0.75, 0.5], [1, 0.5], [0.25, -1], [0.5, 0.75]])
NO_BIAS = np.zeros(8)
B = np.array([0.5, -0.25, 1.0, 0.75, -0.5, 0.25, -0.75, 0.125])
H0, C0 = np.array([[0.5, -0.25]]), np.array([[1.5, -0.75]])


def logistic(z):
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def unrolled(x, state, w_x, w_h, b):
    """h and c after each step, and the output gates, each (B, T, H)."""
    units = len(b) // 4
    h, c, shown = np.zeros((3, *x.shape[:2], units))
    for n, t, k in np.ndindex(h.shape):
        h_old, c_old = (state[0][n], state[1][n]) if t == 0 else (h[n, t - 1], c[n, t - 1])
        write, keep, value, show = (
            sum(w_x[row] * x[n, t]) + sum(w_h[row] * h_old) + b[row] for row in range(k, 4 * units, units)
        )
        c[n, t, k] = logistic(keep) * c_old[k] + logistic(write) * math.tanh(value)
        shown[n, t, k] = logistic(show)
        h[n, t, k] = shown[n, t, k] * math.tanh(c[n, t, k])
    return h, c, shown


def weights(rng, d, h):
    return rng.normal(size=(4 * h, d)), rng.normal(size=(4 * h, h)), np.zeros(4 * h)


def zeros(batch, units):
    return np.zeros((batch, units)), np.zeros((batch, units))


def step(submission, x, state, *w):
    found = submission.lstm_step(x.copy(), tuple(s.copy() for s in state), *(a.copy() for a in w))
    return found[0], found[1]


def check_forward(submission, x, w, state=None):
    start = zeros(len(x), len(w[2]) // 4) if state is None else state
    h, c, _ = unrolled(x, start, *w)
    options = () if state is None else (tuple(s.copy() for s in state),)
    outputs, final = submission.lstm_forward(x.copy(), *(a.copy() for a in w), *options)
    assert_close(outputs, h, rtol=1e-9, what="h after each step")
    assert_close(final[0], h[:, -1] if x.shape[1] else start[0], rtol=1e-9, what="the final h")
    assert_close(final[1], c[:, -1] if x.shape[1] else start[1], rtol=1e-9, what="the final c")


@pytest.mark.points(24)
def test_the_cell_state_is_kept_and_written_to(submission, rng):
    """c' = f * c + i * g, with the gates from the blocks i, f, g, o of z."""
    drawn = (rng.normal(size=(2, 4)), tuple(rng.normal(size=(2, 2, 3))), *weights(rng, 4, 3))
    for x, state, *w in ((np.array([[1.0, -0.5, 0.25]]), (H0, C0), W_X, W_H, NO_BIAS), drawn):
        _, c = step(submission, x, state, *w)
        assert_close(c, unrolled(x[:, None], state, *w)[1][:, 0], rtol=1e-9, what="c after the step")


@pytest.mark.points(20)
def test_the_output_gate_shows_the_new_cell_state(submission, rng):
    """h' = o * tanh(c'), with the cell state after the step, whatever that is."""
    drawn = (rng.normal(size=(2, 4)), tuple(rng.normal(size=(2, 2, 3))), *weights(rng, 4, 3))
    for x, state, *w in ((np.array([[1.0, -0.5, 0.25]]), (H0, C0), W_X, W_H, NO_BIAS), drawn):
        h, c = step(submission, x, state, *w)
        shown = unrolled(x[:, None], state, *w)[2][:, 0]
        assert_close(h, shown * np.tanh(np.asarray(c)), rtol=1e-9, what="h after the step, beside the c that came back")


@pytest.mark.points(22)
def test_the_outputs_of_a_sequence(submission, rng):
    """h after every step from zeros, batch first, and the final h and c."""
    x = np.array([[[1.0, -0.5, 0.25], [0.5, 0.75, -1.0], [-0.5, 0.25, 1.0]]])
    check_forward(submission, x, (W_X, W_H, NO_BIAS))
    check_forward(submission, rng.normal(size=(2, 4, 5)), weights(rng, 5, 3))


@pytest.mark.points(14)
def test_the_state_that_is_handed_in(submission, rng):
    """With a state the first step starts from its h and c, so that a sequence may be read in pieces."""
    check_forward(submission, np.array([[[1.0, -0.5, 0.25], [0.5, 0.75, -1.0]]]), (W_X, W_H, NO_BIAS), (H0, C0))
    state = tuple(rng.normal(size=(2, 3, 4)))
    check_forward(submission, rng.normal(size=(3, 2, 2)), weights(rng, 2, 4), state)


@pytest.mark.points(8)
def test_the_bias(submission, rng):
    """One bias is added to z, for all four gates."""
    for state, *w in (((H0, C0), W_X, W_H, B), (zeros(1, 2), W_X, W_H, rng.normal(size=8))):
        x = np.array([[1.0, -0.5, 0.25]])
        _, c = step(submission, x, state, *w)
        assert_close(c, unrolled(x[:, None], state, *w)[1][:, 0], rtol=1e-9, what="c after the step")


@pytest.mark.points(5)
def test_no_steps(submission):
    """Without any step there are no outputs, and the final state is the start."""
    check_forward(submission, np.zeros((1, 0, 3)), (W_X, W_H, NO_BIAS), (H0, C0))


@pytest.mark.points(7)
def test_gates_far_open_and_far_closed(submission):
    """Gates of large sums are 1 or 0: a cell state is carried along unchanged, or replaced."""
    x, w_h, b = np.ones((1, 1)), np.zeros((8, 2)), np.zeros(8)
    carried = np.array([-900, -800, 900, 800, 0.5, 0.5, 900, 900])
    replaced = np.array([900, 800, -900, -800, 900, -900, 900, 900])
    for z, expected in ((carried, C0), (replaced, np.array([[1.0, -1.0]]))):
        _, c = step(submission, x, (H0, C0), z[:, None], w_h, b)
        assert_close(c, expected, rtol=1e-9, what="c after the step")
