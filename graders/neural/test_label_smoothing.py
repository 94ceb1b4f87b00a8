"""Grades `label_smoothing`: the oracle mixes two losses taken from differences of logits, row by row."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def distribution(targets, n_classes, eps):
    return np.array([[eps / n_classes + (1 - eps) * (k == t) for k in range(n_classes)] for t in targets.tolist()])


def expected(logits, targets, eps):
    wide = logits.astype(np.float64)
    differences = wide[:, None, :] - wide[:, :, None]
    losses = np.logaddexp.reduce(differences, axis=-1)  # -log p of every class
    right = losses[np.arange(len(targets)), targets]
    gradient = np.exp(-losses) - distribution(targets, logits.shape[1], eps)
    return np.mean((1 - eps) * right + eps * losses.mean(axis=1)), (gradient / len(logits)).astype(logits.dtype)


def check(reply, logits, targets, eps, **tolerance):
    loss, dlogits = expected(logits, targets, eps)
    assert_close(reply[0], loss, what="the loss", **tolerance)
    assert_close(reply[1], dlogits, what="the gradient", exact_dtype=True, **tolerance)


def some(rng, n, n_classes):
    targets = rng.permutation(np.arange(n) % n_classes)
    return 2 * rng.normal(size=(n, n_classes)), targets


@pytest.mark.points(20)
def test_targets(submission, rng):
    """Each class has eps / K, the right one 1 - eps more, in float64."""
    for n, n_classes, eps in [(5, 3, 0.3), (4, 7, 0.15), (3, 1, 0.4), (4, 3, 0.0), (2, 5, 1.0)]:
        _, targets = some(rng, n, n_classes)
        actual = submission.smooth_targets(targets, n_classes, eps)
        assert_close(actual, distribution(targets, n_classes, eps), rtol=1e-12, exact_dtype=True)


@pytest.mark.points(20)
def test_loss(submission, rng):
    """The loss is -sum_k q_k log softmax(x)_k, averaged over the rows."""
    for n, n_classes, eps in [(5, 3, 0.1), (1, 4, 0.6)]:
        logits, targets = some(rng, n, n_classes)
        loss, _ = submission.label_smoothing(logits, targets, eps)
        assert_close(loss, expected(logits, targets, eps)[0], what="the loss")


@pytest.mark.points(20)
def test_gradient(submission, rng):
    """The gradient is softmax(x) - q, divided by the number of rows."""
    for n, n_classes, eps in [(5, 3, 0.1), (1, 4, 0.6), (3, 1, 0.4)]:
        logits, targets = some(rng, n, n_classes)
        _, dlogits = submission.label_smoothing(logits, targets, eps)
        assert_close(dlogits, expected(logits, targets, eps)[1], what="the gradient")


@pytest.mark.points(10)
def test_no_smoothing_and_nothing_but_smoothing(submission, rng):
    """eps = 0 is plain cross-entropy, and eps = 1 ignores the labels."""
    logits, targets = some(rng, 6, 4)
    for eps in (0.0, 0, 1):
        check(submission.label_smoothing(logits, targets, eps), logits, targets, eps)


@pytest.mark.points(15)
def test_large_logits(submission, rng):
    """Logits in the thousands give the right finite loss and gradient."""
    logits, targets = some(rng, 5, 4)
    logits += np.array([[3000.0], [-3000.0], [0.0], [0.0], [700.0]])
    logits[2], logits[3] = [-1000, 1000, 0, 999], [1000, -1000, 0, 999]
    targets[2:4] = 0
    for eps in (0.2, 0.0):
        check(submission.label_smoothing(logits, targets, eps), logits, targets, eps)
    single = (logits / 8).astype(np.float32)
    check(submission.label_smoothing(single, targets, 0.2), single, targets, 0.2, rtol=1e-4)


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """The gradient of float32 logits is float32."""
    logits, targets = some(rng, 4, 3)
    logits = logits.astype(np.float32)
    check(submission.label_smoothing(logits, targets, 0.25), logits, targets, 0.25, rtol=1e-4)


@pytest.mark.points(5)
def test_ids_out_of_range_are_refused(submission, rng):
    """An id of K, a negative one, or another number of ids than rows, fewer or more, raises ValueError."""
    logits, targets = some(rng, 4, 3)
    check(submission.label_smoothing(logits, targets, 0.2), logits, targets, 0.2)
    for wrong in (3, -1):
        bad = targets.copy()
        bad[2] = wrong
        with pytest.raises(ValueError):
            submission.label_smoothing(logits, bad, 0.2)
        with pytest.raises(ValueError):
            submission.smooth_targets(bad, 3, 0.2)
    for rows, bad in ((logits, targets[:3]), (logits, targets[:1]), (logits[:3], targets), (logits[:1], targets)):
        with pytest.raises(ValueError):
            submission.label_smoothing(rows, bad, 0.2)


@pytest.mark.points(5)
def test_eps_out_of_range_is_refused(submission, rng):
    """An eps below 0 or above 1 raises ValueError, in both functions."""
    logits, targets = some(rng, 3, 4)
    assert_equal(submission.smooth_targets(targets, 4, 1.0), np.full((3, 4), 0.25))
    check(submission.label_smoothing(logits, targets, 0.0), logits, targets, 0.0)
    for eps in (-0.1, 1.1):
        with pytest.raises(ValueError):
            submission.smooth_targets(targets, 4, eps)
        with pytest.raises(ValueError):
            submission.label_smoothing(logits, targets, eps)
