"""Grades `layer_norm`: the oracle takes the variance from the differences of all pairs of features.

The backward pass is judged against the answer's own forward pass, so that what is wrong forward costs its points once.
"""

import numpy as np
import pytest

from kata.testing import assert_close, numerical_gradient

TINY = 1e-12  # an eps that no digit shows


def normalised(x, eps):
    pairs = x[..., :, None] - x[..., None, :]
    variance = (pairs * pairs).mean(axis=(-1, -2))[..., None] / 2
    return pairs.mean(axis=-1) / np.sqrt(variance + eps)


def arrays(rng, shape, dtype=np.float64):
    """x, gain, bias and dy; each row of x has a mean and a spread of its own."""
    scale, offset = rng.uniform(0.5, 3, size=(*shape[:-1], 1)), rng.normal(size=(*shape[:-1], 1))
    x = scale * rng.normal(size=shape) + 2 * offset
    return [a.astype(dtype) for a in (x, *rng.normal(size=(2, shape[-1])), rng.normal(size=shape))]


def forward(submission, *arguments, eps=0.3):
    """The answer's own y."""
    return np.asarray(submission.layer_norm(*arguments, eps=eps)[0])


def backward(submission, x, gain, bias, dy, eps=0.3):
    _, cache = submission.layer_norm(x, gain, bias, eps=eps)
    return submission.layer_norm_backward(dy, cache)


@pytest.mark.points(25)
def test_forward(submission, rng):
    """y is gain * (x - mean) / sqrt(var) + bias, with the mean and the biased variance of each row."""
    # Rows so wide that no eps shows in them.
    x = np.array([[1000.0, 5000.0, 3000.0], [-2000.0, 2000.0, 9000.0]])
    gain, bias = np.array([2.0, -1.0, 0.5]), np.array([0.0, 1.0, -3.0])
    assert_close(submission.layer_norm(x, gain, bias, eps=TINY)[0], normalised(x, 0) * gain + bias)
    for shape in [(5, 4), (3, 6)]:
        x, gain, bias, _ = arrays(rng, shape)
        x = 1000 * x
        y, _ = submission.layer_norm(x, gain, bias, eps=TINY)
        assert_close(y, normalised(x, TINY) * gain + bias, rtol=1e-7)


@pytest.mark.points(10)
def test_eps_is_added_to_the_variance(submission, rng):
    """eps is added to the variance, inside the root, and is 1e-5 unless told."""
    x, gain, bias, _ = arrays(rng, (5, 4))
    x -= x.mean(axis=0)  # so that it doesn't matter here over which axes the mean is taken
    x -= x.mean(axis=1, keepdims=True)
    x = x / 1000  # rows so flat that eps is nearly all that the root is taken of
    for eps in (0.3, 1.5):
        assert_close(submission.layer_norm(x, gain, bias, eps=eps)[0], normalised(x, eps) * gain + bias, rtol=1e-5)
    y, _ = submission.layer_norm(x / 1000, gain, bias)
    assert_close(y, normalised(x / 1000, 1e-5) * gain + bias, rtol=1e-5, what="the result with the default eps")


@pytest.mark.points(10)
def test_every_row_by_itself(submission, rng):
    """A row gives the same whatever axes come before it, none or four: other rows have no part in it."""
    for shape in [(3, 4), (2, 2, 3), (2, 1, 2, 1, 5)]:
        x, gain, bias, _ = arrays(rng, shape)
        rows = [forward(submission, row, gain, bias) for row in x.reshape(-1, shape[-1])]
        assert_close(submission.layer_norm(x, gain, bias, eps=0.3)[0], np.stack(rows).reshape(shape))


@pytest.mark.points(25)
def test_gradient_of_x(submission, rng):
    """dx counts what each feature does to its row's mean and variance, for any gain, eps and shape."""
    for shape, eps in [((3, 4), 0.3), ((2, 1, 1, 1, 3), 0.1), ((5,), 1.0)]:
        x, gain, bias, dy = arrays(rng, shape)
        x.reshape(-1, shape[-1])[-1] *= 0.5
        dx, _, _ = backward(submission, x, gain, bias, dy, eps)
        wanted = numerical_gradient(lambda z, g=gain, b=bias, e=eps: forward(submission, z, g, b, eps=e), x, dy)
        assert_close(dx, wanted, rtol=1e-6, atol=1e-7, what="dx, beside the slopes of the forward pass,")


@pytest.mark.points(15)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised features over all rows, dbias sums dy."""
    for shape in [(3, 4), (2, 3, 5), (5,), (2, 1, 2, 3, 4)]:
        x, gain, bias, dy = arrays(rng, shape)
        gain[1] = 0.0  # so that n can't be had back from y
        n = forward(submission, x, np.ones_like(gain), np.zeros_like(bias))
        _, dgain, dbias = backward(submission, x, gain, bias, dy)
        assert_close(dgain, np.einsum("nd,nd->d", n.reshape(-1, len(gain)), dy.reshape(-1, len(gain))), what="dgain")
        assert_close(dbias, dy.reshape(-1, len(bias)).sum(axis=0), what="dbias")


@pytest.mark.points(5)
def test_constant_rows(submission, rng):
    """A row of equal features gives the bias and a finite gradient; so does a row of one feature."""
    x, gain, bias, dy = arrays(rng, (2, 4))
    x[:] = 5.0
    y, cache = submission.layer_norm(x, gain, bias, eps=0.04)
    assert_close(y, np.array([bias, bias]), what="y of the constant rows")
    dx = np.asarray(submission.layer_norm_backward(dy, cache)[0])
    assert np.isfinite(dx).all(), "dx of a constant row should be finite."
    assert np.abs(dx).max() > 0, "dx of a constant row is 0 throughout, but a step of one feature changes y."
    x, gain, bias, dy = arrays(rng, (5, 1))
    x[:] = x[0]
    y, cache = submission.layer_norm(x, gain, bias, eps=0.04)
    assert_close(y, np.broadcast_to(bias, (5, 1)), what="y of rows of one feature")
    dx, _, _ = submission.layer_norm_backward(dy, cache)
    assert_close(dx, np.zeros((5, 1)), atol=1e-12, what="dx of rows of one feature")


@pytest.mark.points(5)
def test_large_offsets(submission, rng):
    """A mean of 1e6 costs no accuracy, forward and backward: x + 1e6 gives what x gives."""
    x, gain, bias, dy = arrays(rng, (3, 6))
    x = np.round(x * 1024) / 1024  # so that the sum is exact
    y, cache = submission.layer_norm(x + 1e6, gain, bias, eps=1e-6)
    assert_close(y, forward(submission, x, gain, bias, eps=1e-6), rtol=1e-7)
    wanted = np.asarray(backward(submission, x, gain, bias, dy, 1e-6)[0])
    assert_close(submission.layer_norm_backward(dy, cache)[0], wanted, rtol=1e-7, what="dx")


@pytest.mark.points(3)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    (x, gain, bias, dy), other = arrays(rng, (3, 4)), arrays(rng, (3, 4))
    alone = tuple(np.asarray(part) for part in backward(submission, x, gain, bias, dy))
    _, cache = submission.layer_norm(x, gain, bias, eps=0.3)
    submission.layer_norm(*other[:3], eps=0.7)
    what = "(dx, dgain, dbias), with another forward pass made in between,"
    assert_close(submission.layer_norm_backward(dy, cache), alone, what=what)


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 and float64 gives float64, in all results."""
    for dtype in (np.float32, np.float64):
        x, gain, bias, dy = arrays(rng, (2, 5), dtype)
        wide = [array.astype(np.float64) for array in (x, gain, bias, dy)]
        y, cache = submission.layer_norm(x, gain, bias, eps=0.3)
        assert_close(y, forward(submission, *wide[:3]).astype(dtype), exact_dtype=True)
        wanted = tuple(np.asarray(part).astype(dtype) for part in backward(submission, *wide))
        reply = submission.layer_norm_backward(dy, cache)
        assert_close(reply, wanted, exact_dtype=True, what="(dx, dgain, dbias)")
