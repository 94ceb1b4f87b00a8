"""Grades `swiglu`: the oracle sums with index letters, and makes SiLU of tanh.

The backward pass is judged against the answer's own forward pass, so that what is wrong forward costs its points once.
"""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, numerical_gradient

NAMES = ("dx", "dw_gate", "dw_up", "dw_down")


def silu(a):
    return a / 2 * (1 + np.tanh(a / 2))


def block(x, w_gate, w_up, w_down):
    a = np.einsum("...d,df->...f", x, w_gate)
    u = np.einsum("...d,df->...f", x, w_up)
    return np.einsum("...f,...f,fd->...d", silu(a), u, w_down)


def draw(rng, leading, n, f, dtype=np.float64):
    """x and the weights, and dy."""
    x, dy = 1.5 * rng.normal(size=(*leading, n)), rng.normal(size=(*leading, n))
    weights = rng.normal(size=(n, f)), rng.normal(size=(n, f)), rng.normal(size=(f, n))
    return [array.astype(dtype) for array in (x, *weights)], dy.astype(dtype)


def backward(submission, arrays, dy):
    return submission.swiglu_backward(dy, submission.swiglu(*arrays)[1])


def check_gradient(submission, rng, which):
    """The gradient of one of the four arrays, beside the slopes of the answer's own forward pass."""
    arrays, dy = draw(rng, (3,), 2, 4)

    def forward(moved):
        return np.asarray(submission.swiglu(*arrays[:which], moved, *arrays[which + 1 :])[0])

    wanted = numerical_gradient(forward, arrays[which], dy)
    what = f"{NAMES[which]}, beside the slopes of the forward pass,"
    assert_close(backward(submission, arrays, dy)[which], wanted, rtol=1e-6, atol=1e-6, what=what)


@pytest.mark.points(25)
def test_forward(submission, rng):
    """y is (silu(x W_gate) * x W_up) W_down."""
    w_gate, w_up = np.array([[0.5, 1.0], [0.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 0.0]])
    arrays = [np.array([[1.0, -2.0]]), w_gate, w_up, np.eye(2)]
    assert_close(submission.swiglu(*arrays)[0], block(*arrays))
    for sizes in [((4,), 3, 5), ((3,), 4, 4)]:
        arrays, _ = draw(rng, *sizes)
        assert_close(submission.swiglu(*arrays)[0], block(*arrays))


@pytest.mark.points(15)
def test_gradient_of_x(submission, rng):
    """dx is the sum of what comes back through both branches."""
    check_gradient(submission, rng, 0)


@pytest.mark.points(15)
def test_gradient_of_the_gate(submission, rng):
    """dw_gate sums over all positions what comes back through SiLU, whose slope is s + a s (1 - s)."""
    check_gradient(submission, rng, 1)


@pytest.mark.points(10)
def test_gradient_of_up(submission, rng):
    """dw_up sums over all positions what comes back through the branch that is gated."""
    check_gradient(submission, rng, 2)


@pytest.mark.points(10)
def test_gradient_of_down(submission, rng):
    """dw_down is the sum over all positions of the gated features times dy."""
    check_gradient(submission, rng, 3)


@pytest.mark.points(10)
def test_any_number_of_leading_axes(submission, rng):
    """With no leading axis or four, the results are those of the same positions in a row."""
    for leading in [(), (2, 1, 2, 3)]:
        arrays, dy = draw(rng, leading, 3, 4)
        y, cache = submission.swiglu(*arrays)
        rows = [arrays[0].reshape(-1, 3), *arrays[1:]]
        assert_close(y, np.asarray(submission.swiglu(*rows)[0]).reshape(dy.shape), what="y")
        dx, *others = backward(submission, rows, dy.reshape(-1, 3))
        wanted = np.asarray(dx).reshape(dy.shape), *(np.asarray(part) for part in others)
        assert_close(submission.swiglu_backward(dy, cache), wanted, what=f"({', '.join(NAMES)})")


@pytest.mark.points(10)
def test_large_gates(submission, rng):
    """Gates of +-1000 give neither nan nor inf, forward and backward: SiLU is a, or 0, and its slope 1 or 0."""
    x = np.array([[2.0], [-2.0], [0.5], [-0.5]])
    w_gate, w_up, w_down = np.array([[500.0, -400.0]]), rng.normal(size=(1, 2)), rng.normal(size=(2, 1))
    dy, on = rng.normal(size=(4, 1)), x * w_gate > 0
    h = np.where(on, x * w_gate, 0.0) * (x * w_up)
    for dtype in (np.float64, np.float32):
        y, cache = submission.swiglu(*(array.astype(dtype) for array in (x, w_gate, w_up, w_down)))
        assert_close(y, (h @ w_down).astype(dtype), rtol=1e-4, what="y")
        results = submission.swiglu_backward(dy.astype(dtype), cache)
        dh = dy @ w_down.T
        da, du = dh * on * (x * w_up), dh * np.where(on, x * w_gate, 0.0)
        assert_close(results[3], (h.T @ dy).astype(dtype), rtol=1e-4, what="dw_down")
        assert_close(results[2], (x.T @ du).astype(dtype), rtol=1e-4, what="dw_up")
        assert_close(results[1], (x.T @ da).astype(dtype), rtol=1e-4, what="dw_gate")
        assert np.isfinite(np.asarray(results[0])).all(), "dx should be finite."


@pytest.mark.points(3)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    (arrays, dy), (others, _) = draw(rng, (3,), 2, 4), draw(rng, (3,), 2, 4)
    alone = tuple(np.asarray(part) for part in backward(submission, arrays, dy))
    _, cache = submission.swiglu(*arrays)
    submission.swiglu(*others)
    what = f"({', '.join(NAMES)}), with another forward pass made in between,"
    assert_close(submission.swiglu_backward(dy, cache), alone, what=what)


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 and float64 gives float64, in all results."""
    for dtype in (np.float32, np.float64):
        arrays, dy = draw(rng, (3,), 4, 3, dtype)
        y, cache = submission.swiglu(*arrays)
        for name, part in zip(("y", *NAMES), (y, *submission.swiglu_backward(dy, cache)), strict=True):
            what = f"the dtype of {name} of {np.dtype(dtype).name} arrays"
            assert_equal(np.asarray(part).dtype.name, np.dtype(dtype).name, what=what)
