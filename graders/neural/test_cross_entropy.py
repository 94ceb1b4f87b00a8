"""Grades `cross_entropy`: the oracle is the loss by logaddexp, and its gradient by differences of exact rows."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def expected(logits, targets, ignore=-100):
    """The loss log(sum_j exp(x_j - x_t)), and the gradient from ratios exp(x_j - x_i), position by position."""
    wide = logits.astype(np.float64)
    losses, dlogits = [], np.zeros(logits.shape)
    for index in np.ndindex(targets.shape):
        t = targets[index]
        if t != ignore:
            losses.append(np.logaddexp.reduce(wide[index] - wide[index][t]))
            with np.errstate(over="ignore"):
                dlogits[index] = 1 / np.exp(wide[index] - wide[index][:, None]).sum(axis=-1)
            dlogits[index][t] -= 1
    n = max(len(losses), 1)
    return sum(losses) / n, (dlogits / n).astype(logits.dtype)


# Rows that differ, each with its target beside a larger logit.
FIXED = np.array([[0.5, -1.0, 2.0, 0.0], [3.0, 1.0, -2.0, 1.5], [-0.5, 0.25, 0.0, -3.0]]), np.array([0, 1, 3])


def some(rng, *shape):
    """Logits of this shape, and targets."""
    return 2 * rng.normal(size=shape).clip(-3, 3), rng.integers(shape[-1], size=shape[:-1])


def direction(gradient):
    """The gradient up to its scale: the size of the whole is 1."""
    gradient = np.asarray(gradient)
    size = np.abs(gradient).sum()
    return gradient / size if size > 0 else gradient


def check(reply, logits, targets, ignore=-100, **tolerance):
    """The loss, and the gradient up to its scale, which is another test's affair, as its dtype is."""
    loss, dlogits = expected(logits, targets, ignore)
    assert_close(reply[0], loss, what="the loss", **tolerance)
    assert_close(direction(reply[1]), direction(dlogits), what="the gradient, scaled to a sum of 1", **tolerance)


@pytest.mark.points(15)
def test_the_loss_is_the_mean_of_the_positions(submission, rng):
    """The loss is -log softmax(x)[target], averaged over the positions."""
    for logits, targets in (FIXED, some(rng, 5, 3), some(rng, 1, 4)):
        loss, _ = submission.cross_entropy(logits, targets)
        assert_close(loss, expected(logits, targets)[0], what="the loss", rtol=1e-6)


@pytest.mark.points(20)
def test_the_gradient_is_softmax_minus_one_at_the_target(submission, rng):
    """The gradient is softmax(x), minus 1 at the target of each position, up to one factor for all of it."""
    for logits, targets in (FIXED, some(rng, 5, 3), some(rng, 1, 4)):
        _, dlogits = submission.cross_entropy(logits, targets)
        wanted = direction(expected(logits, targets)[1])
        assert_close(direction(dlogits), wanted, what="the gradient, scaled to a sum of 1", rtol=1e-6)


@pytest.mark.points(10)
def test_the_gradient_is_that_of_the_mean(submission, rng):
    """The gradient is that of the mean: it is divided by the number of positions, as the loss is."""
    for logits, targets in (FIXED, some(rng, 5, 3)):
        _, dlogits = submission.cross_entropy(logits, targets)
        assert_close(dlogits, expected(logits, targets)[1], what="the gradient", rtol=1e-6)


@pytest.mark.points(10)
def test_classes_are_the_last_axis(submission, rng):
    """With logits of shape (B, T, V), the classes are the last axis, and the mean runs over all B T positions."""
    for shape in [(2, 5, 4), (3, 1, 2, 5), (2, 3, 1, 2, 4)]:
        logits, targets = some(rng, *shape)
        check(submission.cross_entropy(logits, targets), logits, targets, rtol=1e-6)


@pytest.mark.points(10)
def test_ignored_positions_do_not_count(submission, rng):
    """Ignored positions add nothing to the loss, are not counted in the mean, and have gradient 0."""
    for logits, targets in (FIXED, some(rng, 9, 5)):
        targets = targets.copy()
        targets[1::2] = -100
        reply = submission.cross_entropy(logits, targets)
        check(reply, logits, targets, rtol=1e-6)
        hidden = reply[1][targets == -100]
        assert_equal(hidden, np.zeros(hidden.shape), what="the gradient at the ignored positions")


@pytest.mark.points(5)
def test_any_id_can_mark_ignored_positions(submission, rng):
    """ignore_index may be any number, a class id included."""
    for ignore in (0, -1, 9):
        logits, targets = some(rng, 4, 4)
        targets[:] = [ignore, 1, ignore, ignore]  # a single position is left, so that the mean is its loss
        check(submission.cross_entropy(logits, targets, ignore_index=ignore), logits, targets, ignore, rtol=1e-6)


@pytest.mark.points(5)
def test_nothing_left_gives_zero(submission, rng):
    """When every position is ignored, loss and gradient are 0, never nan."""
    logits, _ = some(rng, 2, 4)
    _, some_gradient = submission.cross_entropy(logits, np.array([-100, 1]))
    assert np.any(np.asarray(some_gradient)), "the gradient is 0 throughout, though one position isn't ignored."
    loss, dlogits = submission.cross_entropy(logits, np.full(2, -100))
    assert_close((loss, dlogits), (0.0, np.zeros((2, 4))), what="the loss and the gradient")


@pytest.mark.points(10)
def test_large_logits(submission, rng):
    """Logits in the thousands, confident and wrong, give the right finite loss and gradient."""
    logits, targets = some(rng, 6, 4)
    logits += np.array([[3000.0], [-3000.0], [0.0], [0.0], [700.0], [-800.0]])
    logits[2], logits[3] = [-1000, 1000, 0, 999], [1000, -1000, 0, 999]
    targets[2:4] = 0
    loss, dlogits = submission.cross_entropy(logits, targets)
    _, gradient = expected(logits, targets)
    # The gradient first: its rows show which of them broke.
    assert_close(direction(dlogits), direction(gradient), what="the gradient, scaled to a sum of 1", rtol=1e-6)
    assert np.isfinite(float(loss)), f"the loss should be finite; it is {float(loss)}."
    for row, target in zip(logits, targets, strict=True):  # one position each, whose loss is the mean
        loss, _ = submission.cross_entropy(row[None], target[None])
        assert_close(loss, expected(row[None], target[None])[0], what=f"the loss of {row.tolist()}", rtol=1e-6)


@pytest.mark.points(5)
def test_the_gradient_has_the_dtype_of_the_logits(submission, rng):
    """The gradient of float32 logits is float32, also when every position is ignored."""
    logits, targets = some(rng, 4, 3)
    logits = logits.astype(np.float32)
    for ids in (targets, np.full(4, -100)):
        _, dlogits = submission.cross_entropy(logits, ids)
        assert_equal(dlogits.dtype, np.dtype(np.float32), what="the dtype of the gradient")
        assert_equal(dlogits.shape, logits.shape, what="the shape of the gradient")


@pytest.mark.points(5)
def test_wrong_ids_are_refused(submission, rng):
    """A negative id, one of V or more, and -100 where another number marks the ignored positions raise ValueError."""
    logits, targets = some(rng, 3, 2, 4)
    submission.cross_entropy(logits, targets)
    for wrong, ignore in [(-1, -100), (4, -100), (-4, -100), (-100, 9)]:
        bad = targets.copy()
        bad[2, 1] = wrong
        with pytest.raises(ValueError):
            submission.cross_entropy(logits, bad, ignore_index=ignore)


@pytest.mark.points(5)
def test_wrong_shapes_are_refused(submission, rng):
    """Targets of another shape than that of the logits without their last axis raise ValueError."""
    logits, targets = some(rng, 3, 2, 4)
    submission.cross_entropy(logits, targets)
    for bad in (targets.T, targets[:, 0], targets[:1], targets[:, :1], targets[..., None]):
        with pytest.raises(ValueError):
            submission.cross_entropy(logits, bad)
