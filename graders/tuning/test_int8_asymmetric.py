"""Grades `int8_asymmetric`: ranges are made from scales and zero points that are known."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def numbers(q):
    """The integers as floats: what their dtype is, a test of its own asks."""
    return np.asarray(q).astype(float)


@pytest.mark.points(22)
def test_scale_and_zero_point(submission, rng):
    """The range takes 255 steps, and the zero point is the integer that stands for 0."""
    scale, zero_point = submission.affine_parameters(-1.0, 1.55)
    assert_close(float(scale), 0.01, what="the scale")
    assert_close(float(zero_point), -28.0, atol=0.49, what="the zero point")
    for right_zero in (int(rng.integers(-120, -10)), int(rng.integers(10, 120))):
        right_scale = rng.uniform(0.01, 3.0)
        low = right_scale * (-128 - right_zero + rng.uniform(-0.3, 0.3))
        scale, zero_point = submission.affine_parameters(low, low + 255 * right_scale)
        assert_close(float(scale), right_scale, what="the scale")
        assert_close(float(zero_point), float(right_zero), atol=0.49, what="the zero point")


@pytest.mark.points(8)
def test_the_zero_point_is_a_whole_number(submission):
    """The zero point is rounded to the nearest integer, so that 0 is exactly one of the steps."""
    for low, high, right in ((-1.0, 1.9, -40), (-3.0, 0.7, 79), (-1.0, 2.0, -43)):
        _, zero_point = submission.affine_parameters(low, high)
        assert_equal(zero_point, right, what=f"the zero point for a range from {low} to {high}")


@pytest.mark.points(12)
def test_the_range_holds_0(submission, rng):
    """A range of positive or of negative numbers is widened to 0."""
    for low, high, right_scale, right_zero in (
        (0.5, 2.55, 0.01, -128.0),
        (-5.1, -1.0, 0.02, 127.0),
        (5.1, 5.1, 0.02, -128.0),
    ):
        scale, zero_point = submission.affine_parameters(low, high)
        assert_close(float(scale), right_scale, what=f"the scale for a range from {low} to {high}")
        what = f"the zero point for a range from {low} to {high}"
        assert_close(float(zero_point), right_zero, atol=0.01, what=what)


@pytest.mark.points(3)
def test_a_range_of_zeros(submission):
    """A range from 0 to 0 has the scale 1 and the zero point 0."""
    scale, zero_point = submission.affine_parameters(0.0, 0.0)
    assert_close((float(scale), float(zero_point)), (1.0, 0.0), what="the scale and the zero point")


@pytest.mark.points(14)
def test_numbers_to_integers(submission, rng):
    """Each number becomes the nearest step, shifted by the zero point."""
    found = submission.quantize(np.array([0.0, 0.315, -1.013, 0.5]), 0.02, 30)
    assert_equal(numbers(found), np.array([30.0, 46.0, -21.0, 55.0]), what="the integers")
    for zero_point in (int(rng.integers(-90, -10)), int(rng.integers(10, 90))):
        right = rng.integers(-120, 120, size=sizes(rng, 3, 5)).astype(float)
        scale = rng.uniform(0.01, 3.0)
        x = scale * (right - zero_point + rng.uniform(-0.4, 0.4, size=right.shape))
        assert_equal(numbers(submission.quantize(x, scale, zero_point)), right, what="the integers")


@pytest.mark.points(2)
def test_halves_are_rounded_to_even(submission):
    """A number half way between two steps goes where np.rint takes it."""
    found = submission.quantize(np.array([0.25, 0.75, 1.25, -0.25, -0.75, -1.25]), 0.5, 10)
    assert_equal(numbers(found), np.array([10.0, 12.0, 12.0, 10.0, 8.0, 8.0]), what="the integers")


@pytest.mark.points(8)
def test_what_is_out_of_range_is_clipped(submission, rng):
    """Numbers beyond the range become -128 or 127."""
    x = np.array([40.0, -70.0, 1e6, -1e6, 0.0, 21.0, -33.0])
    found = submission.quantize(x, 0.2, 25)
    assert_equal(numbers(found), np.array([127.0, -128, 127, -128, 25, 127, -128]), what="the integers")
    found = submission.quantize(np.array([1e12, -1e12]), 0.2, 25)
    assert_equal(numbers(found), np.array([127.0, -128.0]), what="the integers of numbers beyond any int32")


@pytest.mark.points(3)
def test_integers_are_int8(submission, rng):
    """The integers come as int8."""
    q = submission.quantize(np.array([1.0, 2.0]), 1.0, 100)
    assert_equal(str(np.asarray(q).dtype), "int8", what="the dtype of the integers")
    assert_equal(numbers(q), np.array([101.0, 102.0]), what="the integers")


@pytest.mark.points(10)
def test_integers_to_numbers(submission, rng):
    """Each integer stands for its distance from the zero point times the scale."""
    q = np.array([[30, 60, 20], [-40, 0, 31]], dtype=np.int8)
    right = np.array([[0.0, 6.0, -2.0], [-14.0, -6.0, 0.2]])
    # Closer than float32 is: the numbers are float64.
    assert_close(submission.dequantize(q, 0.2, 30), right, rtol=1e-10, atol=1e-12, what="the numbers")


@pytest.mark.points(6)
def test_distances_that_int8_cannot_hold(submission):
    """The distance from the zero point may be up to 255."""
    for zero_point in (-128, 120):
        q = np.array([127, -128, 5, 100, -60], dtype=np.int8)
        right = np.array([0.5 * (value - zero_point) for value in q.tolist()])
        assert_close(submission.dequantize(q, 0.5, zero_point), right, what="the numbers")


@pytest.mark.points(4)
def test_the_range_by_minimum_and_maximum(submission, rng):
    """With a percentile of 100, which is the default, the range is the minimum and the maximum."""
    x = rng.normal(size=(3, 5))
    x[1, 2], x[2, 0] = 7.25, -6.5
    assert_close(submission.calibrate(x), (-6.5, 7.25), what="the range")


@pytest.mark.points(6)
def test_the_range_by_percentiles(submission, rng):
    """The tails are cut off at both ends; percentiles interpolate linearly, over all entries."""
    x = rng.permutation(np.append(np.arange(-10.0, 10.0), 900.0)).reshape(3, 7)
    for percentile, right in ((90.0, (-8.0, 8.0)), (77.5, (-5.5, 5.5)), (50.5, (-0.1, 0.1))):
        assert_close(submission.calibrate(x, percentile), right, what=f"the range for {percentile}")


@pytest.mark.points(2)
def test_percentiles_out_of_range_are_refused(submission):
    """A percentile that isn't above 50 and up to 100 raises ValueError."""
    x = np.array([1.0, 2.0, 4.0])
    assert_close(submission.calibrate(x, 75.0), (1.5, 3.0), what="the range")
    for percentile in (20.0, 100.5, 50.0):
        with pytest.raises(ValueError):
            submission.calibrate(x, percentile)
