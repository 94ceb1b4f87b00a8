"""Grades `int8_symmetric`: tensors are made from integers and scales that are known, with errors below half a step."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def made(rng, shape, scale):
    """Integers with 127 or -127 in each row, and numbers that round to them."""
    q = rng.integers(-126, 127, size=shape)
    off = rng.uniform(-0.4, 0.4, size=shape)
    index = rng.integers(shape[-1], size=shape[:-1])[..., None]
    np.put_along_axis(q, index, rng.choice([-127, 127], size=index.shape), axis=-1)
    np.put_along_axis(off, index, 0.0, axis=-1)
    return q, (q + off) * scale


def numbers(q):
    """The integers as floats: what their dtype is, a test of its own asks."""
    return np.asarray(q).astype(float)


def assert_scale(scale, expected, what):
    """Up to a small number that may have been added to it: whether one was is judged where all numbers are 0."""
    assert_close(np.ravel(scale), np.asarray(expected), rtol=1e-4, what=what)


@pytest.mark.points(26)
def test_one_scale_for_the_tensor(submission, rng):
    """The scale is the largest magnitude over 127, and each number the nearest multiple of it."""
    q, scale = submission.quantize(np.array([0.0315, -0.254, -0.1013, 0.0008]))
    assert_scale(scale, [0.002], "the scale")
    assert_equal(numbers(q), numbers(np.array([16, -127, -51, 0])), what="the integers")
    expected, x = made(rng, tuple(sizes(rng, 3, 5)), 0.07)
    q, scale = submission.quantize(x)
    assert_scale(scale, [0.07], "the scale")
    assert_equal(numbers(q), numbers(expected), what="the integers")


@pytest.mark.points(18)
def test_a_scale_for_each_channel(submission, rng):
    """With an axis, each index along it has a scale of its own."""
    x = np.array([[1.27, 0.5, -0.3], [-25.4, 12.0, 3.15]])
    q, scale = submission.quantize(x, axis=0)
    assert_scale(scale, [0.01, 0.2], "the scales of the rows")
    assert_equal(numbers(q), numbers(np.array([[127, 50, -30], [-127, 60, 16]])), what="the integers of the rows")
    n, m = sizes(rng, 3, 5)
    scales = rng.permutation([0.001, 0.02, 0.5, 3.0, 40.0])[:n]
    expected, x = made(rng, (n, m), scales[:, None])
    q, scale = submission.quantize(x.T.copy(), axis=1)
    assert_scale(scale, scales, "the scales of the columns")
    assert_equal(numbers(q), numbers(expected.T), what="the integers of the columns")


@pytest.mark.points(8)
def test_more_axes(submission, rng):
    """There may be one axis or more, and the axis may be counted from the end."""
    x = rng.normal(size=(3, 2, 4)) * np.array([0.5, 0.01, 3.0])[:, None, None]
    alone = [numbers(submission.quantize(channel.ravel())[0]).reshape(2, 4) for channel in x]
    assert_equal(bool(np.abs(alone).max() > 100), True, what="whether the range is used")
    for axis in (0, -3):
        q, _ = submission.quantize(x, axis=axis)
        what = f"the integers of three axes, with a scale along axis {axis}, beside those of each channel alone"
        assert_equal(numbers(q), np.array(alone), what=what)
    q, _ = submission.quantize(np.moveaxis(x, 0, 1).copy(), axis=1)
    what = "the integers of three axes, with a scale along axis 1, beside those of each channel alone"
    assert_equal(numbers(q), np.moveaxis(np.array(alone), 0, 1), what=what)
    q, scale = submission.quantize(np.array([0.5, -2.54, 0.0]), axis=0)
    assert_equal(numbers(q), np.array([127.0, -127.0, 0.0]), what="the integers of one axis, each with a scale")
    assert_scale(scale, [0.5 / 127, 0.02, 1.0], "the scales of one axis, each with a scale")


@pytest.mark.points(6)
def test_the_shape_of_the_scale(submission, rng):
    """The scale has all axes of x, with 1 on those that share it."""
    x = rng.normal(size=(3, 2, 4))
    for axis, shape in ((None, (1, 1, 1)), (0, (3, 1, 1)), (2, (1, 1, 4))):
        _, scale = submission.quantize(x, axis=axis)
        assert_equal(np.shape(scale), shape, what=f"the shape of the scale with axis={axis}")


@pytest.mark.points(6)
def test_integers_are_int8(submission, rng):
    """The integers come as int8."""
    q, _ = submission.quantize(rng.normal(size=(3, 4)))
    assert_equal(str(np.asarray(q).dtype), "int8", what="the dtype of the integers")
    assert_equal(bool(np.abs(np.asarray(q, dtype=int)).max() > 100), True, what="whether the range is used")


@pytest.mark.points(6)
def test_zeros(submission):
    """Where all numbers are 0 the scale is 1 and the integers are 0; nowhere is a small number added to the scale."""
    q, scale = submission.quantize(np.array([[0.0, 0.0], [5.08, 0.4]]), axis=0)
    assert_equal(numbers(q), numbers(np.array([[0, 0], [127, 10]])), what="the integers")
    assert_close(np.ravel(scale), np.array([1.0, 0.04]), rtol=1e-10, what="the scales of a row of zeros and of another")


@pytest.mark.points(12)
def test_back_to_numbers(submission, rng):
    """Each integer stands for itself times its scale."""
    q = np.array([[127, -50, 3], [-127, 7, 90]], dtype=np.int8)
    for scale in ([[0.02]], [[0.5], [3.0]], [[0.1, 0.2, 0.3]]):
        found = submission.dequantize(q.copy(), np.array(scale))
        # Closer than float32 is: the numbers are float64.
        assert_close(found, q.astype(float) * np.array(scale), rtol=1e-10, what="the numbers")


@pytest.mark.points(12)
def test_the_integer_product(submission, rng):
    """The product of the integers, summed without overflow, times both scales."""
    q_a = np.array([[100, 100], [-3, 120]], dtype=np.int8)
    q_b = np.array([[100, -1], [50, 127]], dtype=np.int8)
    expected = np.array([[15000.0, 12600.0], [5700.0, 15243.0]])
    found = submission.int8_matmul(q_a, np.array([[0.5]]), q_b, np.array([[4.0]]))
    assert_close(found, 2.0 * expected, what="the product")


@pytest.mark.points(6)
def test_a_product_with_scales_for_rows_and_columns(submission, rng):
    """The rows of A and the columns of B may each have a scale; a long sum is no problem."""
    n, m = sizes(rng, 3, 5)
    q_a, q_b = (rng.integers(60, 128, size=shape).astype(np.int8) for shape in ((n, 3000), (3000, m)))
    scale_a, scale_b = rng.uniform(0.01, 2.0, size=(n, 1)), rng.uniform(0.01, 2.0, size=(1, m))
    expected = np.einsum("nd,dm->nm", scale_a * q_a, scale_b * q_b)
    found = submission.int8_matmul(q_a, scale_a, q_b, scale_b)
    assert_close(found, expected, rtol=1e-9, what="the product")
