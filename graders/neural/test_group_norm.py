"""Grades `group_norm`: the oracle lists the values of every group, and differentiates by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, complex_step


def as_rows(x, n_groups):
    """(B, C, ...) -> (B G, M), one row a group."""
    size = x.shape[1] // n_groups
    return np.stack([sample[g * size : (g + 1) * size].reshape(-1) for sample in x for g in range(n_groups)])


def as_batch(rows, shape):
    out = np.zeros(shape, rows.dtype)
    n_groups = len(rows) // shape[0]
    size = shape[1] // n_groups
    for i, row in enumerate(rows):
        b, g = divmod(i, n_groups)
        out[b, g * size : (g + 1) * size] = row.reshape(size, *shape[2:])
    return out


def normalised(rows, eps):
    """The variance from the differences of all pairs of values, rows real or complex."""
    pairs = rows[:, :, None] - rows[:, None, :]
    variance = (pairs * pairs).mean(axis=(1, 2))[:, None] / 2
    return pairs.mean(axis=-1) / np.sqrt(variance + eps)


def affine(n, gain, bias):
    return np.stack([gain[c] * n[:, c] + bias[c] for c in range(len(gain))], axis=1)


def forward(x, gain, bias, n_groups, eps):
    return affine(as_batch(normalised(as_rows(x, n_groups), eps), x.shape), gain, bias)


def gradients(x, gain, dy, n_groups, eps):
    rows, weights = as_rows(x, n_groups), as_rows(affine(dy, gain, 0 * gain), n_groups)
    dx = complex_step(lambda z: normalised(z, eps), rows, weights, axis=1)
    n = as_batch(normalised(rows, eps), x.shape)
    dgain = [(dy[:, c] * n[:, c]).sum() for c in range(len(gain))]
    dbias = [dy[:, c].sum() for c in range(len(gain))]
    return as_batch(dx, x.shape), np.array(dgain), np.array(dbias)


def arrays(rng, shape, dtype=np.float64):
    """x, gain, bias and dy; each channel of each sample has a mean and a spread of its own."""
    ones = [1] * (len(shape) - 2)
    scale, offset = rng.uniform(0.3, 3, size=(*shape[:2], *ones)), rng.normal(size=(*shape[:2], *ones))
    x = scale * rng.normal(size=shape) + 2 * offset
    return [a.astype(dtype) for a in (x, *rng.normal(size=(2, shape[1])), rng.normal(size=shape))]


def backward(submission, x, gain, bias, dy, n_groups, eps):
    _, cache = submission.group_norm(x, gain, bias, n_groups, eps=eps)
    return submission.group_norm_backward(dy, cache)


@pytest.mark.points(20)
def test_a_group_normalises_consecutive_channels(submission, rng):
    """G groups of C / G consecutive channels share a mean and a biased variance, within each sample."""
    for shape, n_groups, eps in [((3, 6), 2, 0.3), ((2, 6), 3, 1.5)]:
        x, gain, bias, _ = arrays(rng, shape)
        y, _ = submission.group_norm(x, gain, bias, n_groups, eps=eps)
        assert_close(y, forward(x, gain, bias, n_groups, eps))
    x = x / 500  # so small that an eps of 1e-5 counts
    assert_close(submission.group_norm(x, gain, bias, 2)[0], forward(x, gain, bias, 2, 1e-5))


@pytest.mark.points(10)
def test_positions_belong_to_the_group(submission, rng):
    """All positions of a sample belong to its groups, however many axes they have."""
    for shape, n_groups in [((3, 4, 5), 2), ((2, 3, 2, 3), 1), ((2, 4, 4), 2), ((1, 4, 2, 1, 3), 2)]:
        x, gain, bias, _ = arrays(rng, shape)
        y, _ = submission.group_norm(x, gain, bias, n_groups, eps=0.2)
        assert_close(y, forward(x, gain, bias, n_groups, 0.2))


@pytest.mark.points(10)
def test_instance_norm_normalises_every_channel_by_itself(submission, rng):
    """instance_norm gives each channel of each sample a mean and a variance of its own, with a gradient to match."""
    for shape, eps in [((2, 3, 5), 0.3), ((3, 2, 2, 3), 0.7)]:
        x, gain, bias, dy = arrays(rng, shape)
        y, cache = submission.instance_norm(x, gain, bias, eps=eps)
        assert_close(y, forward(x, gain, bias, shape[1], eps))
        right = gradients(x, gain, dy, shape[1], eps)
        assert_close(submission.group_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")
    x = x / 500
    assert_close(submission.instance_norm(x, gain, bias)[0], forward(x, gain, bias, shape[1], 1e-5))


@pytest.mark.points(25)
def test_gradient_of_x(submission, rng):
    """dx counts what each value does to the mean and the variance of its group, for any gain, eps and shape."""
    for shape, n_groups, eps in [((2, 6, 3), 3, 0.3), ((2, 3, 1, 2), 1, 0.05)]:
        x, gain, bias, dy = arrays(rng, shape)
        dx, _, _ = backward(submission, x, gain, bias, dy, n_groups, eps)
        assert_close(dx, gradients(x, gain, dy, n_groups, eps)[0], what="dx")


@pytest.mark.points(15)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised values of a channel over samples and positions, dbias sums dy."""
    for shape, n_groups in [((2, 6, 3), 3), ((3, 4), 2), ((2, 4, 2, 1, 3), 2)]:
        x, gain, bias, dy = arrays(rng, shape)
        gain[1] = 0.0  # so that n can't be had back from y
        _, dgain, dbias = backward(submission, x, gain, bias, dy, n_groups, 0.3)
        _, right_gain, right_bias = gradients(x, gain, dy, n_groups, 0.3)
        assert_close(dgain, right_gain, what="dgain")
        assert_close(dbias, right_bias, what="dbias")


@pytest.mark.points(5)
def test_constant_groups(submission, rng):
    """A group of equal values, or of a single one, gives the bias and a finite gradient."""
    x, gain, bias, dy = arrays(rng, (2, 4, 3))
    x[1, :2] = 5.0
    y, cache = submission.group_norm(x, gain, bias, 2, eps=0.04)
    assert_close(y[1, :2], np.repeat(bias[:2, None], 3, axis=1), what="y of the constant group")
    right = gradients(x, gain, dy, 2, 0.04)
    assert_close(submission.group_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")
    x, gain, bias, dy = arrays(rng, (3, 2))
    y, cache = submission.instance_norm(x, gain, bias, eps=0.04)
    assert_close(y, np.broadcast_to(bias, (3, 2)), what="y of groups of one value")
    right = np.zeros((3, 2)), np.zeros(2), dy.sum(axis=0)
    assert_close(submission.group_norm_backward(dy, cache), right, atol=1e-12, what="(dx, dgain, dbias)")


@pytest.mark.points(5)
def test_large_offsets(submission, rng):
    """A mean of 1e6 costs no accuracy, forward and backward."""
    x, gain, bias, dy = arrays(rng, (2, 4, 3))
    shifted = np.round(x, 3) + np.array([1e6, 1e6, -1e6, -1e6])[:, None]
    x = shifted - np.array([1e6, 1e6, -1e6, -1e6])[:, None]
    y, cache = submission.group_norm(shifted, gain, bias, 2, eps=1e-6)
    assert_close(y, forward(x, gain, bias, 2, 1e-6), rtol=1e-7)
    dx, _, _ = submission.group_norm_backward(dy, cache)
    assert_close(dx, gradients(x, gain, dy, 2, 1e-6)[0], rtol=1e-7, what="dx")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for n_groups, eps in [(2, 0.2), (1, 0.7)]:
        x, gain, bias, dy = arrays(rng, (3, 4))
        cache = submission.group_norm(x, gain, bias, n_groups, eps=eps)[1]
        passes.append((cache, dy, gradients(x, gain, dy, n_groups, eps)))
    for cache, dy, right in passes:
        assert_close(submission.group_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")


@pytest.mark.points(2)
def test_groups_must_be_even(submission, rng):
    """A number of groups that doesn't divide the channels raises ValueError, whatever the number of positions."""
    for shape, n_groups in [((2, 6, 4), 4), ((2, 4), 8)]:
        x, gain, bias, _ = arrays(rng, shape)
        with pytest.raises(ValueError):
            submission.group_norm(x, gain, bias, n_groups)
    y, _ = submission.group_norm(x, gain, bias, 4, eps=0.1)
    assert_close(y, forward(x, gain, bias, 4, 0.1), atol=1e-9)


@pytest.mark.points(3)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 in all results, of both functions, and float64 float64."""
    for n_groups, dtype in [(2, np.float32), (4, np.float32), (2, np.float64), (4, np.float64)]:
        x, gain, bias, dy = arrays(rng, (2, 4, 3), dtype)
        wide = x.astype(float)
        options = [2] if n_groups == 2 else []
        function = submission.group_norm if n_groups == 2 else submission.instance_norm
        y, cache = function(x, gain, bias, *options, eps=0.3)
        assert_close(y, forward(wide, gain, bias, n_groups, 0.3).astype(dtype), exact_dtype=True)
        right = tuple(array.astype(dtype) for array in gradients(wide, gain, dy, n_groups, 0.3))
        assert_close(submission.group_norm_backward(dy, cache), right, exact_dtype=True, what="(dx, dgain, dbias)")
