"""Grades `rms_norm`: the oracle differentiates the forward pass by complex steps, in float64."""

import numpy as np
import pytest

from kata.testing import assert_close, complex_step


def normalised(x, eps):
    """x real or complex."""
    return x * (np.einsum("...d,...d->...", x, x) / x.shape[-1] + eps)[..., None] ** -0.5


def gradients(x, gain, dy, eps):
    x, gain, dy = (array.astype(np.float64) for array in (x, gain, dy))
    dx = complex_step(lambda z: normalised(z, eps), x, dy * gain, axis=-1)
    return dx, np.einsum("nd,nd->d", dy.reshape(-1, len(gain)), normalised(x, eps).reshape(-1, len(gain)))


def arrays(rng, shape, dtype=np.float64):
    """x, gain and dy; each row of x has a mean and a spread of its own."""
    scale, offset = rng.uniform(0.3, 3, size=(*shape[:-1], 1)), rng.normal(size=(*shape[:-1], 1))
    return [
        a.astype(dtype)
        for a in (scale * rng.normal(size=shape) + offset, rng.normal(size=shape[-1]), rng.normal(size=shape))
    ]


def both(submission, x, gain, dy, eps):
    y, cache = submission.rms_norm(x, gain, eps=eps)
    return y, *submission.rms_norm_backward(dy, cache)


def check(submission, x, gain, dy, eps):
    """All three results, rounded once to the dtype of the input."""
    right = normalised(x.astype(float), eps) * gain.astype(float), *gradients(x, gain, dy, eps)
    for name, actual, expected in zip(["y", "dx", "dgain"], both(submission, x, gain, dy, eps), right, strict=True):
        assert_close(actual, expected.astype(x.dtype), what=name, exact_dtype=True)


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is gain * x / sqrt(mean(x^2) + eps), and eps is 1e-6 unless told."""
    for shape, eps in [((5, 4), 0.3), ((3, 2), 1.5)]:
        x, gain, _ = arrays(rng, shape)
        assert_close(submission.rms_norm(x, gain, eps=eps)[0], gain * normalised(x, eps))
    x = x / 1000  # so small that an eps of 1e-6 counts
    assert_close(submission.rms_norm(x, gain)[0], gain * normalised(x, 1e-6))


@pytest.mark.points(10)
def test_every_row_by_itself(submission, rng):
    """The last axis is normalised, whatever axes come before it, none included."""
    for shape in [(2, 4, 3), (6,), (4, 4)]:
        x, gain, _ = arrays(rng, shape)
        assert_close(submission.rms_norm(x, gain, eps=0.2)[0], gain * normalised(x, 0.2))


@pytest.mark.points(25)
def test_gradient_of_x(submission, rng):
    """dx counts what each feature does to the rms of its row and nothing else, for any gain, eps and shape."""
    for shape, eps in [((4, 3), 0.3), ((2, 3, 5), 0.05), ((6,), 1.0)]:
        x, gain, dy = arrays(rng, shape)
        _, dx, _ = both(submission, x, gain, dy, eps)
        assert_close(dx, gradients(x, gain, dy, eps)[0], what="dx")


@pytest.mark.points(15)
def test_gradient_of_the_gain(submission, rng):
    """dgain sums dy times the normalised features over all rows."""
    for shape in [(2, 3, 4), (5,)]:
        x, gain, dy = arrays(rng, shape)
        _, _, dgain = both(submission, x, gain, dy, 0.3)
        assert_close(dgain, gradients(x, gain, dy, 0.3)[1], what="dgain")


@pytest.mark.points(5)
def test_rows_of_zeros(submission, rng):
    """A row of zeros gives zeros, and its gradient is finite."""
    x, gain, dy = arrays(rng, (3, 4))
    x[1] = 0.0
    check(submission, x, gain, dy, 0.04)


@pytest.mark.points(10)
def test_float16_is_computed_in_float32(submission, rng):
    """float16 features of several hundred, or of a few thousandths, are normalised like others in both passes."""
    for scale, eps in [(700.0, 1e-6), (1e-3, 1e-9)]:
        x, gain, dy = arrays(rng, (3, 6), np.float16)
        x = (scale * rng.choice([-1, 1], size=x.shape) * rng.uniform(0.5, 1.5, size=x.shape)).astype(np.float16)
        check(submission, x, gain, (dy.astype(float) * scale / 100).astype(np.float16), eps)
    # In between nothing is rounded to float16 either, where it would be 0, infinite or short of digits.
    away = rng.choice([-1, 1], size=(2, 3, 6)) * rng.uniform(0.5, 1.5, size=(2, 3, 6))
    x = away[0] * [25_000, 0.003, 0.005, 0.002, 0.004, 0.003]
    gain = rng.uniform(0.5, 1.5, size=6) * [5e-4, 5000, -5000, 5000, 5000, -5000]
    dy = away[1] * np.abs(gain)
    check(submission, *(array.astype(np.float16) for array in (x, gain, dy)), 1e-6)
    x, gain, dy = 2e-7 * away[0], rng.uniform(0.5, 1.5, size=6), 1e-3 * away[1]
    check(submission, *(array.astype(np.float16) for array in (x, gain, dy)), 1e-15)


@pytest.mark.points(5)
def test_the_gain_gradient_of_many_rows(submission, rng):
    """In float16 too, dgain is summed in float32: above 2048 a float16 sum no longer notices a 1."""
    x, gain, dy = arrays(rng, (500, 2), np.float16)
    x = (1 + np.abs(x)).astype(np.float16)
    dy = (0.4 + 0.4 * np.abs(np.tanh(dy.astype(float)))).astype(np.float16)
    x[0], dy[0] = 1.0, 3000.0
    _, _, dgain = both(submission, x, gain, dy, 1e-6)
    expected = (dy * normalised(x.astype(float), 1e-6)).sum(axis=0)
    assert_close(dgain, expected.astype(np.float16), what="dgain")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for eps in (0.2, 0.7):
        x, gain, dy = arrays(rng, (3, 4))
        passes.append((submission.rms_norm(x, gain, eps=eps)[1], dy, gradients(x, gain, dy, eps)))
    for cache, dy, right in passes:
        assert_close(submission.rms_norm_backward(dy, cache), right, what="(dx, dgain)")


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float16, float32 and float64 each give results of the same dtype, and float64 its full precision."""
    for dtype in (np.float16, np.float32, np.float64):
        check(submission, *arrays(rng, (2, 5), dtype), 0.3)
