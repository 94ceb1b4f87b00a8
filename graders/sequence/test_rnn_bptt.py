"""Grades `rnn_bptt`: the oracle differentiates the unrolled network by complex steps, and multiplies Jacobians."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step

NAMES = ("x", "h0", "w_x", "w_h", "b")
FIXED = (
    np.array([[[1.0, -0.5], [0.5, 0.75], [-0.5, 0.25], [0.25, 1.0], [-1.0, 0.5]]]),
    np.array([[0.5, -0.25, 0.75]]),
    np.array([[0.5, -1.0], [0.25, 0.5], [-0.75, 0.25]]),
    np.array([[0.5, 1.0, -0.25], [-0.5, 0.25, 0.75], [1.0, -0.75, 0.5]]),
    np.array([0.25, -0.5, 0.125]),
)
G = np.array([[[1.0, 0.5, -1.0], [-0.5, 2.0, 0.25], [0.75, -1.0, 0.5], [1.5, 0.25, -0.75], [0.5, -1.5, 1.0]]])


def unrolled(x, h0, w_x, w_h, b, starts=None, truncate=None):
    """All states; with truncate, pieces start from given constants."""
    states, h = [], h0
    for t in range(x.shape[1]):
        if truncate and t and t % truncate == 0:
            h = starts[:, t - 1]
        h = np.tanh(np.einsum("bd,hd->bh", x[:, t], w_x) + np.einsum("bg,hg->bh", h, w_h) + b)
        states.append(h)
    return np.stack(states, axis=1)


def gradients(arguments, g, names, truncate=None):
    starts = unrolled(*arguments)
    found = {}
    for name in names:
        at = NAMES.index(name)

        def states(value, at=at):
            return unrolled(*arguments[:at], value, *arguments[at + 1 :], starts=starts, truncate=truncate)

        found[name] = complex_step(states, arguments[at], g)
    return found


def draw(rng, batch=1, steps=4, d=2, h=3):
    """One sequence: what a batch does to the gradients is a test of its own."""
    shapes = (batch, steps, d), (batch, h), (h, d), (h, h), (h,)
    return tuple(rng.uniform(-1, 1, size=shape) for shape in shapes), rng.normal(size=(batch, steps, h))


def check(submission, arguments, g, names, truncate=None):
    options = () if truncate is None else (truncate,)
    found = submission.rnn_backward(*(v.copy() for v in (*arguments, g)), *options)
    for name, expected in gradients(arguments, g, names, truncate).items():
        what = f"the gradient of {name}" + (f" with truncate={truncate}" if truncate else "")
        assert_close(found[name], expected, rtol=1e-8, atol=1e-10, what=what)


@pytest.mark.points(20)
def test_the_gradients_of_inputs_and_start(submission, rng):
    """What goes back to each input and to h_0, by way of all later states."""
    check(submission, FIXED, G, ("x", "h0"))
    check(submission, *draw(rng), ("x", "h0"))


@pytest.mark.points(18)
def test_the_gradient_of_the_recurrent_weights(submission, rng):
    """Every step adds delta_t^T h_{t-1} to the gradient of W_h, the first with h_0."""
    check(submission, FIXED, G, ("w_h",))
    check(submission, *draw(rng), ("w_h",))


@pytest.mark.points(14)
def test_the_gradients_of_input_weights_and_bias(submission, rng):
    """Every step adds to the gradients of W_x and b."""
    check(submission, FIXED, G, ("w_x", "b"))
    check(submission, *draw(rng), ("w_x", "b"))


@pytest.mark.points(8)
def test_gradients_are_summed_over_the_batch(submission, rng):
    """The gradients of the weights are sums over the rows of a batch, and those of x and h_0 stand row by row."""
    check(submission, *draw(rng, batch=3), ("w_h", "w_x", "b", "x", "h0"))


@pytest.mark.points(22)
def test_truncation_stops_between_pieces(submission, rng):
    """With truncate the state goes on from piece to piece, and the gradient stops there."""
    # Of five steps, 3 first: from either end the pieces are others.
    # From zeros first: there it doesn't matter where an answer starts that lets go of the state as well.
    for h0, truncate in ((0 * FIXED[1], 3), (FIXED[1], 2), (FIXED[1], 1), (FIXED[1], 9)):
        check(submission, (FIXED[0], h0, *FIXED[2:]), G, ("x",), truncate)
    check(submission, *draw(rng), ("x", "h0", "b"), 3)


@pytest.mark.points(14)
def test_the_norms_of_the_gradient(submission, rng):
    """Each step back multiplies by diag(1 - h^2) W_h."""
    fixed = (FIXED[0][0].repeat(2, axis=1)[:, :3] * 0.75, FIXED[3], np.array([1.0, -2.0, 0.5]))
    for states, w_h, g in (fixed, (rng.uniform(-1, 1, (4, 2)), rng.normal(size=(2, 2)), rng.normal(size=2))):
        expected = []
        for t in range(len(states)):
            jacobian = np.eye(len(g))
            for h in states[t + 1 :]:
                jacobian = np.diag(1 - h**2) @ w_h @ jacobian
            expected.append(np.linalg.norm(g @ jacobian))
        found = submission.gradient_norms(states.copy(), w_h.copy(), g.copy())
        assert_equal(np.shape(found), (len(states),), what="the shape of the norms")
        last = float(np.asarray(found)[-1])
        assert_close(last, float(expected[-1]), rtol=1e-9, what="the last norm, that of d_last itself")
        assert_close(found, np.array(expected), rtol=1e-9, what="the norms")


@pytest.mark.points(4)
def test_vanishing_and_exploding(submission):
    """At states of 0 a rotation times rho makes the norm a power of rho, over 60 steps."""
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    for rho in (0.5, 2.0):
        found = submission.gradient_norms(np.zeros((60, 2)), rho * turn, np.array([3.0, 4.0]))
        assert_close(found, 5 * rho ** np.arange(59.0, -1.0, -1.0), rtol=1e-8, atol=0.0, what=f"the norms at {rho}")
