"""Grades `rnn_cell`: the oracle of a step writes every sum out; a sequence stands beside the answer's own steps."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

W_X = np.array([[0.5, -1.0], [1.0, 0.25], [-0.75, 0.5]])
W_H = np.array([[0.0, 0.5, -1.0], [0.75, 0.25, 0.0], [-0.5, 1.0, 0.5]])
B = np.array([0.25, -0.5, 0.125])
X = np.array(
    [[[1.0, -0.5], [0.0, 0.75], [-1.0, 0.25], [0.5, 0.5]], [[-0.25, 1.0], [0.75, 0.5], [0.0, -1.0], [1.0, 0.0]]]
)


def stepped(x, h, w_x, w_h, b):
    found = np.zeros((len(x), len(b)))
    for n, k in np.ndindex(found.shape):
        total = b[k]
        total += sum(w * v for w, v in zip(w_x[k], x[n], strict=True))
        total += sum(w * v for w, v in zip(w_h[k], h[n], strict=True))
        found[n, k] = math.tanh(total)
    return found


def weights(rng, d, h):
    return rng.normal(size=(h, d)), 0.6 * rng.normal(size=(h, h)), rng.normal(size=h)


def check_step(submission, x, h, w_x, w_h, b):
    found = submission.rnn_step(x.copy(), h.copy(), w_x.copy(), w_h.copy(), b.copy())
    assert_close(found, stepped(x, h, w_x, w_h, b), rtol=1e-9, what="the state after the step")


def run_forward(submission, x, w_x, w_h, b, h0=None):
    """The answer's states and final state, and what its own steps give: a step is judged elsewhere."""
    start = state = np.zeros((len(x), len(b))) if h0 is None else h0
    expected = np.zeros((*x.shape[:2], len(b)))
    for t in range(x.shape[1]):
        state = np.asarray(submission.rnn_step(x[:, t].copy(), state.copy(), w_x.copy(), w_h.copy(), b.copy()))
        assert_equal(state.shape, start.shape, what="the shape of the state after a step")
        assert np.ptp(state) > 1e-3, "All units of the state after a step are about the same."
        expected[:, t] = state
    options = () if h0 is None else (h0.copy(),)
    found = submission.rnn_forward(x.copy(), w_x.copy(), w_h.copy(), b.copy(), *options)
    return found, (expected, state)


def check_states(submission, *args):
    (states, _), (expected, _) = run_forward(submission, *args)
    assert_close(states, expected, rtol=1e-9, what="the states after each step")


def check_final(submission, *args):
    (_, final), (_, expected) = run_forward(submission, *args)
    assert_equal(np.ndim(final), 2, what="the number of axes of the final state")
    assert_close(final, expected, rtol=1e-9, what="the final state")


@pytest.mark.points(32)
def test_one_step(submission, rng):
    """One step: tanh of the input's and the state's products and the bias."""
    x, h = np.array([[1.0, -0.5]]), np.array([[0.5, -0.25, 0.75]])
    check_step(submission, x, h, W_X, W_H, np.zeros(3))  # where the bias goes, the next one asks
    check_step(submission, x, h, W_X, W_H, B)
    check_step(submission, rng.normal(size=(2, 4)), rng.normal(size=(2, 3)), *weights(rng, 4, 3))


@pytest.mark.points(30)
def test_all_states_of_a_sequence(submission, rng):
    """The states after every step from zeros, batch first."""
    check_states(submission, X, W_X, W_H, B)
    check_states(submission, rng.normal(size=(2, 4, 5)), *weights(rng, 5, 3))


@pytest.mark.points(8)
def test_the_final_state(submission, rng):
    """The final state is the one after the last step, of shape (B, H)."""
    check_final(submission, X, W_X, W_H, B)
    check_final(submission, rng.normal(size=(2, 4, 5)), *weights(rng, 5, 3))


@pytest.mark.points(18)
def test_the_start_that_is_handed_in(submission, rng):
    """With h0 the first step starts from it, so that a sequence may be read in pieces."""
    check_states(submission, X, W_X, W_H, B, np.array([[0.5, -0.25, 0.75], [-0.5, 0.25, 0.125]]))
    check_states(submission, rng.normal(size=(3, 2, 2)), *weights(rng, 2, 4), rng.normal(size=(3, 4)))


@pytest.mark.points(6)
def test_no_steps(submission):
    """Without any step there are no states, and the final state is the start."""
    h0 = np.array([[0.5, -0.25, 0.75], [0.125, 1.0, -0.5]])
    check_states(submission, np.zeros((2, 0, 2)), W_X, W_H, B, h0)
    check_final(submission, np.zeros((2, 0, 2)), W_X, W_H, B, h0)


@pytest.mark.points(6)
def test_large_inputs_saturate(submission):
    """Where the sums are large the states are 1 or -1."""
    x, h = np.array([[800.0, -600.0], [-900.0, 500.0]]), np.zeros((2, 3))
    found = submission.rnn_step(x, h, W_X, W_H, np.zeros(3))
    assert_equal(np.sign(x @ W_X.T).tolist(), [[1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]], what="the signs of the sums")
    assert_close(found, np.sign(x @ W_X.T), what="the state after the step")
