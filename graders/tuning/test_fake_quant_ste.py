"""Grades `fake_quant_ste`: values and gradients of each number by its case, in Python's floats."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal

# within the range, near its ends and beyond them, for a scale of 0.5, a zero point of 3 and three unsigned bits
X = [0.3, 0.6, -0.9, -1.7, -5.0, 1.6, 2.2, 9.0, 1.1, 1.9, -1.4]


def cases(x, s, z, low, high):
    """The value, and the derivatives with respect to x and to s."""
    n = round(x / s)
    if low <= n + z <= high:
        return s * n, 1.0, n - x / s
    q = low if n + z < low else high
    return s * (q - z), 0.0, float(q - z)


def expected(x, scale, z, low, high):
    """Three arrays of the shape of x."""
    pairs = np.broadcast_arrays(x, scale)
    rows = [cases(float(v), float(s), z, low, high) for v, s in zip(pairs[0].ravel(), pairs[1].ravel(), strict=True)]
    return [torch.tensor(part, dtype=torch.float64).reshape(x.shape) for part in zip(*rows, strict=True)]


def reach(submission, bits, signed):
    """The ends of the answer's own range, which are judged elsewhere, unless nothing could be told by them."""
    right = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    own = submission.integer_range(bits, signed)
    if not isinstance(own, tuple | list) or len(own) != 2 or not all(isinstance(end, int | float) for end in own):
        return right
    low, high = int(own[0]), int(own[1])
    return (low, high) if high - low > 2 and max(-low, high) <= 1 << bits else right


def spread(rng, *shape, width=1.0):
    """Numbers that aren't half way between two integers for a scale of `width`."""
    whole = rng.integers(-12, 13, size=shape)
    return torch.from_numpy((whole + rng.uniform(-0.45, 0.45, size=shape)) * width)


def beyond(rng, *shape, width=1.0):
    """The same, each further from 0 than its integer: cut or rounded makes no difference."""
    whole = rng.integers(-12, 13, size=shape)
    return torch.from_numpy((whole + np.sign(whole) * rng.uniform(0.05, 0.45, size=shape)) * width)


def gradients(out, leaves, cotangent):
    """The gradient of each leaf; None where none reaches it."""
    if not out.requires_grad:
        return [None] * len(leaves)
    return torch.autograd.grad(out, leaves, cotangent, allow_unused=True)


def slope_or_zeros(out, leaf, cotangent):
    """The gradient of one leaf: detached or of zero slope, it learns nothing."""
    (found,) = gradients(out, [leaf], cotangent)
    return torch.zeros_like(leaf) if found is None else found


@pytest.mark.points(22)
def test_numbers_on_the_grid(submission, rng):
    """Numbers are rounded to whole multiples of the scale, and clipped to what the integers reach."""
    x = torch.tensor(X, dtype=torch.float64)
    found = submission.fake_quantize(x, torch.tensor(0.5, dtype=torch.float64), 3, 3, False)
    assert_close(found, expected(x, 0.5, 3, *reach(submission, 3, False))[0], rtol=1e-6, what="the numbers")
    for bits, signed, z in ((4, True, 0), (4, True, -3), (3, False, 2)):
        width = float(rng.uniform(0.1, 2.0))
        x = spread(rng, 4, 6, width=width)
        found = submission.fake_quantize(x, torch.tensor(width, dtype=torch.float64), z, bits, signed)
        what = f"the numbers for {bits} bits, z={z}"
        low, high = reach(submission, bits, signed)
        assert_close(found, expected(x, width, z, low, high)[0], rtol=1e-6, atol=1e-9, what=what)
    for dtype in (torch.float64, torch.float32):
        found = submission.fake_quantize(torch.tensor(X, dtype=dtype), torch.tensor(0.5, dtype=dtype), 3, 3, False)
        assert_equal(str(found.dtype), str(dtype), what=f"the dtype of the numbers for x in {dtype}")


@pytest.mark.points(20)
def test_the_gradient_of_x(submission, rng):
    """The gradient passes where nothing was clipped, unchanged, and stops elsewhere."""
    ends = reach(submission, 3, False)
    for x in (torch.tensor([X], dtype=torch.float64), beyond(rng, 3, 5, width=0.5)):
        cotangent = torch.from_numpy(rng.normal(size=tuple(x.shape)))
        leaf = x.clone().requires_grad_()
        out = submission.fake_quantize(leaf, torch.tensor(0.5, dtype=torch.float64), 3, 3, False)
        found = slope_or_zeros(out, leaf, cotangent)
        slope = expected(x, 0.5, 3, *ends)[1]
        assert_close(found, cotangent * slope, rtol=1e-6, what="the gradient of x")


@pytest.mark.points(16)
def test_the_gradient_of_the_scale(submission, rng):
    """The scale gets the rounding error of what is within the range, and the end of the range for what was clipped."""
    ends = reach(submission, 3, False)
    for x in (torch.tensor([X], dtype=torch.float64), spread(rng, 3, 5, width=0.5)):
        cotangent = torch.from_numpy(rng.normal(size=tuple(x.shape)))
        scale = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
        out = submission.fake_quantize(x, scale, 3, 3, False)
        found = gradients(out, [scale], cotangent)[0]
        assert found is not None, "no gradient reaches the scale."
        right = (cotangent * expected(x, 0.5, 3, *ends)[2]).sum()
        assert_close(found, right, rtol=1e-6, atol=1e-9, what="the gradient of the scale")


@pytest.mark.points(12)
def test_a_scale_for_each_channel(submission, rng):
    """Each index of the first axis has a scale of its own, with a gradient of its own."""
    scale = torch.tensor([0.25, 1.0, 3.0], dtype=torch.float64).reshape(3, 1, 1)
    x = spread(rng, 3, 2, 4) * scale
    cotangent = torch.from_numpy(rng.normal(size=(3, 2, 4)))
    leaves = [x.clone().requires_grad_(), scale.clone().requires_grad_()]
    out = submission.fake_quantize(*leaves, 0, 4, True)
    low, high = reach(submission, 4, True)
    value, slope, of_scale = expected(x, scale.numpy(), 0, low, high)
    assert_close(out.detach(), value, rtol=1e-6, atol=1e-9, what="the numbers")
    found = gradients(out, leaves, cotangent)
    of_x = torch.zeros_like(x) if found[0] is None else found[0]
    assert_close(of_x, cotangent * slope, rtol=1e-6, what="the gradient of x")
    assert found[1] is not None, "no gradient reaches the scales."
    right = (cotangent * of_scale).sum(dim=(1, 2), keepdim=True)
    assert_close(found[1], right, rtol=1e-6, atol=1e-9, what="the gradient of the scales")
    # One axis: each number has a scale of its own.
    leaves = [x[:, 0, 0].clone().requires_grad_(), scale.flatten().clone().requires_grad_()]
    out = submission.fake_quantize(*leaves, 0, 4, True)
    value, slope, of_scale = expected(x[:, 0, 0], scale.flatten().numpy(), 0, low, high)
    assert_close(out.detach(), value, rtol=1e-6, atol=1e-9, what="the numbers of one axis")
    found = gradients(out, leaves, cotangent[:, 0, 0])
    assert_close(found[0], cotangent[:, 0, 0] * slope, rtol=1e-6, what="the gradient of x of one axis")
    right = cotangent[:, 0, 0] * of_scale
    assert_close(found[1], right, rtol=1e-6, atol=1e-9, what="the gradient of the scales of one axis")


@pytest.mark.points(16)
def test_rounding_as_the_identity(submission, rng):
    """ste_round gives the nearest integers, and hands its gradient on unchanged."""
    for x in (torch.tensor([0.4, 1.6, -2.3, 7.0], dtype=torch.float64), spread(rng, 3, 4)):
        cotangent = torch.from_numpy(rng.normal(size=tuple(x.shape)))
        leaf = x.clone().requires_grad_()
        out = submission.ste_round(leaf)
        right = torch.tensor([float(round(v)) for v in x.flatten().tolist()], dtype=torch.float64).reshape(x.shape)
        assert_close(out.detach(), right, rtol=1e-6, atol=1e-9, what="the integers")
        found = slope_or_zeros(out, leaf, cotangent)
        assert_close(found, cotangent, rtol=1e-6, what="the gradient")


@pytest.mark.points(4)
def test_half_to_even(submission):
    """Half way between two integers the even one is taken."""
    x = torch.tensor([0.5, 1.5, -2.5, 3.5], dtype=torch.float64)
    right = torch.tensor([0.0, 2.0, -2.0, 4.0], dtype=torch.float64)
    assert_close(submission.ste_round(x), right, atol=1e-9, what="the integers")
    found = submission.fake_quantize(x / 2, torch.tensor(0.5, dtype=torch.float64), 0, 8, True)
    assert_close(found, right / 2, atol=1e-9, what="the numbers on the grid")


@pytest.mark.points(4)
def test_the_zero_point_is_added_after_rounding(submission):
    """The quotient is rounded before the zero point is added: half way, an odd one changes nothing."""
    # Half way, where half up and half to even agree.
    x = torch.tensor([1.5, -0.5, 3.5], dtype=torch.float64)
    right = torch.tensor([2.0, 0.0, 4.0], dtype=torch.float64)
    found = submission.fake_quantize(x / 4, torch.tensor(0.25, dtype=torch.float64), 2, 8, False)
    assert_close(found, right / 4, atol=1e-9, what="the numbers for an even zero point")
    found = submission.fake_quantize(x / 4, torch.tensor(0.25, dtype=torch.float64), 3, 8, False)
    assert_close(found, right / 4, atol=1e-9, what="the numbers for an odd zero point")


@pytest.mark.points(6)
def test_the_range_of_the_integers(submission, rng):
    """Signed integers go from -2^(b-1) to 2^(b-1) - 1, unsigned ones from 0 to 2^b - 1."""
    for bits in (2, 4, 8):
        half = 1 << (bits - 1)
        for signed, right in ((True, [-half, half - 1]), (False, [0, 2 * half - 1])):
            found = list(submission.integer_range(bits, signed))
            assert_equal(found, right, what=f"the range of {bits} bits, signed={signed}")
