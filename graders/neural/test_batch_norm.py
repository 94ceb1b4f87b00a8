"""Grades `batch_norm`: the oracle works on rows of M values and differentiates the forward pass by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step

TINY = 1e-12  # an eps that no digit shows


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
        assert_close(submission.batch_norm(x, **p, eps=eps)[0], forward(x, p, eps), rtol=1e-7)
    x = x / 500  # so small that an eps of 1e-5 counts
    assert_close(
        submission.batch_norm(x, **p)[0], forward(x, p, 1e-5), what="the result with the default eps", rtol=1e-7
    )


@pytest.mark.points(10)
def test_positions_belong_to_the_statistics(submission, rng):
    """Axis 1 holds the channels; the statistics are over the samples and all positions, however many axes they have."""
    for shape in [(3, 2, 4), (1, 4, 2, 3), (2, 3, 1, 2, 2), (2, 3, 1, 2, 1, 2)]:
        x, p, _ = arrays(rng, shape)
        assert_close(submission.batch_norm(x, **p, eps=TINY)[0], forward(x, p, TINY), rtol=1e-7)
        y = submission.batch_norm(x, **p, training=False, eps=TINY)[0]
        assert_close(y, forward(x, p, TINY, running(p)), what="the result at evaluation", rtol=1e-7)
        _, _, mean, var = submission.batch_norm(x, **p, momentum=0.5, eps=TINY)
        assert_close(mean, (p["running_mean"] + as_rows(x).mean(axis=1)) / 2, what="running_mean", rtol=1e-7)
        assert_equal(np.asarray(var).shape, (shape[1],), what="the shape of running_var")


@pytest.mark.points(10)
def test_training_moves_running_mean(submission, rng):
    """running_mean moves by momentum towards the mean of the batch."""
    for shape, momentum in [((5, 3), 0.3), ((4, 2), None), ((3, 2), 0.0)]:
        x, p, _ = arrays(rng, shape)
        options = {} if momentum is None else {"momentum": momentum}
        _, _, mean, _ = submission.batch_norm(x, **p, eps=0.5, **options)
        weight = 0.1 if momentum is None else momentum
        expected = (1 - weight) * p["running_mean"] + weight * as_rows(x).mean(axis=1)
        assert_close(mean, expected, what="running_mean", rtol=1e-7)


@pytest.mark.points(10)
def test_training_moves_running_var(submission, rng):
    """running_var moves by momentum towards the unbiased variance of the batch, without eps."""
    for shape, momentum in [((5, 3), 0.3), ((4, 2), None), ((3, 2), 0.0)]:
        x, p, _ = arrays(rng, shape)
        options = {} if momentum is None else {"momentum": momentum}
        _, _, _, var = submission.batch_norm(x, **p, eps=0.5, **options)
        weight = 0.1 if momentum is None else momentum
        expected = (1 - weight) * p["running_var"] + weight * squares(as_rows(x)) / (shape[0] - 1)
        assert_close(var, expected, what="running_var", rtol=1e-7)


@pytest.mark.points(10)
def test_evaluation_uses_the_running_statistics(submission, rng):
    """At evaluation x is normalised by running_mean and running_var; one sample is enough."""
    for shape in [(4, 3), (1, 2)]:
        x, p, _ = arrays(rng, shape)
        y = submission.batch_norm(x, **p, training=False, momentum=0.4, eps=TINY)[0]
        assert_close(y, forward(x, p, TINY, running(p)), rtol=1e-7)


@pytest.mark.points(5)
def test_evaluation_leaves_the_running_statistics_alone(submission, rng):
    """At evaluation running_mean and running_var come back as they were."""
    x, p, _ = arrays(rng, (4, 3))
    _, _, mean, var = submission.batch_norm(x, **p, training=False, momentum=0.4, eps=0.3)
    assert_close((mean, var), running(p), what="(running_mean, running_var)", rtol=1e-7)


@pytest.mark.points(10)
def test_gradient_of_x_in_training(submission, rng):
    """In training dx counts what each value does to the mean and the variance of its channel."""
    for shape, eps in [((4, 3), 0.3), ((5, 2), 0.05), ((3, 4), 1.0)]:
        x, p, dy = arrays(rng, shape)
        assert_close(backward(submission, x, p, dy, eps=eps)[0], gradients(x, p, dy, eps)[0], what="dx", rtol=1e-7)


@pytest.mark.points(5)
def test_gradient_of_x_at_evaluation(submission, rng):
    """At evaluation the statistics are constants, and dx is dy * gain / sqrt(running_var + eps)."""
    x, p, dy = arrays(rng, (4, 3))
    dx, _, _ = backward(submission, x, p, dy, training=False, eps=TINY)
    assert_close(dx, gradients(x, p, dy, TINY, running(p))[0], what="dx", rtol=1e-7)


@pytest.mark.points(5)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised values over a channel, dbias sums dy, whatever the gain."""
    for shape in [(5, 3), (3, 4)]:
        x, p, dy = arrays(rng, shape)
        p["gain"][1] = 0.0  # so that n can't be had back from y
        plain = p | {"gain": np.ones_like(p["gain"]), "bias": np.zeros_like(p["bias"])}
        n = np.asarray(submission.batch_norm(x, **plain, eps=0.3)[0])  # the answer's own: forward is for other tests
        _, dgain, dbias = backward(submission, x, p, dy, eps=0.3)
        assert_close(dgain, np.einsum("bc,bc->c", dy, n), what="dgain", rtol=1e-7)
        assert_close(dbias, np.einsum("bc->c", dy), what="dbias", rtol=1e-7)


@pytest.mark.points(5)
def test_gradients_sum_over_positions(submission, rng):
    """With positions, dx, dgain and dbias are over the same values as the statistics, whatever the rank."""
    for shape in [(3, 2, 4), (3, 2, 1, 2), (2, 3, 1, 2, 2), (2, 3, 1, 2, 1, 2)]:
        x, p, dy = arrays(rng, shape)
        found = backward(submission, x, p, dy, eps=TINY)
        assert_close(found, gradients(x, p, dy, TINY), what="(dx, dgain, dbias)", rtol=1e-7)


@pytest.mark.points(5)
def test_large_offsets_and_constant_channels(submission, rng):
    """A mean of 1e6 costs no accuracy; a constant channel gives the bias, and a finite gradient."""
    x, p, dy = arrays(rng, (4, 3))
    x = np.round(x * 1024) / 1024  # so that the sum is exact
    y, cache, _, _ = submission.batch_norm(x + 1e6, **p, eps=0.01)
    # Beside the answer's own results without the offset.
    own, own_cache, _, _ = submission.batch_norm(x, **p, eps=0.01)
    assert_close(y, np.asarray(own), rtol=1e-6)
    wanted = np.asarray(submission.batch_norm_backward(dy, own_cache)[0])
    assert_close(submission.batch_norm_backward(dy, cache)[0], wanted, rtol=1e-6, what="dx")
    x[:] = 7.0
    y, cache, _, _ = submission.batch_norm(x, **p, eps=0.01)
    assert_close(y, np.broadcast_to(p["bias"], x.shape), what="y of constant channels")
    dx, _, _ = submission.batch_norm_backward(dy, cache)
    assert np.isfinite(np.asarray(dx)).all(), "dx is finite, in a constant channel too"


@pytest.mark.points(4)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    (x, p, dy), (other, other_p, _) = arrays(rng, (4, 2)), arrays(rng, (4, 2))
    alone = tuple(np.asarray(part) for part in backward(submission, x, p, dy, eps=0.2))
    assert np.any(alone[1]), "dgain is 0 throughout."
    cache = submission.batch_norm(x, **p, eps=0.2)[1]
    submission.batch_norm(other, **other_p, eps=0.7)
    what = "(dx, dgain, dbias), with another forward pass made in between,"
    assert_close(submission.batch_norm_backward(dy, cache), alone, what=what, rtol=1e-7)


@pytest.mark.points(3)
def test_one_value_has_no_variance(submission, rng):
    """One value per channel raises ValueError in training, and two are enough."""
    for shape in [(1, 3), (1, 2, 1)]:
        x, p, _ = arrays(rng, shape)
        with pytest.raises(ValueError):
            submission.batch_norm(x, **p)
    x, p, _ = arrays(rng, (2, 3))
    y = submission.batch_norm(x, **p, eps=0.1)[0]
    assert_equal(np.asarray(y).shape, x.shape, what="the shape of y with two values per channel")


@pytest.mark.points(3)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 in all results, in training and at evaluation, and float64 float64."""
    for training, dtype in [(True, np.float32), (False, np.float32), (True, np.float64), (False, np.float64)]:
        x, p, dy = arrays(rng, (3, 4), dtype)
        y, cache, mean, var = submission.batch_norm(x, **p, training=training, eps=0.3)
        dx, dgain, dbias = submission.batch_norm_backward(dy, cache)
        found = [np.asarray(result).dtype for result in (y, mean, var, dx, dgain, dbias)]
        assert_equal(found, [np.dtype(dtype)] * 6, what="the dtypes of y, the running statistics and the gradients")
