"""Grades `group_norm`: the oracle lists the values of every group.

The backward pass is judged against the answer's own forward pass, so that what is wrong forward costs its points once.
"""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, numerical_gradient

TINY = 1e-12  # an eps that no digit shows


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
    """The variance from the differences of all pairs of values."""
    pairs = rows[:, :, None] - rows[:, None, :]
    variance = (pairs * pairs).mean(axis=(1, 2))[:, None] / 2
    return pairs.mean(axis=-1) / np.sqrt(variance + eps)


def affine(n, gain, bias):
    return np.stack([gain[c] * n[:, c] + bias[c] for c in range(len(gain))], axis=1)


def forward(x, gain, bias, n_groups, eps):
    return affine(as_batch(normalised(as_rows(x, n_groups), eps), x.shape), gain, bias)


def arrays(rng, shape, dtype=np.float64):
    """x, gain, bias and dy; each channel of each sample has a mean and a spread of its own."""
    ones = [1] * (len(shape) - 2)
    scale, offset = rng.uniform(0.5, 3, size=(*shape[:2], *ones)), rng.normal(size=(*shape[:2], *ones))
    x = scale * rng.normal(size=shape) + 2 * offset
    return [a.astype(dtype) for a in (x, *rng.normal(size=(2, shape[1])), rng.normal(size=shape))]


def own(submission, *arguments, eps=0.3):
    """The answer's own y."""
    return np.asarray(submission.group_norm(*arguments, eps=eps)[0])


def backward(submission, x, gain, bias, dy, n_groups, eps=0.3):
    _, cache = submission.group_norm(x, gain, bias, n_groups, eps=eps)
    return submission.group_norm_backward(dy, cache)


@pytest.mark.points(25)
def test_a_group_normalises_consecutive_channels(submission, rng):
    """G groups of C / G consecutive channels share a mean and a biased variance, within each sample."""
    # Groups so wide that no eps shows in them.
    x = 1000 * np.array([[1.0, 5.0, 3.0, -2.0, 2.0, 9.0], [0.0, 4.0, -1.0, 3.0, 8.0, 7.0]])[:, :, None, None]
    gain, bias = np.array([2.0, -1.0, 0.5, 1.0, 3.0, -2.0]), np.array([0.0, 1.0, -3.0, 2.0, 5.0, 0.5])
    for n_groups in (2, 3):
        y, _ = submission.group_norm(x, gain, bias, n_groups, eps=TINY)
        assert_close(y, forward(x, gain, bias, n_groups, TINY), rtol=1e-7)
    x, gain, bias, _ = arrays(rng, (3, 8, 1, 1))
    x = 1000 * x
    assert_close(submission.group_norm(x, gain, bias, 2, eps=TINY)[0], forward(x, gain, bias, 2, TINY), rtol=1e-7)


@pytest.mark.points(5)
def test_eps_is_added_to_the_variance(submission, rng):
    """eps is added to the variance, inside the root, and is 1e-5 unless told."""
    x, gain, bias, _ = arrays(rng, (2, 4, 1, 1))
    # Whichever channels and samples share a mean, it is 0, and eps is nearly all that the root is taken of.
    x = np.array([[1.0, -1.0, -1.0, 1.0], [-1.0, 1.0, 1.0, -1.0]])[:, :, None, None] * rng.uniform(0.5, 3) / 1000
    for eps in (0.3, 1.5):
        y, _ = submission.group_norm(x, gain, bias, 2, eps=eps)
        assert_close(y, forward(x, gain, bias, 2, eps), rtol=1e-5)
    y, _ = submission.group_norm(x / 1000, gain, bias, 2)
    assert_close(y, forward(x / 1000, gain, bias, 2, 1e-5), rtol=1e-5, what="the result with the default eps")
    flat = np.repeat(np.array([1.0, -1.0, -1.0, 1.0]) / 1e6, 4).reshape(2, 2, 4, 1)
    flat[:, 1] *= -1
    flat[:, :, 1::2] *= -1
    y, _ = submission.instance_norm(flat, gain[:2], bias[:2])
    assert_close(y, forward(flat, gain[:2], bias[:2], 2, 1e-5), rtol=1e-5, what="instance_norm with the default eps")


@pytest.mark.points(10)
def test_positions_belong_to_the_group(submission, rng):
    """All positions of a sample belong to its groups, however many axes they have."""
    for shape, n_groups in [((2, 3, 2, 3), 1), ((3, 4), 2), ((3, 4, 5), 2), ((2, 4, 2, 1, 3, 1), 2)]:
        x, gain, bias, _ = arrays(rng, shape)
        x = 1000 * x
        y, _ = submission.group_norm(x, gain, bias, n_groups, eps=TINY)
        assert_close(y, forward(x, gain, bias, n_groups, TINY), rtol=1e-7)


@pytest.mark.points(5)
def test_gradients_behind_any_number_of_axes(submission, rng):
    """With no axis of positions or four, the gradients are those of the same positions in a row."""
    for shape in [(3, 4), (2, 4, 2, 1, 3, 2)]:
        x, gain, bias, dy = arrays(rng, shape)
        row = (*shape[:2], -1, 1)
        dx, *others = backward(submission, x.reshape(row), gain, bias, dy.reshape(row), 2)
        wanted = np.asarray(dx).reshape(shape), *(np.asarray(part) for part in others)
        assert_close(backward(submission, x, gain, bias, dy, 2), wanted, what="(dx, dgain, dbias)")


@pytest.mark.points(10)
def test_instance_norm_normalises_every_channel_by_itself(submission, rng):
    """instance_norm gives each channel of each sample a mean and a variance of its own; backward takes its cache."""
    for shape in [(3, 2, 2, 3), (2, 3, 5, 1)]:
        x, gain, bias, dy = arrays(rng, shape)
        x = 1000 * x
        y, cache = submission.instance_norm(x, gain, bias, eps=TINY)
        assert_close(y, forward(x, gain, bias, shape[1], TINY), rtol=1e-7)
        wanted = tuple(np.asarray(part) for part in backward(submission, x, gain, bias, dy, shape[1], TINY))
        what = "(dx, dgain, dbias), beside those of a group_norm with C groups,"
        assert_close(submission.group_norm_backward(dy, cache), wanted, what=what)


@pytest.mark.points(20)
def test_gradient_of_x(submission, rng):
    """dx counts what each value does to the mean and the variance of its group, for any gain, eps and shape."""
    for shape, n_groups, eps in [((2, 4, 1, 2), 2, 0.3), ((1, 6, 1, 1), 3, 0.1), ((2, 2, 1, 3), 1, 1.0)]:
        x, gain, bias, dy = arrays(rng, shape)
        dx, _, _ = backward(submission, x, gain, bias, dy, n_groups, eps)
        rest = (gain, bias, n_groups)
        wanted = numerical_gradient(lambda z, rest=rest, eps=eps: own(submission, z, *rest, eps=eps), x, dy)
        assert_close(dx, wanted, rtol=1e-6, atol=1e-7, what="dx, beside the slopes of the forward pass,")


@pytest.mark.points(10)
def test_gradients_of_gain_and_bias(submission, rng):
    """dgain sums dy times the normalised values of a channel over samples and positions, dbias sums dy."""
    for shape, n_groups in [((2, 6, 3, 1), 3), ((2, 4, 2, 3), 2)]:
        x, gain, bias, dy = arrays(rng, shape)
        gain[1] = 0.0  # so that n can't be had back from y
        n = own(submission, x, np.ones_like(gain), np.zeros_like(bias), n_groups)
        _, dgain, dbias = backward(submission, x, gain, bias, dy, n_groups)
        channels = range(len(gain))
        assert_close(dgain, np.array([(dy[:, c] * n[:, c]).sum() for c in channels]), what="dgain")
        assert_close(dbias, np.array([dy[:, c].sum() for c in channels]), what="dbias")


@pytest.mark.points(5)
def test_constant_groups(submission, rng):
    """A group of equal values, or of a single one, gives the bias and a finite gradient."""
    x, gain, bias, dy = arrays(rng, (2, 4, 3, 1))
    x[:] = 5.0
    y, cache = submission.group_norm(x, gain, bias, 2, eps=0.04)
    assert_close(y, np.broadcast_to(bias[:, None, None], x.shape), what="y of the constant groups")
    dx = np.asarray(submission.group_norm_backward(dy, cache)[0])
    assert np.isfinite(dx).all(), "dx of a constant group should be finite."
    assert np.abs(dx).max() > 0, "dx of a constant group is 0 throughout, but a step of one value changes y."
    x, gain, bias, dy = arrays(rng, (3, 2, 1, 1))
    x[:] = x[0]
    y, cache = submission.group_norm(x, gain, bias, 2, eps=0.04)
    assert_close(y, np.broadcast_to(bias, (3, 2))[:, :, None, None], what="y of groups of one value")
    dx, _, _ = submission.group_norm_backward(dy, cache)
    assert_close(dx, np.zeros((3, 2, 1, 1)), atol=1e-12, what="dx of groups of one value")


@pytest.mark.points(4)
def test_large_offsets(submission, rng):
    """A mean of 1e6 costs no accuracy, forward and backward: x + 1e6 gives what x gives."""
    x, gain, bias, dy = arrays(rng, (2, 4, 3, 1))
    x = np.round(x * 1024) / 1024  # so that the sum is exact
    offset = np.array([1e6, 1e6, -1e6, -1e6])[:, None, None]
    y, cache = submission.group_norm(x + offset, gain, bias, 2, eps=1e-6)
    wanted = np.asarray(backward(submission, x, gain, bias, dy, 2, 1e-6)[0])
    assert np.ptp(np.asarray(y)) > 0, "y is the same everywhere."
    assert_close(y, own(submission, x, gain, bias, 2, eps=1e-6), rtol=1e-7)
    assert_close(submission.group_norm_backward(dy, cache)[0], wanted, rtol=1e-7, what="dx")


@pytest.mark.points(2)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    (x, gain, bias, dy), other = arrays(rng, (3, 4, 1, 1)), arrays(rng, (3, 4, 1, 1))
    alone = tuple(np.asarray(part) for part in backward(submission, x, gain, bias, dy, 2))
    _, cache = submission.group_norm(x, gain, bias, 2, eps=0.3)
    submission.group_norm(*other[:3], 1, eps=0.7)
    what = "(dx, dgain, dbias), with another forward pass made in between,"
    assert_close(submission.group_norm_backward(dy, cache), alone, what=what)


@pytest.mark.points(2)
def test_groups_must_be_even(submission, rng):
    """A number of groups that doesn't divide the channels raises ValueError, whatever the number of positions."""
    for shape, n_groups in [((2, 6, 4, 1), 4), ((2, 4, 1, 1), 8)]:
        x, gain, bias, _ = arrays(rng, shape)
        with pytest.raises(ValueError):
            submission.group_norm(x, gain, bias, n_groups)
    y, _ = submission.group_norm(x, gain, bias, 4, eps=0.1)
    assert_equal(np.asarray(y).shape, x.shape, what="the shape of y with a channel to each group")


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 in all results, of both functions, and float64 float64."""
    for dtype in (np.float32, np.float64):
        for function, options in [(submission.group_norm, [2]), (submission.instance_norm, [])]:
            x, gain, bias, dy = arrays(rng, (2, 4, 3, 1), dtype)
            wide = [array.astype(np.float64) for array in (x, gain, bias, dy)]
            y, cache = function(x, gain, bias, *options, eps=0.3)
            right, wide_cache = function(*wide[:3], *options, eps=0.3)
            assert_close(y, np.asarray(right).astype(dtype), exact_dtype=True)
            wanted = submission.group_norm_backward(wide[3], wide_cache)
            wanted = tuple(np.asarray(part).astype(dtype) for part in wanted)
            reply = submission.group_norm_backward(dy, cache)
            assert_close(reply, wanted, exact_dtype=True, what="(dx, dgain, dbias)")
