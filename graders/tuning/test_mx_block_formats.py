"""Grades `mx_block_formats`: the oracle is a table of all numbers of a format, in the order of their codes."""

import math
from bisect import bisect_left

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

E2M1 = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
EMAX = {"e2m1": 2, "e4m3": 8}
SMALLEST_NORMAL = {"e2m1": 1.0, "e4m3": 2.0**-6}


def table(element):
    """The numbers of a format from 0 up; the place in the table is the code."""
    if element == "e2m1":
        return list(E2M1)
    normal = [(1 + k / 8) * 2.0**n for n in range(-6, 9) for k in range(8)]
    return [k / 512 for k in range(8)] + normal[:-1]


def nearest(x, numbers):
    """The nearest number of the table, of two equally near ones that with the even code."""
    high = min(bisect_left(numbers, abs(x)), len(numbers) - 1)
    low = max(high - 1, 0)
    code = min((low, high), key=lambda code: (abs(numbers[code] - abs(x)), code % 2))
    return math.copysign(numbers[code], x)


def rounded(x, element):
    numbers = table(element)
    return np.array([nearest(v, numbers) for v in np.ravel(x).tolist()]).reshape(np.shape(x))


def blocks(rng, *shape):
    """Values whose blocks differ in size; the largest of each is positive and within the range of both formats."""
    values = rng.normal(size=(*shape, 32)).clip(-0.95, 0.95)
    values[..., int(rng.integers(32))] = rng.choice([1.3, 1.4, 1.0], size=shape)
    return (values * np.exp2(rng.integers(-20, 20, size=shape))[..., None]).reshape(*shape[:-1], -1)


def exponents(values, element):
    """The exponent of each block, by counting doublings."""
    out = []
    for block in values.reshape(-1, 32):
        top, e = max(map(abs, block.tolist())), -150
        while 2.0 ** (e + 1) <= top:
            e += 1
        out.append(e - EMAX[element])
    return np.array(out).reshape(*values.shape[:-1], -1)


@pytest.mark.points(18)
def test_to_the_nearest_of_e2m1(submission, rng):
    """Each number from 1 up becomes the nearest of 1, 1.5, 2, 3, 4 and 6, with its sign."""
    x = np.array([1.2, 1.3, 1.6, 1.8, 2.4, 2.6, 3.4, 3.6, 4.9, 5.1, 6.0, 1.0, -1.2, -4.4])
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers")
    x = rng.uniform(1.0, 6.0, size=(4, 9)) * rng.choice([-1.0, 1.0], size=(4, 9))
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers")


@pytest.mark.points(18)
def test_to_the_nearest_of_e4m3(submission, rng):
    """Each number from 1/64 up becomes the nearest with three bits of mantissa."""
    x = np.array([1.0, 1.07, 1.05, -17.1, 300.0, 0.1, 3.3, -447.0, 0.0157, 20.9])
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the numbers")
    x = np.exp2(rng.uniform(-6.0, 8.7, size=(5, 8))) * rng.choice([-1.0, 1.0], size=(5, 8))
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the numbers")


@pytest.mark.points(8)
def test_below_the_normal_numbers(submission, rng):
    """Below the smallest normal number the step stays: 1/512 in E4M3, 0.5 in E2M1; what is small enough becomes 0."""
    x = np.array([0.0, 0.3, 1.2, 2.7, 3.6, 5.4, 6.7, 7.3, -4.9, 0.6]) / 512
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the numbers of E4M3")
    x = np.array([0.0, 0.1, 0.2, 0.26, 0.6, -0.4, 0.74, 0.8, -0.7])
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers of E2M1")
    x = rng.uniform(-1.0, 1.0, size=(3, 8))
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers of E2M1")
    for element in ("e2m1", "e4m3"):
        values = np.repeat(table(element)[-1] * np.array([1.0, 0.1, 0.0005, 1e-5]), 8)
        p, e = submission.mx_quantize(values, element)
        assert_equal((np.shape(p), np.shape(e)), ((32,), (1,)), what="the shapes of elements and exponents")
        # Whatever the exponent and the largest elements are, which are judged elsewhere.
        right = rounded(values / 2.0 ** float(np.asarray(e)[0]), element)
        assert_equal(np.asarray(p)[8:], right[8:], what=f"the small elements in {element}")


@pytest.mark.points(8)
def test_half_way(submission):
    """Half way between two numbers the one with the even mantissa is taken."""
    x = np.array([1.25, 1.75, 2.5, 3.5, 5.0, -2.5])
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers of E2M1")
    x = np.array([17.0, 19.0, 1.0625, 1.1875, 15.5, -17.0, 432.0])
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the numbers of E4M3")
    # The smallest come last: how their steps are found is a test of its own.
    x = np.array([0.5, 1.5, 2.5, -3.5]) / 512
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the smallest numbers of E4M3")
    x = np.array([0.25, 0.75, -0.25])
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the smallest numbers of E2M1")


@pytest.mark.points(8)
def test_saturation(submission):
    """What is beyond the largest number becomes the largest, 6 or 448."""
    x = np.array([5.4, 6.5, 7.0, 7.9, -9.0, 1e6])
    assert_equal(submission.round_e2m1(x), rounded(x, "e2m1"), what="the numbers of E2M1")
    x = np.array([440.0, 464.0, 470.0, 511.0, -500.0, 1e6])
    assert_equal(submission.round_e4m3(x), rounded(x, "e4m3"), what="the numbers of E4M3")


@pytest.mark.points(14)
def test_blocks_share_an_exponent(submission, rng):
    """Each 32 neighbours share the exponent of their largest magnitude, less that of the format's largest number."""
    for element in ("e2m1", "e4m3"):
        # At a power of two, just above it, and at one whose natural logarithm over that of 2 is a bit too small.
        values = np.full(96, 2.0**-40)
        values[[1, 34, 66]] = 4.0, 5.0, 2.0**-29  # two of these places are alike modulo 3, the number of blocks
        _, e = submission.mx_quantize(values, element)
        right = exponents(values, element).astype(float)
        assert_equal(np.asarray(e).astype(float), right, what=f"the exponents of blocks of 4, 5 and 2^-29 in {element}")
        for shape in ((1,), (2, 3)):
            values = blocks(rng, *shape)
            right = exponents(values, element)
            p, e = submission.mx_quantize(values, element)
            assert_equal(np.asarray(e).astype(float), right.astype(float), what=f"the exponents in {element}")
            scaled = values / np.repeat(np.exp2(right), 32, axis=-1)
            assert_equal(list(np.shape(p)), list(values.shape), what=f"the shape of the elements in {element}")
            # What is below the smallest normal number is a test of its own.
            normal = np.abs(scaled) >= SMALLEST_NORMAL[element]
            found = np.where(normal, np.asarray(p), 0.0)
            assert_equal(found, np.where(normal, rounded(scaled, element), 0.0), what=f"the elements in {element}")


@pytest.mark.points(4)
def test_the_largest_magnitude_counts(submission):
    """The exponent is that of the largest magnitude, also where that number is negative."""
    values = np.full(32, 0.7)
    values[5] = -11.0
    p, e = submission.mx_quantize(values, "e4m3")
    assert_equal(np.asarray(e).astype(float), np.array([-5.0]), what="the exponent of a block of 0.7 and -11")
    assert_equal(np.asarray(p)[[4, 5]], np.array([22.0, -352.0]), what="the elements of 0.7 and -11")


@pytest.mark.points(6)
def test_the_largest_saturates(submission):
    """A block whose largest magnitude is just below a power of two keeps its exponent, and the largest saturates."""
    # At 1.45 times a power of two nothing saturates, and the next power of two is the nearer one.
    _, e = submission.mx_quantize(np.full(32, 11.6), "e2m1")
    assert_equal(np.asarray(e).astype(float), np.array([1.0]), what="the exponent of a block of 11.6")
    for element, top in (("e2m1", 6.0), ("e4m3", 448.0)):
        values = np.ones(64)
        values[3], values[40] = 15.9, -7.999
        p, e = submission.mx_quantize(values, element)
        assert_equal(np.asarray(e).astype(float), 3.0 - EMAX[element] - np.array([0.0, 1.0]), what="the exponents")
        assert_equal(np.asarray(p)[[3, 40]], np.array([top, -top]), what=f"the largest elements in {element}")


@pytest.mark.points(4)
def test_blocks_of_zeros(submission):
    """A block of zeros has the exponent -127 and elements of 0."""
    values = np.zeros((2, 32))
    values[1, 0] = 4.0
    p, e = submission.mx_quantize(values, "e2m1")
    assert_equal(np.asarray(e).astype(float)[0], np.array([-127.0]), what="the exponent of a block of zeros")
    assert_equal(np.asarray(p)[0], np.zeros(32), what="the elements of a block of zeros")
    assert float(np.asarray(p)[1, 0]) > 0, f"4 in another block becomes {float(np.asarray(p)[1, 0]):g}."


@pytest.mark.points(10)
def test_back_to_numbers(submission, rng):
    """A number is its element times 2 to the exponent of its block."""
    p, e = rng.choice(E2M1, size=(2, 3, 32)), rng.integers(-9, 9, size=(2, 3))
    right = np.array(
        [
            [[v * 2.0**k for v in row] for row, k in zip(*pair, strict=True)]
            for pair in zip(p.tolist(), e.tolist(), strict=True)
        ]
    )
    assert_close(submission.mx_dequantize(p.reshape(2, 96), e), right.reshape(2, 96), what="the numbers")
    assert_close(submission.mx_dequantize(p[0].reshape(96), e[0]), right[0].reshape(96), what="the numbers of one axis")


@pytest.mark.points(2)
def test_lengths_that_do_not_fit(submission):
    """A last axis that 32 doesn't divide raises ValueError."""
    _, e = submission.mx_quantize(np.ones((2, 64)), "e2m1")
    assert_equal(list(np.shape(e)), [2, 2], what="the shape of the exponents")
    with pytest.raises(ValueError):
        submission.mx_quantize(np.ones((2, 48)), "e2m1")
