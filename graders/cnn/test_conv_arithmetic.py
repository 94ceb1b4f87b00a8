"""Grades `conv_arithmetic`: windows laid down one by one, and the positions of the input that a unit depends on."""

import pytest

from kata.testing import assert_equal


def windows(n, kernel, stride=1, padding=0, dilation=1):
    """How many windows fit, counted."""
    length, count, start = n + 2 * padding, 0, 0
    while start + dilation * (kernel - 1) < length:
        count, start = count + 1, start + stride
    return count


def check(submission, n, kernel, **others):
    found = submission.output_size(n, kernel, **others)
    named = "".join(f", {name}={value}" for name, value in others.items())
    assert_equal(found, windows(n, kernel, **others), what=f"output_size({n}, {kernel}{named})")


def field(layers):
    """(field, jump), by the input positions that two neighbouring units of the top depend on."""

    def inputs(unit):
        positions = {unit}
        for kernel, stride, dilation in reversed(layers):
            positions = {p * stride + tap * dilation for p in positions for tap in range(kernel)}
        return positions

    first, second = inputs(0), inputs(1)
    return max(first) - min(first) + 1, min(second) - min(first)


def check_same(submission, n, kernel, expected, **others):
    named = "".join(f", {name}={value}" for name, value in others.items())
    found = tuple(submission.same_padding(n, kernel, **others))
    assert_equal(found, expected, what=f"same_padding({n}, {kernel}{named})")


@pytest.mark.points(15)
def test_output_size(submission, rng):
    """Without stride and padding, n - k + 1 windows fit."""
    for n, kernel in ((28, 5), (7, 1), (int(rng.integers(30, 60)), int(rng.integers(2, 9)))):
        check(submission, n, kernel)


@pytest.mark.points(10)
def test_stride(submission, rng):
    """The windows are a stride apart, and each is whole."""
    for n, kernel, stride in ((11, 3, 2), (12, 3, 2), (20, 4, 5), (31, 2, 3), (int(rng.integers(30, 60)), 5, 4)):
        check(submission, n, kernel, stride=stride)


@pytest.mark.points(10)
def test_padding(submission, rng):
    """The padding is on both sides."""
    for n, kernel, padding in ((9, 3, 1), (14, 5, 2), (int(rng.integers(20, 40)), 3, 4)):
        check(submission, n, kernel, padding=padding)


@pytest.mark.points(10)
def test_dilation(submission, rng):
    """A dilated kernel has an extent of d (k - 1) + 1."""
    for n, kernel, dilation in ((20, 3, 2), (26, 4, 3), (int(rng.integers(40, 60)), 5, 4)):
        check(submission, n, kernel, dilation=dilation)
    check(submission, 41, 3, stride=2, padding=2, dilation=5)


@pytest.mark.points(5)
def test_a_kernel_that_does_not_fit(submission):
    """An extent above that of the padded input is a ValueError; one that is equal fits once."""
    for n, kernel, others in ((5, 5, {}), (3, 5, {"padding": 1}), (7, 3, {"dilation": 3, "stride": 2})):
        check(submission, n, kernel, **others)
    for n, kernel, others in ((4, 5, {}), (2, 5, {"padding": 1}), (6, 3, {"dilation": 3, "stride": 4})):
        with pytest.raises(ValueError):
            submission.output_size(n, kernel, **others)


@pytest.mark.points(10)
def test_same_padding(submission):
    """With a stride of 1, d (k - 1) zeros keep the size."""
    for n, kernel, dilation, half in ((7, 3, 1, 1), (12, 5, 1, 2), (9, 1, 1, 0), (15, 3, 4, 4), (4, 7, 1, 3)):
        check_same(submission, n, kernel, (half, half), dilation=dilation)


@pytest.mark.points(5)
def test_an_odd_padding(submission):
    """Of an odd number of zeros the larger part comes after."""
    for n, kernel, expected in ((8, 4, (1, 2)), (5, 2, (0, 1)), (9, 6, (2, 3))):
        check_same(submission, n, kernel, expected)


@pytest.mark.points(10)
def test_same_padding_with_a_stride(submission):
    """With a stride there are ceil(n / s) outputs, with the least padding that makes them."""
    # n, kernel, stride, dilation -> (outputs - 1) s + e - n. How it is split, and that it is never below 0, is judged
    # elsewhere. Large and odd extents first: whoever halves e - 1 differs by the stride alone, in a number of its own.
    cases = ((23, 13, 4, 1, 10), (12, 7, 3, 1, 4), (9, 3, 2, 1, 2), (13, 3, 3, 2, 4), (10, 5, 3, 1, 4), (8, 4, 2, 1, 2))
    for n, kernel, stride, dilation, total in (*cases, (12, 2, 4, 1, 0)):
        found = max(int(sum(submission.same_padding(n, kernel, stride=stride, dilation=dilation))), 0)
        assert_equal(found, total, what=f"the sum of same_padding({n}, {kernel}, stride={stride}, dilation={dilation})")


@pytest.mark.points(5)
def test_no_padding_is_negative(submission):
    """Where the windows don't reach the end, the padding is 0."""
    # With one tap, for which the stride makes no other difference.
    for n, stride in ((8, 2), (12, 4), (6, 3)):
        check_same(submission, n, 1, (0, 0), stride=stride)


@pytest.mark.points(5)
def test_receptive_field(submission):
    """Without strides and dilation each layer adds k - 1; no layer at all sees one position."""
    for layers in ([], [(3, 1, 1)], [(3, 1, 1)] * 3, [(5, 1, 1), (2, 1, 1), (1, 1, 1)]):
        assert_equal(tuple(submission.receptive_field(layers)), field(layers), what=f"receptive_field({layers})")


@pytest.mark.points(10)
def test_receptive_field_with_strides(submission, rng):
    """A layer adds k - 1 jumps of what is below it, and multiplies the jump by its stride."""
    drawn = [(int(rng.integers(2, 5)), int(rng.integers(2, 4)), 1) for _ in range(3)]
    for layers in ([(3, 2, 1), (3, 1, 1)], [(7, 2, 1), (3, 2, 1), (1, 3, 1), (4, 1, 1)], drawn):
        assert_equal(tuple(submission.receptive_field(layers)), field(layers), what=f"receptive_field({layers})")


@pytest.mark.points(5)
def test_receptive_field_with_dilation(submission):
    """A dilated layer adds d (k - 1) jumps."""
    for layers in ([(3, 1, 1), (3, 1, 2), (3, 1, 4)], [(2, 2, 3), (3, 1, 2)]):
        assert_equal(tuple(submission.receptive_field(layers)), field(layers), what=f"receptive_field({layers})")
