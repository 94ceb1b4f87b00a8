"""Grades `int4_groupwise`: groups are made from integers, scales and zero points that are known."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def numbers(q):
    """The integers as floats: what their dtype is, a test of its own asks."""
    return np.asarray(q).astype(float)


def made(rng, m, count, size):
    """Weights with their integers, scales and zero points; each group has both ends of its range."""
    scales = rng.uniform(0.01, 2.0, size=(m, count, 1))
    zeros = rng.integers(1, 15, size=(m, count, 1))
    q = rng.integers(1, 15, size=(m, count, size))
    off = rng.uniform(-0.4, 0.4, size=q.shape)
    ends = rng.permuted(np.broadcast_to(np.arange(size), q.shape), axis=-1)[..., :2]
    np.put_along_axis(q, ends, np.broadcast_to([0, 15], ends.shape), axis=-1)
    np.put_along_axis(off, ends, np.broadcast_to(rng.uniform(-0.3, 0.3, size=zeros.shape), ends.shape), axis=-1)
    weights = scales * (q - zeros + off)
    return weights.reshape(m, -1), q.reshape(m, -1).astype(float), scales[..., 0], zeros[..., 0].astype(float)


@pytest.mark.points(22)
def test_one_group(submission, rng):
    """Scale, zero point and integers of a row that is one group."""
    q, scales, zeros = submission.quantize_groups(np.array([[-0.36, 0.0, 1.14, 0.38, 0.98]]), 5)
    assert_close(np.asarray(scales), np.array([[0.1]]), rtol=1e-6, what="the scale")
    assert_equal(numbers(zeros), np.array([[4.0]]), what="the zero point")
    assert_equal(numbers(q), np.array([[0.0, 4, 15, 8, 14]]), what="the integers")
    weights, right_q, right_scales, right_zeros = made(rng, 1, 1, 6)
    q, scales, zeros = submission.quantize_groups(weights, 6)
    assert_close(np.asarray(scales), right_scales, rtol=1e-6, what="the scale")
    assert_equal(numbers(zeros), right_zeros, what="the zero point")
    assert_equal(numbers(q), right_q, what="the integers")


@pytest.mark.points(16)
def test_each_group_for_itself(submission, rng):
    """Neighbours in a row form a group, with a scale and a zero point of its own."""
    m, count = sizes(rng, 2, 5)
    alone = []
    weights = made(rng, m, count, 3)[0]
    for group in weights.reshape(-1, 3):
        alone.append([numbers(part)[0] for part in submission.quantize_groups(group[None].copy(), 3)])
    q, scales, zeros = submission.quantize_groups(weights, 3)
    ratios = numbers(scales) / np.array([part[1] for part in alone]).reshape(m, count)
    assert_close(ratios, np.ones((m, count)), what="the scales, over those of each group alone")
    right = np.array([part[2] for part in alone]).reshape(m, count)
    assert_equal(numbers(zeros), right, what="the zero points, beside those of each group alone")
    right = np.array([part[0] for part in alone]).reshape(m, -1)
    assert_equal(numbers(q), right, what="the integers, beside those of each group alone")
    assert_equal(bool(np.ptp(right) > 5), True, what="whether the range is used")


@pytest.mark.points(2)
def test_no_integer_is_above_15(submission):
    """Where zero point and quotient are both rounded up, the sum is clipped to 15: 16 would spoil its neighbour."""
    q, scales, _ = submission.quantize_groups(np.array([[-3.5, 0.0, 11.5]]), 3)
    assert_close(np.asarray(scales), np.array([[1.0]]), rtol=1e-6, what="the scale")
    assert_equal(numbers(q)[:, 2], np.array([15.0]), what="the integer of 11.5, the largest weight")


@pytest.mark.points(6)
def test_the_range_holds_0(submission):
    """A group of positive or of negative weights is widened to 0."""
    q, scales, zeros = submission.quantize_groups(np.array([[1.5, 0.7, 1.1], [-3.0, -1.86, -1.0]]), 3)
    assert_close(np.asarray(scales), np.array([[0.1], [0.2]]), rtol=1e-6, what="the scales")
    assert_close(numbers(zeros), np.array([[0.0], [15.0]]), atol=0.01, what="the zero points")
    assert_equal(numbers(q)[:, :2], np.array([[15.0, 7.0], [0.0, 6.0]]), what="the first two integers of each row")


@pytest.mark.points(4)
def test_a_group_of_zeros(submission):
    """A group of zeros has the scale 1, the zero point 0 and the integers 0."""
    q, scales, zeros = submission.quantize_groups(np.array([[0.0, 0.0, -1.0, 14.0]]), 2)
    scale = float(np.asarray(scales)[0, 0])
    assert not 0 < scale < 1e-3, f"The scale of zeros is {scale:.0e}, a small number against a division by 0: it is 1."
    assert_close(np.asarray(scales), np.array([[1.0, 1.0]]), what="the scales")
    assert_equal(numbers(zeros), np.array([[0.0, 1.0]]), what="the zero points")
    assert_equal(numbers(q), np.array([[0.0, 0, 0, 15]]), what="the integers")


@pytest.mark.points(4)
def test_integers_are_unsigned_bytes(submission, rng):
    """Integers, zero points and packed bytes come as uint8."""
    q, _, zeros = submission.quantize_groups(made(rng, 2, 2, 4)[0], 4)
    packed = submission.pack(np.array([[9, 3], [0, 15]], dtype=np.uint8))
    back = submission.unpack(np.array([[57], [240]], dtype=np.uint8))
    names = ["the integers", "the zero points", "the packed bytes", "the unpacked integers"]
    for part, name in zip((q, zeros, packed, back), names, strict=True):
        assert_equal(str(np.asarray(part).dtype), "uint8", what=f"the dtype of {name}")


@pytest.mark.points(14)
def test_two_to_a_byte(submission, rng):
    """The first of two neighbours has the low four bits, the second the high four."""
    found = submission.pack(np.array([[1, 2, 15, 0], [0, 9, 7, 8]], dtype=np.uint8))
    assert_equal(numbers(found), np.array([[33.0, 15.0], [144.0, 135.0]]), what="the bytes")
    m, half = sizes(rng, 2, 6)
    q = rng.integers(16, size=(m, 2 * half)).astype(np.uint8)
    right = np.array([[int(f"{high:x}{low:x}", 16) for low, high in row.reshape(-1, 2)] for row in q]).astype(float)
    assert_equal(numbers(submission.pack(q)), right, what="the bytes")


@pytest.mark.points(12)
def test_back_from_bytes(submission, rng):
    """The integers of the bytes come in their old order."""
    found = submission.unpack(np.array([[33, 15], [144, 135]], dtype=np.uint8))
    assert_equal(numbers(found), np.array([[1.0, 2, 15, 0], [0, 9, 7, 8]]), what="the integers")
    packed = rng.integers(256, size=sizes(rng, 2, 6)).astype(np.uint8)
    right = np.array([[float(int(digit, 16)) for byte in row for digit in f"{byte:02x}"[::-1]] for row in packed])
    assert_equal(numbers(submission.unpack(packed)), right, what="the integers")


@pytest.mark.points(10)
def test_integers_to_weights(submission, rng):
    """Each integer stands for its distance from the zero point times the scale; here none is below it."""
    q, zeros = np.array([[3, 9, 7, 15]], dtype=np.uint8), np.array([[3]], dtype=np.uint8)
    found = submission.dequantize_groups(q, np.array([[0.5]]), zeros)
    assert_close(found, np.array([[0.0, 3.0, 2.0, 6.0]]), what="the weights of one group")
    q, zeros = np.array([[3, 9, 7, 15], [4, 2, 6, 1]], dtype=np.uint8), np.array([[3, 6], [2, 0]], dtype=np.uint8)
    found = submission.dequantize_groups(q, np.array([[0.5, 2.0], [10.0, 0.1]]), zeros)
    # Closer than float32 is: the weights are float64.
    right = np.array([[0.0, 3.0, 2.0, 18.0], [20.0, 0.0, 0.6, 0.1]])
    assert_close(found, right, rtol=1e-10, what="the weights of four groups")


@pytest.mark.points(6)
def test_weights_below_zero(submission, rng):
    """Integers below the zero point stand for negative weights."""
    q, zeros = np.array([[0, 1, 12, 15]], dtype=np.uint8), np.array([[7, 15]], dtype=np.uint8)
    found = submission.dequantize_groups(q, np.array([[1.0, 0.5]]), zeros)
    assert_close(found, np.array([[-7.0, -6.0, -1.5, 0.0]]), what="the weights")


@pytest.mark.points(4)
def test_sizes_that_do_not_fit_are_refused(submission):
    """A group size that doesn't divide D, and an odd number of columns to pack, raise ValueError."""
    weights = np.array([[-3.0, 12.0, 0.0, 5.0, 0.0, 30.0]] * 2)
    assert_equal(np.shape(submission.quantize_groups(weights, 3)[1]), (2, 2), what="the shape of the scales")
    for size in (4, 5):
        with pytest.raises(ValueError):
            submission.quantize_groups(weights, size)
    with pytest.raises(ValueError):
        submission.pack(np.array([[1, 2, 3], [4, 5, 6]], dtype=np.uint8))
