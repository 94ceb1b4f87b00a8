"""Grades `batch_norm`: the oracle works on rows of M values and differentiates the forward pass by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, complex_step


def as_rows(batch):
    """(B, C, ...) -> (C, M)."""
    return np.stack([batch[:, c].reshape(-1) for c in range(batch.shape[1])])


def as_batch(rows, shape):
    out = np.zeros(shape, rows.dtype)
    for c, row in enumerate(rows):
        out[:, c] = row.reshape(out[:, c].shape)
    return out


def squares(rows):
    """For each row the sum of (x - mean)^2, from the differences of all pairs, rows real or complex."""
    pairs = rows[:, :, None] - rows[:, None, :]
    return (pairs * pairs).sum(axis=(1, 2)) / (2 * rows.shape[1])


def normalised(rows, eps, statistics=None):
    """By the rows' own statistics, or by (mean, var)."""
    own = rows.mean(axis=1), squares(rows) / rows.shape[1]
    mean, var = own if statistics is None else statistics
    return (rows - mean[:, None]) / np.sqrt(var + eps)[:, None]


def forward(x, p, eps, statistics=None):
    return as_batch(p["gain"][:, None] * normalised(as_rows(x), eps, statistics) + p["bias"][:, None], x.shape)


def gradients(x, p, dy, eps, statistics=None):
    rows, dys = as_rows(x), as_rows(dy)
    dx = complex_step(lambda z: normalised(z, eps, statistics), rows, p["gain"][:, None] * dys, axis=1)
    dgain = np.einsum("cm,cm->c", dys, normalised(rows, eps, statistics))
    return as_batch(dx, x.shape), dgain, np.einsum("cm->c", dys)


def arrays(rng, shape, dtype=np.float64):
    """x, parameters and statistics, and dy; each channel has a mean and a spread of its own."""
    n_channels = shape[1]
    spread, mean = rng.uniform(0.4, 3, size=n_channels), 2 * rng.normal(size=n_channels)
    x = as_batch(as_rows(rng.normal(size=shape)) * spread[:, None] + mean[:, None], shape)
    p = {
        "gain": rng.normal(size=n_channels),
        "bias": rng.normal(size=n_channels),
        "running_mean": rng.normal(size=n_channels),
        "running_var": rng.uniform(0.3, 2, size=n_channels),
    }
    return x.astype(dtype), {k: v.astype(dtype) for k, v in p.items()}, rng.normal(size=shape).astype(dtype)


def running(p):
    return p["running_mean"], p["running_var"]


def backward(submission, x, p, dy, **options):
    return submission.batch_norm_backward(dy, submission.batch_norm(x, **p, **options)[1])


@pytest.mark.points(15)
def test_training_normalises_by_the_statistics_of_the_batch(submission, rng):
    """In training y is gain * (x - mean) / sqrt(var + eps) + bias, with mean and biased variance of the batch."""
    for shape, eps in [((5, 3), 0.3), ((4, 4), 1.5)]:
        x, p, _ = arrays(rng, shape)
        assert_close(submission.batch_norm(x, **p, eps=eps)[0], forward(x, p, eps))
    x = x / 500  # so small that an eps of 1e-5 counts
    assert_close(submission.batch_norm(x, **p)[0], forward(x, p, 1e-5), what="the result with the default eps")


@pytest.mark.points(10)
def test_positions_belong_to_the_statistics(submission, rng):
    """Axis 1 holds the channels; the statistics are over the samples and all positions, however many axes they have."""
    for shape in [(3, 2, 4), (1, 4, 2, 3), (2, 3, 1, 2, 2)]:
        x, p, _ = arrays(rng, shape)
        assert_close(submission.batch_norm(x, **p, eps=0.2)[0], forward(x, p, 0.2))


@pytest.mark.points(15)
def test_training_moves_the_running_statistics(submission, rng):
    """The running statistics move by momentum towards the batch's mean and its unbiased variance, without eps."""
    for shape, momentum in [((5, 3), 0.3), ((2, 4, 3), 0.85), ((4, 2), None), ((3, 2), 0.0)]:
        x, p, _ = arrays(rng, shape)
        options = {} if momentum is None else {"momentum": momentum}
        _, _, mean, var = submission.batch_norm(x, **p, eps=0.5, **options)
        rows, weight = as_rows(x), 0.1 if momentum is None else momentum
        new = rows.mean(axis=1), squares(rows) / (rows.shape[1] - 1)
        expected = [(1 - weight) * old + weight * batch for old, batch in zip(running(p), new, strict=True)]
        assert_close(mean, expected[0], what="running_mean")
        assert_close(var, expected[1], what="running_var")


@pytest.mark.points(10)
def test_evaluation_uses_the_running_statistics_and_leaves_them_alone(submission, rng):
    """At evaluation x is normalised by running_mean and running_var, which come back as they were."""
    for shape in [(1, 2), (2, 3, 4)]:
        x, p, _ = arrays(rng, shape)
        y, _, mean, var = submission.batch_norm(x, **p, training=False, momentum=0.4, eps=0.3)
        assert_close(y, forward(x, p, 0.3, running(p)))
        assert_close((mean, var), running(p), what="(running_mean, running_var)")


@pytest.mark.points(15)
def test_gradient_of_x_in_training(submission, rng):
    """In training dx counts what each value does to the mean and the variance of its channel."""
    for shape, eps in [((4, 3), 0.3), ((2, 3, 4), 0.05), ((3, 2, 1, 2), 1.0)]:
        x, p, dy = arrays(rng, shape)
        assert_close(backward(submission, x, p, dy, eps=eps)[0], gradients(x, p, dy, eps)[0], what="dx")


@pytest.mark.points(5)
def test_gradient_of_x_at_evaluation(submission, rng):
    """At evaluation the statistics are constants, and dx is dy * gain / sqrt(running_var + eps)."""
    x, p, dy = arrays(rng, (3, 2, 4))
    dx, _, _ = backward(submission, x, p, dy, training=False, eps=0.3)
    assert_close(dx, gradients(x, p, dy, 0.3, running(p))[0], what="dx")


@pytest.mark.points(10)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised values over a channel, dbias sums dy, in training and at evaluation."""
    for shape, training in [((5, 3), True), ((3, 2, 4), True), ((3, 2, 4), False), ((2, 3, 1, 2, 2), True)]:
        x, p, dy = arrays(rng, shape)
        p["gain"][1] = 0.0  # so that n can't be had back from y
        _, dgain, dbias = backward(submission, x, p, dy, training=training, eps=0.3)
        _, right_gain, right_bias = gradients(x, p, dy, 0.3, None if training else running(p))
        assert_close(dgain, right_gain, what="dgain")
        assert_close(dbias, right_bias, what="dbias")


@pytest.mark.points(5)
def test_large_offsets_and_constant_channels(submission, rng):
    """A mean of 1e6 costs no accuracy; a constant channel gives the bias and a finite gradient."""
    x, p, dy = arrays(rng, (4, 3))
    x = x - x.mean(axis=0)
    x[:, 2] = 0.0
    shifted = x + np.array([1e6, -1e6, 7.0])
    y, cache, _, var = submission.batch_norm(shifted, **p, momentum=1.0, eps=0.01)
    assert_close(y, forward(x, p, 0.01), rtol=1e-7)
    assert_close(var, squares(as_rows(x)) / 3, rtol=1e-7, what="running_var")
    dx, _, _ = submission.batch_norm_backward(dy, cache)
    assert_close(dx, gradients(x, p, dy, 0.01)[0], rtol=1e-7, what="dx")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for training, eps in [(True, 0.2), (False, 0.7)]:
        x, p, dy = arrays(rng, (3, 2))
        right = gradients(x, p, dy, eps, None if training else running(p))
        passes.append((submission.batch_norm(x, **p, training=training, eps=eps)[1], dy, right))
    for cache, dy, right in passes:
        assert_close(submission.batch_norm_backward(dy, cache), right, what="(dx, dgain, dbias)")


@pytest.mark.points(5)
def test_one_value_has_no_variance(submission, rng):
    """One value per channel raises ValueError in training, two are enough, and at evaluation one is."""
    for shape in [(1, 3), (1, 2, 1)]:
        x, p, _ = arrays(rng, shape)
        with pytest.raises(ValueError):
            submission.batch_norm(x, **p)
        assert_close(submission.batch_norm(x, **p, training=False, eps=0.1)[0], forward(x, p, 0.1, running(p)))
        x = np.concatenate([x, -x], axis=-1 if x.ndim == 3 else 0)
        assert_close(submission.batch_norm(x, **p, eps=0.1)[0], forward(x, p, 0.1))


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 in all results, in training and at evaluation, and float64 float64."""
    for training, dtype in [(True, np.float32), (False, np.float32), (True, np.float64), (False, np.float64)]:
        x, p, dy = arrays(rng, (3, 4), dtype)
        wide, statistics = x.astype(float), None if training else running(p)
        y, cache, mean, var = submission.batch_norm(x, **p, training=training, eps=0.3)
        assert_close(y, forward(wide, p, 0.3, statistics).astype(dtype), exact_dtype=True)
        rows, weight = as_rows(wide), 0.1 if training else 0.0
        new = rows.mean(axis=1), squares(rows) / 2
        for name, actual, old, batch in zip(["running_mean", "running_var"], (mean, var), running(p), new, strict=True):
            expected = ((1 - weight) * old + weight * batch).astype(dtype)
            assert_close(actual, expected, what=name, exact_dtype=True)
        right = tuple(array.astype(dtype) for array in gradients(wide, p, dy, 0.3, statistics))
        assert_close(submission.batch_norm_backward(dy, cache), right, exact_dtype=True, what="(dx, dgain, dbias)")
