"""Grades `swiglu`: sums with index letters, and a SiLU made of tanh whose slope is taken by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close

STEP = 1e-30
NAMES = ("dx", "dw_gate", "dw_up", "dw_down")
# Leading axes, D and F: no two sizes of a line alike.
SIZES = [((4,), 3, 5), ((2, 3), 4, 6), ((), 2, 3)]


def silu(a):
    """Of real or complex arrays."""
    return a / 2 * (1 + np.tanh(a / 2))


def block(x, w_gate, w_up, w_down):
    a = np.einsum("...d,df->...f", x, w_gate)
    u = np.einsum("...d,df->...f", x, w_up)
    return np.einsum("...f,...f,fd->...d", silu(a), u, w_down)


def gradients(arrays, dy):
    """Every sum with its index letters; the slope of silu is the imaginary part of silu(a + ih) / h."""
    x, w_gate, w_up, w_down = arrays
    xs, dys = x.reshape(-1, len(w_gate)), dy.reshape(-1, len(w_gate))
    a, u = np.einsum("nd,df->nf", xs, w_gate), np.einsum("nd,df->nf", xs, w_up)
    value, slope = silu(a), silu(a + 1j * STEP).imag / STEP
    from_gate = np.einsum("nd,fd,nf,nf->nf", dys, w_down, slope, u)
    from_up = np.einsum("nd,fd,nf->nf", dys, w_down, value)
    dx = np.einsum("nf,df->nd", from_gate, w_gate) + np.einsum("nf,df->nd", from_up, w_up)
    dw_gate, dw_up = (np.einsum("nd,nf->df", xs, branch) for branch in (from_gate, from_up))
    return dx.reshape(x.shape), dw_gate, dw_up, np.einsum("nf,nf,nd->fd", value, u, dys)


def draw(rng, leading, n, f, dtype=np.float64):
    """x and the weights, and dy."""
    x, dy = 1.5 * rng.normal(size=(*leading, n)), rng.normal(size=(*leading, n))
    weights = rng.normal(size=(n, f)), rng.normal(size=(n, f)), rng.normal(size=(f, n))
    return [array.astype(dtype) for array in (x, *weights)], dy.astype(dtype)


def check_gradients(submission, rng, which):
    for sizes in SIZES[:2]:
        arrays, dy = draw(rng, *sizes)
        results = submission.swiglu_backward(dy, submission.swiglu(*arrays)[1])
        right = gradients(arrays, dy)
        for i in which:
            assert_close(results[i], right[i], what=NAMES[i])


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is (silu(x W_gate) * x W_up) W_down, at every position of any leading axes."""
    for sizes in SIZES:
        arrays, _ = draw(rng, *sizes)
        assert_close(submission.swiglu(*arrays)[0], block(*arrays))
    arrays, _ = draw(rng, (3,), 4, 4)
    assert_close(submission.swiglu(*arrays)[0], block(*arrays), what="y with square weights")


@pytest.mark.points(20)
def test_gradient_of_x(submission, rng):
    """dx is the sum of what comes back through both branches."""
    check_gradients(submission, rng, [0])


@pytest.mark.points(20)
def test_gradients_of_gate_and_up(submission, rng):
    """dw_gate and dw_up sum over all positions what their own branch passes back."""
    check_gradients(submission, rng, [1, 2])


@pytest.mark.points(15)
def test_gradient_of_down(submission, rng):
    """dw_down is the sum over all positions of the gated features times dy."""
    check_gradients(submission, rng, [3])


@pytest.mark.points(10)
def test_large_gates(submission, rng):
    """Gates of +-1000 give neither nan nor inf, forward and backward."""
    (x, w_gate, w_up, w_down), dy = draw(rng, (4,), 3, 5)
    x[:, 0], w_gate[0] = [2.0, -2.0, 0.5, -0.01], [500.0, -500.0, 500.0, 300.0, -450.0]
    for dtype in (np.float64, np.float32):
        arrays = [array.astype(dtype) for array in (x, w_gate, w_up, w_down)]
        y, cache = submission.swiglu(*arrays)
        wide = [array.astype(float) for array in arrays]
        assert_close(y, block(*wide).astype(dtype))
        right = tuple(array.astype(dtype) for array in gradients(wide, dy.astype(dtype)))
        assert_close(submission.swiglu_backward(dy.astype(dtype), cache), right, what=f"({', '.join(NAMES)})")


@pytest.mark.points(5)
def test_a_single_position_and_none(submission, rng):
    """Without leading axes the results have the shapes of x and the weights; without positions the gradients are 0."""
    for leading in [(), (2, 0)]:
        arrays, dy = draw(rng, leading, 3, 4)
        y, cache = submission.swiglu(*arrays)
        assert_close(y, block(*arrays))
        assert_close(submission.swiglu_backward(dy, cache), gradients(arrays, dy), what=f"({', '.join(NAMES)})")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for _ in range(2):
        arrays, dy = draw(rng, (3,), 2, 4)
        passes.append((submission.swiglu(*arrays)[1], dy, gradients(arrays, dy)))
    for cache, dy, right in passes:
        assert_close(submission.swiglu_backward(dy, cache), right, what=f"({', '.join(NAMES)})")


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32, in all results."""
    arrays, dy = draw(rng, (2, 3), 4, 3, np.float32)
    wide = [array.astype(float) for array in arrays]
    y, cache = submission.swiglu(*arrays)
    assert_close(y, block(*wide).astype(np.float32), exact_dtype=True)
    right = tuple(array.astype(np.float32) for array in gradients(wide, dy))
    assert_close(submission.swiglu_backward(dy, cache), right, exact_dtype=True, what=f"({', '.join(NAMES)})")
    arrays, dy = draw(rng, (0,), 4, 3, np.float32)  # no position: zeros, of float32 too
    y, cache = submission.swiglu(*arrays)
    assert_close(y, dy, exact_dtype=True)
    right = tuple(np.zeros_like(array) for array in arrays)
    assert_close(submission.swiglu_backward(dy, cache), right, exact_dtype=True, what=f"({', '.join(NAMES)})")
