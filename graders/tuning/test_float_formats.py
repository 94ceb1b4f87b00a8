"""Grades `float_formats`: the oracle is NumPy's float16 and float32, of which bf16 is the upper half."""

import math

import numpy as np
import pytest

from kata.testing import assert_equal

FP32, FP16, BF16 = (8, 23), (5, 10), (8, 7)
NAMES = {FP32: "fp32", FP16: "fp16", BF16: "bf16"}


def number(bits, form):
    """A finite number of a format, by NumPy; bf16 is the upper half of fp32."""
    if form == FP16:
        return float(np.array(bits, dtype=np.uint16).view(np.float16))
    return float(np.array(bits << (16 if form == BF16 else 0), dtype=np.uint32).view(np.float32))


def drawn(rng, form, sign=0):
    """Bits of a normal number that isn't near either end of the range."""
    e, m = form
    middle = 2 ** (e - 1) - 1
    return (sign << (e + m)) | (int(rng.integers(middle - 6, middle + 6)) << m) | int(rng.integers(1, 2**m - 1))


def check_decoded(submission, bits, form):
    what = f"what {bits:#x} decodes to in {NAMES[form]}"
    assert_equal(submission.decode(bits, *form), number(bits, form), what=what)


def check_encoded(submission, x, bits, form):
    assert_equal(submission.encode(x, *form), bits, what=f"the bits of {x!r} in {NAMES[form]}")


@pytest.mark.points(18)
def test_normal_numbers_are_decoded(submission, rng):
    """Sign, exponent and mantissa are taken apart, with a 1 before the mantissa."""
    for bits, form in ((0x3C00, FP16), (0x4248, FP16), (0x3F80, BF16), (0x3E20, BF16), (0x40490FDB, FP32)):
        check_decoded(submission, bits, form)
    for form in (FP16, BF16, FP32):
        check_decoded(submission, drawn(rng, form), form)


@pytest.mark.points(5)
def test_signs_are_decoded(submission, rng):
    """The highest bit is the sign."""
    for form in (FP16, BF16, FP32):
        bits = drawn(rng, form)
        positive = float(submission.decode(bits, *form))
        assert_equal(positive > 0, True, what="whether a number with the sign 0 is above 0")
        negative = submission.decode(bits | 1 << sum(form), *form)
        assert_equal(negative, -positive, what="what the same bits with the sign 1 decode to")


@pytest.mark.points(8)
def test_subnormal_numbers_are_decoded(submission, rng):
    """With the exponent 0 there is no 1 before the mantissa, and the power is that of the exponent 1."""
    for form in (FP16, BF16, FP32):
        for bits in (1, 2 ** form[1] - 1, int(rng.integers(2, 2 ** form[1] - 1)), 0):
            check_decoded(submission, bits, form)


@pytest.mark.points(5)
def test_infinity_and_nan_are_decoded(submission, rng):
    """With the largest exponent the number is infinite, or not a number where the mantissa isn't 0."""
    for e, m in (FP16, BF16, FP32):
        top = (2**e - 1) << m
        assert_equal(submission.decode(top, e, m), math.inf, what=f"what {top:#x} decodes to")
        assert_equal(submission.decode(top | 1 << (e + m), e, m), -math.inf, what="what -infinity decodes to")
        bits = top | int(rng.integers(1, 2**m))
        assert_equal(submission.decode(bits, e, m), math.nan, what=f"what {bits:#x} decodes to")


@pytest.mark.points(18)
def test_numbers_of_the_format_are_encoded(submission, rng):
    """A number that the format has is encoded without rounding."""
    for bits, form in ((0x3C00, FP16), (0x4248, FP16), (0x3F80, BF16), (0x3E20, BF16), (0x40490FDB, FP32)):
        check_encoded(submission, number(bits, form), bits, form)
    for form in (FP16, BF16, FP32):
        bits = drawn(rng, form)
        check_encoded(submission, number(bits, form), bits, form)


@pytest.mark.points(5)
def test_signs_are_encoded(submission, rng):
    """Negative numbers, and -0.0, have the sign bit."""
    for form in (FP16, BF16, FP32):
        bits = drawn(rng, form)
        check_encoded(submission, -number(bits, form), bits | 1 << sum(form), form)
        check_encoded(submission, -0.0, 1 << sum(form), form)


@pytest.mark.points(9)
def test_numbers_between_two_neighbours(submission, rng):
    """A number between two of the format becomes the nearer one, up or down."""
    for form in (FP16, BF16, FP32):
        bits = drawn(rng, form)
        low, high = number(bits, form), number(bits + 1, form)
        for share, right in ((0.3, bits), (0.75, bits + 1)):
            check_encoded(submission, low + share * (high - low), right, form)


@pytest.mark.points(8)
def test_the_middle_goes_to_the_even_neighbour(submission, rng):
    """Half-way between two neighbours the one with an even mantissa is taken."""
    for form in (FP16, BF16, FP32):
        for odd in (1, 0):
            bits = drawn(rng, form) & ~1 | odd
            middle = (number(bits, form) + number(bits + 1, form)) / 2
            check_encoded(submission, middle, bits + odd, form)


@pytest.mark.points(3)
def test_just_beyond_the_middle(submission, rng):
    """A number just beyond the middle goes to the nearer neighbour, even or not."""
    for form in (FP16, BF16, FP32):
        bits = drawn(rng, form) & ~1
        low, high = number(bits, form), number(bits + 1, form)
        for share in (2.0**-20, 2.0 ** (form[1] - 51)):
            check_encoded(submission, low + (0.5 + share) * (high - low), bits + 1, form)
            check_encoded(submission, high + (0.5 - share) * (high - low), bits + 1, form)


@pytest.mark.points(4)
def test_rounding_up_to_the_next_power(submission):
    """A mantissa of ones that is rounded up carries into the exponent."""
    for e, m in (FP16, BF16, FP32):
        check_encoded(submission, 4.0 - 2.0 ** (-m - 1), (2 ** (e - 1) + 1) << m, (e, m))
        check_encoded(submission, 2.0 - 2.0 ** (-m - 2), 2 ** (e - 1) << m, (e, m))


@pytest.mark.points(6)
def test_subnormal_numbers_are_encoded(submission, rng):
    """Below the smallest normal number the steps stay the same, down to 0."""
    for form in (FP16, BF16, FP32):
        e, m = form
        step = math.ldexp(1.0, 2 - 2 ** (e - 1) - m)
        for times, right in ((2.7, 3), (1.0, 1), (0.5, 0), (0.51, 1), (1.5, 2), (2**m - 0.5, 2**m)):
            check_encoded(submission, times * step, right, form)
        bits = int(rng.integers(2, 2**m - 1))
        check_encoded(submission, (bits + 0.3) * step, bits, form)
        check_encoded(submission, 5e-324, 0, form)


@pytest.mark.points(5)
def test_overflow_and_infinity(submission):
    """Infinity, and what is rounded beyond the largest number, becomes infinity; less stays the largest number."""
    for form in (FP16, BF16, FP32):
        e, m = form
        top = (2**e - 1) << m
        largest = number(top - 1, form)
        half = math.ldexp(1.0, 2 ** (e - 1) - 2 - m)
        for x, right in ((largest + 0.9 * half, top - 1), (1e300, top), (math.inf, top), (largest + half, top)):
            check_encoded(submission, x, right, form)


@pytest.mark.points(4)
def test_other_formats(submission):
    """Any number of bits will do: here 4 for the exponent and 3 for the mantissa, or 2 and 1."""
    for bits, x, e, m in ((0x5B, 22.0, 4, 3), (0xA4, -0.1875, 4, 3), (0x03, 3 / 512, 4, 3), (0xB, -1.5, 2, 1)):
        assert_equal(submission.decode(bits, e, m), x, what=f"what {bits:#x} decodes to with E = {e} and M = {m}")
        what = f"the bits of {x * 1.02!r} with E = {e} and M = {m}"
        assert_equal(submission.encode(x * 1.02, e, m), bits, what=what)


@pytest.mark.points(2)
def test_nan_is_encoded(submission):
    """NaN has the sign 0, the largest exponent, and the first bit of the mantissa alone."""
    for e, m in (FP16, BF16, FP32):
        check_encoded(submission, math.nan, ((2**e - 1) << m) | 1 << (m - 1), (e, m))
