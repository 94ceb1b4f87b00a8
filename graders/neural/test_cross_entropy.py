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


def check(reply, logits, targets, ignore=-100, **tolerance):
    loss, dlogits = expected(logits, targets, ignore)
    assert_close(reply[0], loss, what="the loss", **tolerance)
    assert_close(reply[1], dlogits, what="the gradient", exact_dtype=True, **tolerance)


def some(rng, shape, n_classes):
    return 2 * rng.normal(size=(*shape, n_classes)), rng.integers(n_classes, size=shape)


@pytest.mark.points(15)
def test_the_loss_is_the_mean_of_the_positions(submission, rng):
    """The loss is -log softmax(x)[target], averaged over the positions."""
    for shape, n_classes in [((5,), 3), ((1,), 4)]:
        logits, targets = some(rng, shape, n_classes)
        loss, _ = submission.cross_entropy(logits, targets)
        assert_close(loss, expected(logits, targets)[0], what="the loss")


@pytest.mark.points(20)
def test_the_gradient_of_the_mean(submission, rng):
    """The gradient is softmax(x) minus the one-hot target, divided by the number of positions."""
    for shape, n_classes in [((5,), 3), ((1,), 4)]:
        logits, targets = some(rng, shape, n_classes)
        _, dlogits = submission.cross_entropy(logits, targets)
        assert_close(dlogits, expected(logits, targets)[1], what="the gradient")


@pytest.mark.points(10)
def test_classes_are_the_last_axis(submission, rng):
    """With logits of shape (B, T, V), the classes are the last axis, and the mean runs over all B T positions."""
    for shape, n_classes in [((2, 5), 4), ((3, 1, 2), 5)]:
        logits, targets = some(rng, shape, n_classes)
        check(submission.cross_entropy(logits, targets), logits, targets)


@pytest.mark.points(15)
def test_ignored_positions_do_not_count(submission, rng):
    """Ignored positions add nothing to the loss, are not counted in the mean, and have gradient 0."""
    logits, targets = some(rng, (3, 4), 5)
    targets[0, 1:] = targets[2, 3] = -100
    reply = submission.cross_entropy(logits, targets)
    check(reply, logits, targets)
    hidden = reply[1][targets == -100]
    assert_equal(hidden, np.zeros(hidden.shape), what="the gradient at the ignored positions")


@pytest.mark.points(10)
def test_any_id_can_mark_ignored_positions(submission, rng):
    """ignore_index may be any number, a class id included, and -100 is then an id out of range."""
    for ignore in (0, -1, 9):
        logits, targets = some(rng, (6,), 4)
        targets[:4] = [1, ignore, 3, ignore]
        check(submission.cross_entropy(logits, targets, ignore_index=ignore), logits, targets, ignore)
    with pytest.raises(ValueError):
        submission.cross_entropy(logits, np.full(6, -100), ignore_index=9)


@pytest.mark.points(5)
def test_nothing_left_gives_zero(submission, rng):
    """When every position is ignored, or there is none, loss and gradient are 0, never nan; the dtype is kept."""
    for shape in [(2, 2), (0,)]:
        logits, _ = some(rng, shape, 4)
        for dtype in (np.float64, np.float32):
            loss, dlogits = submission.cross_entropy(logits.astype(dtype), np.full(shape, -100))
            assert_close(loss, 0.0, what="the loss")
            assert_equal(dlogits, np.zeros((*shape, 4), dtype), what="the gradient", exact_dtype=True)
    logits, targets = some(rng, (3,), 4)
    check(submission.cross_entropy(logits, targets), logits, targets)


@pytest.mark.points(15)
def test_large_logits(submission, rng):
    """Logits in the thousands, confident and wrong, give the right finite loss and gradient."""
    logits, targets = some(rng, (6,), 4)
    logits += np.array([[3000.0], [-3000.0], [0.0], [0.0], [700.0], [-800.0]])
    logits[2], logits[3] = [-1000, 1000, 0, 999], [1000, -1000, 0, 999]
    targets[2:4] = 0
    check(submission.cross_entropy(logits, targets), logits, targets)
    single = (logits / 8).astype(np.float32)
    check(submission.cross_entropy(single, targets), single, targets, rtol=1e-4)


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """The gradient of float32 logits is float32."""
    logits, targets = some(rng, (3, 2), 4)
    logits, targets[1, 0] = logits.astype(np.float32), -100
    check(submission.cross_entropy(logits, targets), logits, targets, rtol=1e-4)


@pytest.mark.points(5)
def test_wrong_ids_and_shapes_are_refused(submission, rng):
    """An id of V, a negative one, or targets of another shape raise ValueError."""
    logits, targets = some(rng, (3, 2), 2)
    check(submission.cross_entropy(logits, targets), logits, targets)
    for wrong in (2, -1, -3):
        bad = targets.copy()
        bad[2, 1] = wrong
        with pytest.raises(ValueError):
            submission.cross_entropy(logits, bad)
    for bad in (targets[:, 0], targets[:1], targets[:, :1], targets[..., None], targets.T):
        with pytest.raises(ValueError):
            submission.cross_entropy(logits, bad)
