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


@pytest.mark.points(20)
def test_gradient_of_each_row(submission, rng):
    """The gradient is sum_i J_ij dy_i for each row, along the last axis unless another is named."""
    for shape in [(6,), (3, 5), (2, 3, 4)]:
        logits, dy = 2 * rng.normal(size=shape), rng.normal(size=shape)
        actual = submission.softmax_backward(softmax(logits), dy)
        assert_close(actual, gradient(logits, dy, -1), rtol=1e-11)


@pytest.mark.points(15)
def test_gradient_along_any_axis(submission, rng):
    """Rows run along the axis that is named, whatever the rank, and negative axes count from the last."""
    for shape in [(4, 3), (2, 5, 3)]:
        logits, dy = rng.normal(size=shape), 3 * rng.normal(size=shape)
        for axis in range(-len(shape), len(shape)):
            actual = submission.softmax_backward(softmax(logits, axis), dy, axis=axis)
            assert_close(actual, gradient(logits, dy, axis), rtol=1e-11)
    assert_equal(submission.softmax_backward(np.empty((0, 3)), np.empty((0, 3))), np.empty((0, 3)))


@pytest.mark.points(10)
def test_a_constant_in_dy_has_no_effect(submission, rng):
    """Adding the same number to every dy of a row changes nothing, since the probabilities always sum to 1."""
    logits, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    shift = np.array([[100.0], [-3.0], [0.0]])
    expected = gradient(logits, dy, -1)
    assert_close(submission.softmax_backward(softmax(logits), dy + shift), expected)
    assert_close(submission.softmax_backward(softmax(logits), np.ones((3, 4)) - dy), -expected)


@pytest.mark.points(10)
def test_masked_classes_get_no_gradient(submission, rng):
    """A class of probability 0 gets gradient 0 and leaves the others alone; so do certain and fully masked rows."""
    logits, dy = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    seen = np.array([0, 2, 3])
    y, expected = np.zeros((4, 5)), np.zeros((4, 5))
    y[0, seen] = softmax(logits[0, seen])
    expected[0, seen] = gradient(logits[0, seen], dy[0, seen], -1)
    y[1, 2] = 1.0  # certain: no small step of a logit changes anything
    # Row 2 is fully masked, row 3 is an ordinary one.
    y[3] = softmax(logits[3])
    expected[3] = gradient(logits[3], dy[3], -1)
    actual = submission.softmax_backward(y, dy)
    assert_close(actual, expected, rtol=1e-11)
    assert_equal(actual[y == 0], np.zeros(np.sum(y == 0)), what="the gradient of the masked classes")
    assert_close(submission.softmax_backward(y.T, dy.T, axis=0), expected.T, rtol=1e-11)


@pytest.mark.points(20)
@pytest.mark.timeout(2)
def test_no_jacobian_for_many_classes(submission, rng):
    """With 100 000 classes the product takes time and memory for 100 000 numbers, not for their square."""
    n = 100_000
    y = rng.random(n)
    y /= y.sum()
    dy = rng.normal(size=n)
    assert_close(submission.softmax_backward(y, dy), y * dy - (y @ dy) * y)


@pytest.mark.points(15)
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


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64."""
    logits, dy = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    for dtype in (np.float32, np.float64):
        y = softmax(logits).astype(dtype)
        actual = submission.softmax_backward(y, dy.astype(dtype))
        assert_close(actual, gradient(logits, dy, -1).astype(dtype), exact_dtype=True)
        expected = np.stack([gradient(logits[0], row, -1) for row in np.eye(4)]).astype(dtype)
        assert_close(submission.softmax_jacobian(y[0]), expected, exact_dtype=True)


@pytest.mark.points(5)
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
