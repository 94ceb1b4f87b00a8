"""Grades `label_smoothing`: the oracle mixes two losses taken from differences of logits, row by row."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def distribution(targets, n_classes, eps):
    return np.array([[eps / n_classes + (1 - eps) * (k == t) for k in range(n_classes)] for t in targets.tolist()])


def expected(logits, q):
    """The loss and its gradient for the target distributions q, from differences of logits."""
    wide = logits.astype(np.float64)
    losses = np.logaddexp.reduce(wide[:, None, :] - wide[:, :, None], axis=-1)  # -log p of every class
    return float((q * losses).sum(axis=1).mean()), (np.exp(-losses) - q) / len(logits)


def check(submission, logits, targets, eps, **tolerance):
    loss, dlogits = expected(logits, distribution(targets, logits.shape[1], eps))
    reply = submission.label_smoothing(logits, targets, eps)
    assert_close(reply[0], loss, what="the loss", **tolerance)
    assert_close(reply[1], dlogits.astype(logits.dtype), what="the gradient", **tolerance)


def own_targets(submission, targets, n_classes, eps):
    """As the answer smooths them: what is wrong there costs its points once."""
    return np.asarray(submission.smooth_targets(targets, n_classes, eps), dtype=float)


def some(rng, n, n_classes):
    targets = rng.permutation(np.arange(n) % n_classes)
    return 2 * rng.normal(size=(n, n_classes)), targets


@pytest.mark.points(30)
def test_targets(submission, rng):
    """Each class has eps / K, the right one 1 - eps more."""
    found = submission.smooth_targets(np.array([1, 0]), 4, 0.5)
    assert_close(found, np.array([[0.125, 0.625, 0.125, 0.125], [0.625, 0.125, 0.125, 0.125]]))
    for n, n_classes, eps in [(5, 3, 0.3), (4, 7, 0.15)]:
        _, targets = some(rng, n, n_classes)
        actual = submission.smooth_targets(targets, n_classes, eps)
        assert_close(actual, distribution(targets, n_classes, eps), rtol=1e-12)


@pytest.mark.points(20)
def test_loss(submission, rng):
    """The loss is -sum_k q_k log softmax(x)_k, averaged over the rows."""
    for n, n_classes, eps in [(5, 3, 0.1), (4, 5, 0.6)]:
        logits, targets = some(rng, n, n_classes)
        loss, _ = submission.label_smoothing(logits, targets, eps)
        q = own_targets(submission, targets, n_classes, eps)
        assert_close(loss, expected(logits, q)[0], what="the loss, with q as smooth_targets gives it,")


@pytest.mark.points(20)
def test_gradient(submission, rng):
    """The gradient is softmax(x) - q, divided by the number of rows."""
    for n, n_classes, eps in [(5, 3, 0.1), (4, 5, 0.6)]:
        logits, targets = some(rng, n, n_classes)
        _, dlogits = submission.label_smoothing(logits, targets, eps)
        q = own_targets(submission, targets, n_classes, eps)
        assert_close(dlogits, expected(logits, q)[1], what="the gradient, with q as smooth_targets gives it,")


@pytest.mark.points(10)
def test_no_smoothing_and_nothing_but_smoothing(submission, rng):
    """eps = 0 is plain cross-entropy, and eps = 1 ignores the labels; a single class is always right."""
    for _ in range(3):
        logits, targets = some(rng, 1, 4)
        for eps in (0.0, 0, 1):
            check(submission, logits, targets, eps)
            found = submission.smooth_targets(targets, 4, eps)
            assert_close(found, distribution(targets, 4, eps), what=f"the targets at eps = {eps}", exact_dtype=True)
    assert_close(submission.smooth_targets(np.array([0, 0]), 1, 0.0), np.ones((2, 1)), what="the targets of one class")
    check(submission, np.array([[3.0]]), np.array([0]), 0.0)


@pytest.mark.points(7)
def test_large_logits(submission):
    """Logits in the thousands give the right finite loss and gradient."""
    for row in ([3001.0, 3000, 2999, 3002], [-2001.0, -2000, -2002, -2003]):
        check(submission, np.array([row]), np.array([0]), 0.0)
    check(submission, np.array([[250.0, 251, 249, 252]], dtype=np.float32), np.array([0]), 0.0, rtol=1e-4)


@pytest.mark.points(5)
def test_logits_far_below_the_largest(submission):
    """A class whose probability rounds to 0 has the right finite loss, as the difference of its logit."""
    for row in ([-700.0, 650, 0, 649], [650.0, -700, 0, 649], [2000.0, 0, 1, -1]):
        check(submission, np.array([row]), np.array([0]), 0.0)
    check(submission, np.array([[-80.0, 0, 80, 1]], dtype=np.float32), np.array([0]), 0.0, rtol=1e-4)


@pytest.mark.points(3)
def test_float32_stays_float32(submission, rng):
    """The gradient of float32 logits is float32, that of float64 logits float64."""
    logits, targets = some(rng, 4, 3)
    for dtype in ("float32", "float64"):
        _, dlogits = submission.label_smoothing(logits.astype(dtype), targets, 0.25)
        assert_equal(np.asarray(dlogits).dtype.name, dtype, what=f"the dtype of the gradient of {dtype} logits")


@pytest.mark.points(3)
def test_ids_out_of_range_are_refused(submission, rng):
    """An id of K, a negative one, or another number of ids than rows, fewer or more, raises ValueError."""
    logits, targets = some(rng, 4, 3)
    submission.label_smoothing(logits, targets, 0.2)
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


@pytest.mark.points(2)
def test_eps_out_of_range_is_refused(submission, rng):
    """An eps below 0 or above 1 raises ValueError, in both functions."""
    logits, targets = some(rng, 3, 4)
    for eps in (0.0, 1.0):
        submission.smooth_targets(targets, 4, eps)
        submission.label_smoothing(logits, targets, eps)
    for eps in (-0.1, 1.1):
        with pytest.raises(ValueError):
            submission.smooth_targets(targets, 4, eps)
        with pytest.raises(ValueError):
            submission.label_smoothing(logits, targets, eps)
