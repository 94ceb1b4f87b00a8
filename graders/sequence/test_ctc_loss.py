"""Grades `ctc_loss`: the oracle lists every alignment, or counts them where all are equally likely."""

from itertools import groupby, product

import numpy as np
import pytest

from kata.testing import assert_close

LOGITS = np.array([[0.5, 1.0, -0.5], [-1.0, 0.75, 0.25], [1.5, -0.25, 0.5], [0.25, -0.75, 1.0]])


def log_softmax(logits):
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)


def by_listing(logits, target):
    """The loss and its gradient, from all V ** T alignments."""
    steps, symbols = logits.shape
    log_y = log_softmax(logits)
    fitting = [
        pi for pi in product(range(symbols), repeat=steps) if [k for k, _ in groupby(pi) if k != 0] == list(target)
    ]
    weights = np.array([sum(log_y[t, k] for t, k in enumerate(pi)) for pi in fitting])
    total = np.logaddexp.reduce(weights)
    gradient = np.exp(log_y)
    for pi, weight in zip(fitting, np.exp(weights - total), strict=True):
        gradient[np.arange(steps), list(pi)] -= weight
    return -total, gradient


def check_loss(submission, logits, target):
    found = submission.ctc_loss(logits.copy(), list(target))
    assert_close(found, by_listing(logits, target)[0], rtol=1e-6, what="the loss")


def check_gradient(submission, logits, target):
    found = submission.ctc_gradient(logits.copy(), list(target))
    assert_close(found, by_listing(logits, target)[1], rtol=1e-6, atol=1e-7, what="the gradient")


@pytest.mark.points(32)
def test_the_loss_sums_over_all_alignments(submission, rng):
    """The loss is -log of the sum over every alignment that collapses to the target."""
    found, right = float(submission.ctc_loss(LOGITS.copy(), [1, 2])), by_listing(LOGITS, [1, 2])[0]
    divided = abs(found * 4 - right) < 1e-6
    assert not divided, "The loss is divided by the number of frames: it is the plain negative log-probability."
    check_loss(submission, LOGITS, [1, 2])
    check_loss(submission, LOGITS, [2])
    check_loss(submission, rng.normal(size=(5, 3)), [2, 1])
    check_loss(submission, LOGITS[:1], [2])


@pytest.mark.points(14)
def test_a_label_that_is_repeated(submission, rng):
    """Two equal labels in a row have a blank between them in every alignment."""
    check_loss(submission, LOGITS, [1, 1])
    check_loss(submission, rng.normal(size=(5, 3)), [2, 1, 1])
    check_gradient(submission, LOGITS, [1, 1])
    check_gradient(submission, rng.normal(size=(5, 3)), [2, 1, 1])


@pytest.mark.points(26)
def test_the_gradient_by_posteriors(submission, rng):
    """The gradient of the logits is softmax minus the posterior of each symbol at each frame."""
    check_gradient(submission, LOGITS, [1, 2])
    check_gradient(submission, LOGITS, [1, 2, 1])
    check_gradient(submission, rng.normal(size=(5, 3)), [2, 1])


@pytest.mark.points(5)
def test_an_empty_target(submission):
    """The empty transcript has one alignment, all blanks."""
    nothing = abs(float(submission.ctc_loss(LOGITS.copy(), []))) < 1e-9
    assert not nothing, "The loss of an empty target is 0: that all frames are blank has a probability below 1."
    check_loss(submission, LOGITS, [])
    check_gradient(submission, LOGITS, [])


@pytest.mark.points(8)
def test_a_target_that_does_not_fit(submission):
    """A target that needs more frames than there are has the loss inf and a gradient of zeros."""
    fits = float(submission.ctc_loss(LOGITS[:3].copy(), [1, 2, 1]))
    assert np.isfinite(fits), f"The loss of [1, 2, 1] in 3 frames, which fits, is {fits}."
    for target in ([1, 2, 1, 2, 1], [1, 1, 1]):
        loss = float(submission.ctc_loss(LOGITS.copy(), target))
        stands_in = 1e3 < loss < np.inf
        assert not stands_in, f"The loss of {target} in 4 frames is {loss:g}, a number in place of infinity. It is inf."
        assert_close(loss, np.inf, what=f"the loss of {target} in 4 frames")
        gradient = submission.ctc_gradient(LOGITS.copy(), target)
        assert_close(gradient, np.zeros((4, 3)), what=f"the gradient of {target} in 4 frames")


@pytest.mark.points(8)
def test_many_frames(submission):
    """With 320 frames of 12 equal logits, where every alignment has the probability 12^-320, nothing underflows."""
    steps = 320
    ways = steps * (steps + 1) // 2  # one label: a run from any frame to any later one
    logits = np.zeros((steps, 12))
    loss = submission.ctc_loss(logits.copy(), [3])
    assert_close(loss, steps * np.log(12) - np.log(ways), rtol=1e-9, what="the loss")
    t = np.arange(1, steps + 1)
    label = t * (steps - t + 1) / ways
    expected = np.full((steps, 12), 1 / 12)
    expected[:, 3] -= label
    expected[:, 0] -= 1 - label
    gradient = submission.ctc_gradient(logits.copy(), [3])
    assert_close(gradient, expected, rtol=1e-7, atol=1e-9, what="the gradient")


@pytest.mark.points(7)
def test_logits_far_apart(submission):
    """Logits of +-1000, the target's among the unlikely ones: the loss is the difference, and finite."""
    logits = np.array([[1000.0, -500.0, 0.0], [-1000.0, 250.0, 1000.0], [-800.0, 0.0, 900.0], [700.0, 1000.0, -1000.0]])
    right = by_listing(logits, [1, 2])[0]
    found = float(submission.ctc_loss(logits.copy(), [1, 2]))
    assert not 10 < found < right / 4, (
        f"The loss is {found:.1f} in place of {right:.1f}: a small number was added to the probabilities, or they were "
        "clipped, before the logarithm was taken."
    )
    check_loss(submission, logits, [1, 2])
    check_gradient(submission, logits, [1, 2])
