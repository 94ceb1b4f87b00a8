"""Grades `layer_norm`: the oracle differentiates the forward pass by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, complex_step


def normalised(x, eps):
    """The variance from the differences of all pairs of features, x real or complex."""
    pairs = x[..., :, None] - x[..., None, :]
    variance = (pairs * pairs).mean(axis=(-1, -2))[..., None] / 2
    return pairs.mean(axis=-1) / np.sqrt(variance + eps)


def gradients(x, gain, dy, eps):
    dx = complex_step(lambda z: normalised(z, eps), x, dy * gain, axis=-1)
    rows, dys = normalised(x, eps).reshape(-1, len(gain)), dy.reshape(-1, len(gain))
    return dx, np.einsum("nd,nd->d", rows, dys), np.einsum("nd->d", dys)


def arrays(rng, shape, dtype=np.float64):
    """x, gain, bias and dy; each row of x has a mean and a spread of its own."""
    scale, offset = rng.uniform(0.3, 3, size=(*shape[:-1], 1)), rng.normal(size=(*shape[:-1], 1))
    x = scale * rng.normal(size=shape) + 2 * offset
    return [a.astype(dtype) for a in (x, *rng.normal(size=(2, shape[-1])), rng.normal(size=shape))]


def backward(submission, x, gain, bias, dy, eps):
    _, cache = submission.layer_norm(x, gain, bias, eps=eps)
    return submission.layer_norm_backward(dy, cache)


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is gain * (x - mean) / sqrt(var + eps) + bias, with the biased variance, and eps is 1e-5 unless told."""
    for shape, eps in [((5, 4), 0.3), ((3, 2), 1.5)]:
        x, gain, bias, _ = arrays(rng, shape)
        y, _ = submission.layer_norm(x, gain, bias, eps=eps)
        assert_close(y, normalised(x, eps) * gain + bias)
    x = x / 500  # so small that an eps of 1e-5 counts
    assert_close(submission.layer_norm(x, gain, bias)[0], normalised(x, 1e-5) * gain + bias)


@pytest.mark.points(10)
def test_every_row_by_itself(submission, rng):
    """The last axis is normalised, whatever axes come before it, none included."""
    for shape in [(2, 4, 3), (6,), (4, 4), (2, 1, 3, 4)]:
        x, gain, bias, _ = arrays(rng, shape)
        y, _ = submission.layer_norm(x, gain, bias, eps=0.2)
        assert_close(y, normalised(x, 0.2) * gain + bias)


@pytest.mark.points(25)
def test_gradient_of_x(submission, rng):
    """dx counts what each feature does to its row's mean and variance, for any gain, eps and shape."""
    for shape, eps in [((4, 3), 0.3), ((2, 3, 5), 0.05), ((6,), 1.0)]:
        x, gain, bias, dy = arrays(rng, shape)
        dx, _, _ = backward(submission, x, gain, bias, dy, eps)
        assert_close(dx, gradients(x, gain, dy, eps)[0], what="dx")


@pytest.mark.points(15)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised features over all rows, dbias sums dy."""
    for shape in [(2, 3, 4), (5,), (2, 3, 2, 4)]:
        x, gain, bias, dy = arrays(rng, shape)
        gain[1] = 0.0  # so that n can't be had back from y
        _, dgain, dbias = backward(submission, x, gain, bias, dy, 0.3)
        _, right_gain, right_bias = gradients(x, gain, dy, 0.3)
        assert_close(dgain, right_gain, what="dgain")
        assert_close(dbias, right_bias, what="dbias")


@pytest.mark.points(10)
def test_constant_rows(submission, rng):
    """A row of equal features gives the bias and a finite gradient; so does a row of one feature."""
    x, gain, bias, dy = arrays(rng, (3, 4))
    x[1], x[2] = 5.0, 0.0
    y, cache = submission.layer_norm(x, gain, bias, eps=0.04)
    assert_close(y[1:], np.array([bias, bias]), what="y of the constant rows")
    right = gradients(x, gain, dy, 0.04)
    assert_close(submission.layer_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")
    x, gain, bias, dy = arrays(rng, (5, 1))
    y, cache = submission.layer_norm(x, gain, bias, eps=0.04)
    assert_close(y, np.broadcast_to(bias, (5, 1)), what="y of rows of one feature")
    right = np.zeros((5, 1)), np.zeros(1), dy.sum(axis=0)
    assert_close(submission.layer_norm_backward(dy, cache), right, atol=1e-12, what="(dx, dgain, dbias)")


@pytest.mark.points(10)
def test_large_offsets_and_scales(submission, rng):
    """A mean of 1e6 costs no accuracy, and features of 1e-3 or 1e5 are normalised like others."""
    x, gain, bias, dy = arrays(rng, (3, 6))
    x = x - x.mean(axis=-1, keepdims=True)
    shifted = x + np.array([[1e6], [-1e6], [0.0]])
    y, cache = submission.layer_norm(shifted, gain, bias, eps=1e-6)
    assert_close(y, normalised(x, 1e-6) * gain + bias, rtol=1e-7)
    dx, _, _ = submission.layer_norm_backward(dy, cache)
    assert_close(dx, gradients(x, gain, dy, 1e-6)[0], rtol=1e-7, what="dx")
    scaled = x * np.array([[1e-3], [1e5], [1.0]])
    y, cache = submission.layer_norm(scaled, gain, bias, eps=1e-6)
    assert_close(y, normalised(scaled, 1e-6) * gain + bias)


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for eps in (0.2, 0.7):
        x, gain, bias, dy = arrays(rng, (3, 4))
        passes.append((submission.layer_norm(x, gain, bias, eps=eps)[1], dy, gradients(x, gain, dy, eps)))
    for cache, dy, right in passes:
        assert_close(submission.layer_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 and float64 gives float64, in all results."""
    for dtype in (np.float32, np.float64):
        x, gain, bias, dy = arrays(rng, (2, 5), dtype)
        wide = x.astype(float)
        y, cache = submission.layer_norm(x, gain, bias, eps=0.3)
        assert_close(y, (normalised(wide, 0.3) * gain + bias).astype(dtype), exact_dtype=True)
        right = tuple(array.astype(dtype) for array in gradients(wide, gain, dy, 0.3))
        reply = submission.layer_norm_backward(dy, cache)
        assert_close(reply, right, exact_dtype=True, what="(dx, dgain, dbias)")
