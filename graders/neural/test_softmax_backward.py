"""Grades `softmax_backward`: the oracle differentiates softmax by complex steps, with no formula for its gradient."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def softmax(logits, axis=-1):
    """Softmax of real or complex logits that are small enough for a bare exp."""
    weights = np.exp(logits)
    return weights / weights.sum(axis=axis, keepdims=True)


def gradient(logits, dy, axis):
    """dL/dx by complex steps: the imaginary part of f(x + ih) is h f'(x), with no cancellation at all."""
    dx = np.zeros(logits.shape)
    step = 1e-30
    moved = np.moveaxis(dx, axis, 0)
    for k in range(logits.shape[axis]):
        nudged = logits.astype(complex)
        np.moveaxis(nudged, axis, 0)[k] += 1j * step  # one logit of every row
        moved[k] = (dy * softmax(nudged, axis).imag / step).sum(axis=axis)
    return dx


def own(submission, y, dy):
    """The answer's own gradient along the last axis, to compare its other results with."""
    found = np.asarray(submission.softmax_backward(y.copy(), dy.copy()))
    assert np.ptp(found) > 0, "The gradient is the same everywhere."
    assert not np.array_equal(found, y), "The gradient is y itself."
    return found


@pytest.mark.points(35)
def test_gradient_of_each_row(submission, rng):
    """The gradient is sum_i J_ij dy_i for each row, along the last axis unless another is named."""
    y, dy = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]), np.array([[1.0, 0.0, -2.0], [3.0, -1.0, 5.0]])
    expected = np.array([[0.5, 0.0, -0.5], [0.34375, -0.9375, 0.59375]])
    assert_close(submission.softmax_backward(y, dy), expected)
    for shape in [(6,), (3, 5), (2, 3, 4)]:
        logits, dy = 2 * rng.normal(size=shape), rng.normal(size=shape)
        actual = submission.softmax_backward(softmax(logits), dy)
        assert_close(actual, gradient(logits, dy, -1), rtol=1e-11)


@pytest.mark.points(10)
def test_gradient_along_any_axis(submission, rng):
    """Rows run along the axis that is named, whatever the rank, and negative axes count from the last."""
    for shape in [(4, 3), (2, 5, 3), (2, 2, 3, 2, 2)]:
        logits, dy = rng.normal(size=shape), 3 * rng.normal(size=shape)
        for axis in range(-len(shape), len(shape)):
            y = softmax(logits, axis)
            expected = np.moveaxis(own(submission, np.moveaxis(y, axis, -1), np.moveaxis(dy, axis, -1)), -1, axis)
            what = f"the result along axis {axis}, beside that of the same rows along the last axis,"
            assert_close(submission.softmax_backward(y, dy, axis=axis), expected, rtol=1e-11, what=what)


@pytest.mark.points(5)
def test_a_constant_in_dy_has_no_effect(submission, rng):
    """Adding the same number to every dy of a row changes nothing, since the probabilities always sum to 1."""
    y, dy = softmax(rng.normal(size=(3, 4))), rng.normal(size=(3, 4))
    without = own(submission, y, dy)
    assert_close(submission.softmax_backward(y, dy + np.array([[100.0], [-3.0], [0.0]])), without)


@pytest.mark.points(10)
def test_masked_classes_get_no_gradient(submission, rng):
    """A class of probability 0 gets gradient 0 and leaves the others alone; a fully masked row gets 0 throughout."""
    dy, seen = rng.normal(size=(2, 5)), [0, 2, 3]
    y = np.zeros((2, 5))
    y[0, seen] = softmax(rng.normal(size=3))  # row 1 is fully masked
    actual = np.asarray(submission.softmax_backward(y, dy))
    assert_equal(actual[y == 0], np.zeros(7), what="the gradient of the masked classes")
    without = own(submission, y[:1, seen], dy[:1, seen])
    assert_close(actual[:1, seen], without, rtol=1e-11, what="the gradient of the other classes")


@pytest.mark.points(15)
@pytest.mark.timeout(2)
def test_no_jacobian_for_many_classes(submission, rng):
    """With 100 000 classes the product takes time and memory for 100 000 numbers, not for their square."""
    # All but five classes are masked: the gradient of the five is that which they have among themselves.
    y, dy = np.zeros((2, 100_000))
    y[:5], dy[:5] = softmax(rng.normal(size=5)), rng.normal(size=5)
    found = np.asarray(submission.softmax_backward(y, dy))
    assert_equal(found.shape, y.shape, what="the shape of the gradient")
    assert_close(found[:5], own(submission, y[:5], dy[:5]), what="the gradient of the five classes that aren't masked")


@pytest.mark.points(20)
def test_jacobian_of_one_row(submission, rng):
    """Entry (i, j) of the Jacobian is dy_i/dx_j = y_i (delta_ij - y_j)."""
    for n in (4, 7):
        logits = rng.normal(size=n)
        expected = np.stack([gradient(logits, row, -1) for row in np.eye(n)])
        assert_close(submission.softmax_jacobian(softmax(logits)), expected, rtol=1e-11)
    masked = np.array([0.25, 0.0, -0.25])
    expected = np.stack([masked, 0 * masked, -masked])
    assert_equal(submission.softmax_jacobian(np.array([0.5, 0.0, 0.5])), expected)
    assert_equal(submission.softmax_jacobian(np.ones(1)), np.zeros((1, 1)))


@pytest.mark.points(3)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64, in both functions."""
    y, dy = softmax(rng.normal(size=(3, 4))), rng.normal(size=(3, 4))
    for dtype in ("float32", "float64"):
        row = y.astype(dtype)
        found = own(submission, row, dy.astype(dtype)).dtype.name
        assert_equal(found, dtype, what=f"the dtype of the gradient of {dtype} probabilities")
        found = np.asarray(submission.softmax_jacobian(row[0])).dtype.name
        assert_equal(found, dtype, what=f"the dtype of the Jacobian of {dtype} probabilities")


@pytest.mark.points(2)
def test_shapes_that_do_not_fit_are_refused(submission, rng):
    """A dy of another shape than y, or a batch where the Jacobian wants one row, raises ValueError."""
    y, dy = softmax(rng.normal(size=(3, 4))), rng.normal(size=(3, 4))
    submission.softmax_backward(y, dy)
    submission.softmax_backward(y[0], dy[0])
    submission.softmax_jacobian(y[0])
    with pytest.raises(ValueError):
        submission.softmax_backward(y, dy[0])
    with pytest.raises(ValueError):
        submission.softmax_backward(y[0], dy)
    # Shapes that NumPy would broadcast, and shapes of equal size.
    for other in (dy[:1], dy[:, :1], dy[:1, :1]):
        with pytest.raises(ValueError):
            submission.softmax_backward(y, other)
    for one, other in [(y[:, :1], dy[:1, :3]), (y[0], dy[:1])]:
        with pytest.raises(ValueError):
            submission.softmax_backward(one, other)
    with pytest.raises(ValueError):
        submission.softmax_jacobian(y)
    with pytest.raises(ValueError):
        submission.softmax_jacobian(y[:1])
