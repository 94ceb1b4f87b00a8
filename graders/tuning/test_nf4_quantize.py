"""Grades `nf4_quantize`: the levels are the paper's table; weights are made from indices and scales that are known."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal

# QLoRA, appendix E
LEVELS = np.array(
    (
        *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635),
        *(-0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725),
        *(0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
    )
)
MIDDLES = (LEVELS[1:] + LEVELS[:-1]) / 2


def f32(values):
    return torch.tensor(np.asarray(values), dtype=torch.float32)


def made(rng, blocks, size):
    """Weights (blocks, size) with their indices and scales: pairs of neighbours have one index, each block an end."""
    index = np.repeat(rng.integers(1, 15, size=(blocks, size // 2)), 2, axis=1)
    ends = rng.integers(size // 2, size=blocks)
    for i, end in enumerate(ends):
        index[i, 2 * end : 2 * end + 2] = (i % 2) * 15
    # from 1/10 to 9/10 of the way between the two thresholds of each level
    thresholds = np.concatenate([[-1.0], MIDDLES, [1.0]])
    share = rng.uniform(0.1, 0.9, size=index.shape)
    values = thresholds[index] * (1 - share) + thresholds[index + 1] * share
    for i, end in enumerate(ends):
        values[i, 2 * end : 2 * end + 2] = LEVELS[index[i, 2 * end]]
    scales = np.exp(rng.uniform(-3, 3, size=(blocks, 1)))
    return values * scales, index, scales[:, 0]


def pairs(index):
    """The bytes of neighbours with one index."""
    return np.array([int(i) * 17 for i in np.ravel(index)[::2]], dtype=np.uint8)


def numbers(packed):
    return np.asarray(packed).astype(float)


@pytest.mark.points(16)
def test_the_sixteen_levels(submission):
    """Seven quantiles below 0, 0 itself and eight above, divided by the largest."""
    assert_close(submission.nf4_levels(), f32(LEVELS), rtol=1e-5, atol=1e-5, what="the levels")


@pytest.mark.points(18)
def test_the_nearest_level_of_a_block(submission, rng):
    """A weight over the largest magnitude of its block gets the index of the nearest level."""
    values = np.repeat([3.0, 0.2, -0.9, 2.5, -2.9, 0.13], 2)
    packed, absmax = submission.quantize_nf4(f32(values), 12)
    assert_close(absmax, f32([3.0]), rtol=1e-5, what="absmax")
    right = [np.argmin(np.abs(v / 3.0 - LEVELS)) * 17.0 for v in values[::2]]
    assert_equal(numbers(packed), np.array(right), what="the bytes")
    weights, index, scales = made(rng, 1, 32)
    packed, absmax = submission.quantize_nf4(f32(weights[0]), 32)
    assert_close(absmax, f32(scales), rtol=1e-5, what="absmax")
    assert_equal(numbers(packed), pairs(index).astype(float), what="the bytes")


@pytest.mark.points(10)
def test_each_block_has_a_scale(submission, rng):
    """Neighbours in row-major order form a block, whatever the shape of the weights is."""
    weights, index, scales = made(rng, 6, 4)
    packed, absmax = submission.quantize_nf4(f32(weights.reshape(3, 8)), 4)
    assert_close(absmax, f32(scales), rtol=1e-5, what="absmax")
    assert_equal(numbers(packed), pairs(index).astype(float), what="the bytes")


@pytest.mark.points(8)
def test_two_to_a_byte(submission, rng):
    """The first of two neighbours has the high four bits, the second the low four; all of it is uint8."""
    index = np.array([15, 0, 3, 7, 8, 14, 1, 12])
    packed, _ = submission.quantize_nf4(f32(LEVELS[index]), 8)
    right = torch.tensor([0xF0, 0x37, 0x8E, 0x1C], dtype=torch.uint8)
    assert_equal(packed, right, what="the bytes", exact_dtype=True)


@pytest.mark.points(4)
def test_a_block_of_zeros(submission):
    """A block of zeros has absmax 0 and the index 7, and comes back as zeros."""
    packed, absmax = submission.quantize_nf4(f32([0.0, 0.0, 5.0, 5.0]), 2)
    assert_equal(numbers(packed), np.array([119.0, 255.0]), what="the bytes")
    assert_close(absmax, f32([0.0, 5.0]), what="absmax")
    packed, _ = submission.quantize_nf4(f32([-1e-12, -1e-12, 5.0, 5.0]), 2)
    assert_equal(numbers(packed), np.array([0.0, 255.0]), what="the bytes of a block of tiny weights and of another")


@pytest.mark.points(14)
def test_back_to_weights(submission, rng):
    """An index stands for its level times the scale of its block."""
    _, index, scales = made(rng, 3, 8)
    found = submission.dequantize_nf4(torch.from_numpy(pairs(index)), f32(scales))
    right = f32(LEVELS[index] * scales[:, None]).flatten()
    assert_close(found, right, rtol=1e-4, what="the weights", exact_dtype=True)


@pytest.mark.points(6)
def test_back_in_their_old_order(submission):
    """The high four bits are the first of two weights."""
    packed = torch.tensor([0xF0, 0x37, 0x8E, 0x1C], dtype=torch.uint8)
    right = f32(LEVELS[[15, 0, 3, 7, 8, 14, 1, 12]])
    assert_close(submission.dequantize_nf4(packed, f32([1.0])), right, rtol=1e-4, what="the weights")


@pytest.mark.points(14)
def test_the_scales_are_quantized(submission, rng):
    """Each group of scales, less the mean of all, is rounded to int8 by its largest magnitude."""
    for groups, size in ((1, 6), (3, 4)):
        absmax = 10 + np.arange(groups)[:, None] + rng.uniform(0.0, 2.0, size=(groups, size))
        mean = absmax.mean()
        right_s = np.abs(absmax - mean).max(axis=1) / 127
        exact = (absmax - mean) / right_s[:, None]
        found_q, s, found_mean = submission.quantize_scales(f32(absmax.ravel()), size)
        assert_close(found_mean, f32(mean), rtol=1e-5, what="the mean")
        assert_close(s, f32(right_s), rtol=1e-3, what="the scales of the groups")
        assert_equal(str(found_q.dtype), "torch.int8", what="the dtype of the integers")
        right_q = np.rint(exact.ravel())
        # Near the middle between two integers float32 may come out at either.
        clear = np.abs(np.abs(exact.ravel() - right_q) - 0.5) > 0.02
        found_q = np.where(clear, numbers(found_q), right_q)
        assert_equal(found_q, right_q, what="the integers, (absmax - mean) / s to the nearest")


@pytest.mark.points(4)
def test_equal_scales(submission):
    """A group of scales that equal the mean has s = 1 and integers of 0."""
    q, s, mean = submission.quantize_scales(f32([4.0, 4.0, 1.0, 7.0]), 2)
    assert_close(mean, f32(4.0), what="the mean")
    # What becomes of the other group, others judge.
    assert_equal(list(s.shape), [2], what="the shape of s")
    assert_close(s[0], f32(1.0), what="the scale of the group of equal scales")
    assert_equal(numbers(q)[:2], np.zeros(2), what="the integers of the group of equal scales")


@pytest.mark.points(4)
def test_the_scales_come_back(submission, rng):
    """A scale is its integer times the scale of its group, plus the mean."""
    q, s = rng.integers(-127, 128, size=(3, 4)), rng.uniform(0.1, 2.0, size=(3, 1))
    found = submission.dequantize_scales(torch.from_numpy(q.ravel().astype(np.int8)), f32(s[:, 0]), f32(300.0))
    assert_close(found, f32((q * s + 300).ravel()), what="the scales")


@pytest.mark.points(2)
def test_sizes_that_do_not_fit_are_refused(submission):
    """A block size that is odd or doesn't divide the weights raises ValueError."""
    weights = f32(np.arange(12.0))
    assert_equal(list(submission.quantize_nf4(weights, 6)[1].shape), [2], what="the shape of absmax")
    for size in (3, 8):
        with pytest.raises(ValueError):
            submission.quantize_nf4(weights, size)
