"""Grades `binary_cross_entropy`: the losses as the papers write them, with gradients by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close


def bce(x, t, w=1.0):
    """Elementwise, for moderate logits, real or complex."""
    p = 1 / (1 + np.exp(-x))
    return -(w * t * np.log(p) + (1 - t) * np.log(1 - p))


def focal(x, t, gamma, alpha=None):
    p = 1 / (1 + np.exp(-x))
    right = np.where(t == 1, p, 1 - p)
    weight = 1.0 if alpha is None else np.where(t == 1, alpha, 1 - alpha)
    return -weight * (1 - right) ** gamma * np.log(right)


def check(reply, function, x, t, *parameters, rtol=1e-8):
    """The imaginary part of f(x + ih) is h f'(x); each element has a loss of its own, so all move at once."""
    wide, targets = x.astype(float), t.astype(float)
    slopes = function(wide + 1e-30j, targets, *parameters).imag / 1e-30
    assert_close(reply[0], function(wide, targets, *parameters).mean(), rtol=rtol, what="the loss")
    assert_close(reply[1], (slopes / x.size).astype(x.dtype), rtol=rtol, what="the gradient", exact_dtype=True)


def questions(rng, shape, soft=False):
    t = rng.random(shape) if soft else rng.permutation(np.arange(np.prod(shape)) % 3 == 0).reshape(shape).astype(float)
    return 2 * rng.normal(size=shape), t


@pytest.mark.points(15)
def test_binary_cross_entropy(submission, rng):
    """The loss is the mean of -(t log p + (1 - t) log(1 - p)), and its gradient (p - t) / N."""
    for shape in [(7,), (7,), (1,)]:
        x, t = questions(rng, shape)
        check(submission.binary_cross_entropy(x, t), bce, x, t)


@pytest.mark.points(10)
def test_soft_targets(submission, rng):
    """Targets between 0 and 1 weigh both terms."""
    x, t = questions(rng, (9,), soft=True)
    check(submission.binary_cross_entropy(x, t), bce, x, t)
    check(submission.binary_cross_entropy(x, t, pos_weight=1.75), bce, x, t, 1.75)


@pytest.mark.points(15)
def test_the_weight_of_the_positives(submission, rng):
    """pos_weight multiplies the loss and the gradient of positives only, and the sum is still divided by N."""
    for weight in (3.5, 0.25):
        x, t = questions(rng, (8,))
        check(submission.binary_cross_entropy(x, t, pos_weight=weight), bce, x, t, weight)


@pytest.mark.points(10)
def test_the_mean_over_all_axes(submission, rng):
    """Whatever the shape, the loss is one number, the mean over all elements, and the gradient has the shape."""
    for shape in [(4, 3), (2, 3, 2)]:
        x, t = questions(rng, shape)
        check(submission.binary_cross_entropy(x, t, pos_weight=2.0), bce, x, t, 2.0)
        check(submission.focal_loss(x, t, gamma=1.5), focal, x, t, 1.5)


@pytest.mark.points(12)
def test_large_logits(submission, rng):
    """Logits of +-1000, right or wrong, give the finite loss of softplus and a gradient of 0 or 1."""
    x, t = np.array([1000.0, -1000, 800, -800, 50, 0]), np.array([1.0, 1, 0, 0, 0, 1])
    for dtype in (np.float64, np.float32):
        loss, gradient = submission.binary_cross_entropy(x.astype(dtype), t.astype(dtype), pos_weight=2.0)
        expected = (2000 + 800 + 50 + 2 * np.log(2)) / 6
        assert_close(loss, expected, rtol=1e-5 if dtype == np.float32 else 1e-9, what="the loss")
        assert_close(gradient, np.array([0, -2, 1, 0, 1, -1], dtype) / dtype(6), rtol=1e-5, what="the gradient")


@pytest.mark.points(15)
def test_focal_loss(submission, rng):
    """The focal loss is the mean of -(1 - p_t)^gamma log(p_t), and its gradient has the derivative of both factors."""
    for gamma in (0.5, 1.0, 3.5):
        x, t = questions(rng, (7,))
        check(submission.focal_loss(x, t, gamma=gamma), focal, x, t, gamma)
    for _ in range(2):
        x, t = questions(rng, (7,))
        check(submission.focal_loss(x, t), focal, x, t, 2.0)


@pytest.mark.points(8)
def test_focal_loss_with_alpha(submission, rng):
    """alpha weighs the positives and 1 - alpha the negatives, in the loss and in the gradient."""
    for alpha in (0.25, 1.0, 0.0):
        x, t = questions(rng, (8,))
        check(submission.focal_loss(x, t, gamma=1.5, alpha=alpha), focal, x, t, 1.5, alpha)


@pytest.mark.points(5)
def test_focal_loss_of_large_logits(submission, rng):
    """The focal loss and its gradient stay finite and right where p_t rounds to 0 or 1, for every gamma."""
    x, t = np.array([1000.0, -1000, 800, -800, 60]), np.array([1.0, 1, 0, 0, 0])
    for gamma in (0.0, 0.5, 2.0):
        loss, gradient = submission.focal_loss(x, t, gamma=gamma)
        assert_close(loss, 1860 / 5, what="the loss")
        assert_close(gradient, np.array([0, -1, 1, 0, 1]) / 5, what="the gradient")


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """The gradients of float32 logits are float32."""
    x, t = questions(rng, (8,))
    x, t = x.astype(np.float32), t.astype(np.float32)
    check(submission.binary_cross_entropy(x, t, pos_weight=2.5), bce, x, t, 2.5, rtol=1e-4)
    for alpha in (None, 0.25):
        check(submission.focal_loss(x, t, gamma=1.5, alpha=alpha), focal, x, t, 1.5, alpha, rtol=1e-4)


@pytest.mark.points(5)
def test_shapes_that_differ_are_refused(submission, rng):
    """Logits and targets of different shapes raise ValueError, also where NumPy would broadcast them."""
    x, t = questions(rng, (4, 1))
    check(submission.binary_cross_entropy(x, t), bce, x, t)
    check(submission.focal_loss(x, t), focal, x, t, 2.0)
    for other in (t[:, 0], t[:1], t.T):
        with pytest.raises(ValueError):
            submission.binary_cross_entropy(x, other)
        with pytest.raises(ValueError):
            submission.focal_loss(x, other)
