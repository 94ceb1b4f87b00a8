"""Grades `margin_losses`: losses sample by sample in complex numbers, whose imaginary parts are the derivatives."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform

STEP = 1e-30


def positive_part(inside):
    """max(0, u) with the derivative of the branch that the real part is on."""
    return np.where(inside.real > 0, inside, 0)


def hinge(x, t, margin):
    return positive_part(margin - t * x[:, 0])


def triplet(a, p, n, margin):
    return positive_part(((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1) + margin)


def contrastive(a, b, similar, margin):
    distance = np.sqrt(((a - b) ** 2).sum(axis=1))
    return np.where(similar, distance**2, positive_part(margin - distance) ** 2) / 2


def expected(losses, *arrays):
    """The mean of the samples' losses, and its gradients: each feature of each array is nudged along i."""
    grads = []
    for k, array in enumerate(arrays):
        grad = np.zeros(array.shape)
        for d in range(array.shape[1]):
            nudged = [other.astype(complex) for other in arrays]
            nudged[k][:, d] += 1j * STEP
            grad[:, d] = losses(*nudged).imag / STEP / len(array)
        grads.append(grad)
    return float(np.mean(losses(*[array.astype(complex) for array in arrays]).real)), tuple(grads)


def hinge_case(rng):
    """Samples at known distances from the margin, on both sides of it and of 0."""
    margin = uniform(rng, 0.4, 0.9)
    targets = rng.permutation([1, -1, 1, -1, -1, 1, 1])
    logits = targets * (margin + np.array([-1.9, -0.3, -0.05, 0.05, 2.5, -3.0, 0.7]))
    loss, (dlogits,) = expected(lambda x: hinge(x, targets, margin), logits[:, None])
    return (logits, targets, margin), loss, dlogits[:, 0]


def at_distance(rng, points, radii):
    directions = rng.normal(size=points.shape)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return points + np.array(radii)[:, None] * directions


def triplet_case(rng, dim):
    """Triplets that keep the margin, that violate it, and that are plainly wrong."""
    margin = uniform(rng, 0.5, 1.5)
    anchor = 3 * rng.normal(size=(6, dim))
    positive = at_distance(rng, anchor, [0.5, 1.0, 2.0, 0.1, 1.4, 0.7])
    squares = np.array([0.5, 1.0, 2.0, 0.1, 1.4, 0.7]) ** 2
    negative = at_distance(rng, anchor, np.sqrt(squares + margin * np.array([1.1, 0.9, -0.5, 3.0, 0.2, 0.5])))
    arrays = (anchor, positive, negative)
    return (*arrays, margin), *expected(lambda a, p, n: triplet(a, p, n, margin), *arrays)


def contrastive_case(rng, dim):
    """Similar and dissimilar pairs within the margin and beyond it."""
    margin = uniform(rng, 1.2, 2.5)
    a = 2 * rng.normal(size=(7, dim))
    b = at_distance(rng, a, margin * np.array([0.2, 0.6, 0.95, 1.05, 2.0, 0.5, 1.8]))
    similar = np.array([False, False, False, False, False, True, True])
    return (a, b, similar, margin), *expected(lambda x, y: contrastive(x, y, similar, margin), a, b)


@pytest.mark.points(10)
def test_hinge_loss(submission, rng):
    """The hinge loss is the mean of max(0, m - t x) over all samples."""
    arguments, loss, _ = hinge_case(rng)
    assert_close(submission.hinge_loss(*arguments)[0], loss, what="the loss")
    assert_close(submission.hinge_loss(np.array([0.25]), np.array([1]))[0], 0.75, what="the loss at the default margin")


@pytest.mark.points(12)
def test_hinge_gradient(submission, rng):
    """The gradient of the hinge loss is -t / B within the margin and 0 beyond it."""
    (logits, targets, margin), _, dlogits = hinge_case(rng)
    assert_close(submission.hinge_loss(logits, targets, margin)[1], dlogits, what="the gradient")
    _, (dlogits,) = expected(lambda x: hinge(x, -targets, margin), logits[:, None])
    assert_close(submission.hinge_loss(logits, -targets, margin)[1], dlogits[:, 0], what="the gradient")


@pytest.mark.points(12)
def test_triplet_loss(submission, rng):
    """The triplet loss is the mean of max(0, |a - p|^2 - |a - n|^2 + m) over all triplets."""
    arguments, loss, _ = triplet_case(rng, 3)
    assert_close(submission.triplet_loss(*arguments)[0], loss, what="the loss")
    same = np.ones((2, 3))
    assert_close(submission.triplet_loss(same, same, same)[0], 0.2, what="the loss at the default margin")


@pytest.mark.points(18)
def test_triplet_gradients(submission, rng):
    """All three points of a triplet within the margin get their gradient, and none of one that keeps it."""
    (a, p, n, margin), _, grads = triplet_case(rng, 3)
    assert_close(submission.triplet_loss(a, p, n, margin)[1], grads, what="(danchor, dpositive, dnegative)")
    _, grads = expected(lambda a, p, n: triplet(a, p, n, margin), a, n, p)
    assert_close(submission.triplet_loss(a, n, p, margin)[1], grads, what="(danchor, dpositive, dnegative)")


@pytest.mark.points(12)
def test_contrastive_loss(submission, rng):
    """A similar pair costs D^2 / 2 however far apart, a dissimilar one max(0, m - D)^2 / 2; the loss is their mean."""
    arguments, loss, _ = contrastive_case(rng, 4)
    assert_close(submission.contrastive_loss(*arguments)[0], loss, what="the loss")
    pair, apart = np.array([[0.5, 0.0]]), np.array([False])
    assert_close(submission.contrastive_loss(pair, 0 * pair, apart)[0], 0.125, what="the loss at the default margin")


@pytest.mark.points(14)
def test_contrastive_gradients(submission, rng):
    """Similar pairs are pulled by a - b, dissimilar ones within the margin pushed by (m - D) along the unit vector."""
    (a, b, similar, margin), _, grads = contrastive_case(rng, 4)
    assert_close(submission.contrastive_loss(a, b, similar, margin)[1], grads, what="(da, db)")
    _, grads = expected(lambda a, b: contrastive(a, b, ~similar, margin), a, b)
    assert_close(submission.contrastive_loss(a, b, ~similar, margin)[1], grads, what="(da, db)")
    # However near the halves of a pair are, they have a direction unless they coincide.
    near = 1e-9 * np.array([[3.0, -4.0]])
    push = (2 - 5e-9) * np.array([[-0.6, 0.8]])
    found = submission.contrastive_loss(near, 0 * near, np.array([False]), 2.0)[1]
    assert_close(found, (push, -push), what="(da, db) of a pair at a distance of 5e-9")


@pytest.mark.points(8)
def test_exactly_at_the_margin_the_gradient_is_0(submission):
    """A sample for which the inside of max is exactly 0 has loss 0 and gradient 0."""
    reply = submission.hinge_loss(np.array([0.5, -0.5, 0.25, 1.0]), np.array([1, -1, 1, 1]), 0.5)
    assert_equal(reply, (0.0625, np.array([0.0, 0.0, -0.25, 0.0])), what="(loss, dlogits)")
    anchor = np.zeros((2, 2))
    positive, negative = np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, 1.5], [0.0, 1.0]])
    loss, grads = submission.triplet_loss(anchor, positive, negative, 1.25)
    assert_equal(loss, 0.625, what="the triplet loss")
    still = [0.0, 0.0]
    moves = tuple(np.array(rows) for rows in ([still, [-1.0, 1.0]], [still, [1.0, 0.0]], [still, [0.0, -1.0]]))
    assert_equal(grads, moves, what="(danchor, dpositive, dnegative)")
    loss, grads = submission.contrastive_loss(anchor, negative, np.array([False, False]), 1.5)
    assert_equal(loss, 0.0625, what="the contrastive loss")
    assert_equal(grads, (np.array([still, [0.0, 0.25]]), np.array([still, [0.0, -0.25]])), what="(da, db)")


@pytest.mark.points(5)
def test_a_dissimilar_pair_that_coincides(submission, rng):
    """A dissimilar pair at distance 0 has the loss m^2 / 2 and gradient 0, and leaves the others alone."""
    (a, b, similar, margin), _, _ = contrastive_case(rng, 3)
    _, (da, _) = expected(lambda x, y: contrastive(x, y, similar, margin), a, b)
    losses = contrastive(a.astype(complex), b, similar, margin).real
    b[1], b[5] = a[1], a[5]  # one dissimilar pair and one similar pair
    da[1] = da[5] = losses[5] = 0
    losses[1] = margin**2 / 2
    reply = submission.contrastive_loss(a, b, similar, margin)
    assert_close(reply, (float(losses.mean()), (da, -da)), what="(loss, (da, db))")


@pytest.mark.points(4)
def test_float32_stays_float32(submission, rng):
    """float32 logits and embeddings give float32 gradients, and float64 ones float64."""
    for kind in (np.float32, np.float64):
        (logits, *rest), _, dlogits = hinge_case(rng)
        _, found = submission.hinge_loss(logits.astype(kind), *rest)
        assert_close(found, dlogits.astype(kind), exact_dtype=True, what="dlogits")
        (a, p, n, margin), _, grads = triplet_case(rng, 1)
        _, found = submission.triplet_loss(a.astype(kind), p.astype(kind), n.astype(kind), margin)
        wanted = tuple(grad.astype(kind) for grad in grads)
        assert_close(found, wanted, exact_dtype=True, what="(danchor, dpositive, dnegative)")
        (a, b, similar, margin), _, grads = contrastive_case(rng, 1)
        _, found = submission.contrastive_loss(a.astype(kind), b.astype(kind), similar, margin)
        wanted = tuple(grad.astype(kind) for grad in grads)
        assert_close(found, wanted, exact_dtype=True, what="(da, db)")


@pytest.mark.points(5)
def test_shapes_that_differ_are_refused(submission, rng):
    """Arrays whose shapes differ where they must agree raise ValueError: nothing is broadcast."""
    (logits, targets, margin), loss, _ = hinge_case(rng)
    assert_close(submission.hinge_loss(logits, targets, margin)[0], loss, what="the loss")
    for wrong in (targets[:, None], targets[:1]):
        with pytest.raises(ValueError):
            submission.hinge_loss(logits, wrong, margin)
    (a, p, n, margin), loss, _ = triplet_case(rng, 3)
    assert_close(submission.triplet_loss(a, p, n, margin)[0], loss, what="the loss")
    for wrong in ((a[:1], p, n), (a, p[:, :1], n), (a, p, n[:1]), (a[:1], p[:1], n[:1].T)):
        with pytest.raises(ValueError):
            submission.triplet_loss(*wrong, margin)
    (a, b, similar, margin), loss, _ = contrastive_case(rng, 3)
    assert_close(submission.contrastive_loss(a, b, similar, margin)[0], loss, what="the loss")
    square = a[:3, :3], b[:3, :3]
    for wrong in (
        (a, b[:1], similar),
        (a, b[:, :1], similar),
        (a, b, similar[:, None]),
        (a, b, similar[:1]),
        (*square, similar[:3, None]),
        (*square, similar[None, :3]),
    ):
        with pytest.raises(ValueError):
            submission.contrastive_loss(*wrong, margin)
