"""Grades `binary_cross_entropy`: the losses as the papers write them, with gradients by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def bce(x, t, w=1.0):
    """Elementwise, for moderate logits, real or complex."""
    p = 1 / (1 + np.exp(-x))
    return -(w * t * np.log(p) + (1 - t) * np.log(1 - p))


def focal(x, t, gamma, alpha=None):
    p = 1 / (1 + np.exp(-x))
    right = np.where(t == 1, p, 1 - p)
    weight = 1.0 if alpha is None else np.where(t == 1, alpha, 1 - alpha)
    return -weight * (1 - right) ** gamma * np.log(right)


def expected(function, x, t, *parameters):
    """The imaginary part of f(x + ih) is h f'(x); each element has a loss of its own, so all move at once."""
    slopes = function(x + 1e-30j, t, *parameters).imag / 1e-30
    return function(x, t, *parameters).mean(), slopes / x.size


def check(reply, function, x, t, *parameters, rtol=1e-6):
    loss, gradient = expected(function, x, t, *parameters)
    assert_close(reply[0], loss, rtol=rtol, what="the loss")
    assert_close(reply[1], gradient, rtol=rtol, what="the gradient")


def one_by_one(answer, function, x, t, *parameters):
    """Each question alone, where the mean is no matter."""
    for i in range(len(x)):
        question, target = x[i : i + 1], t[i : i + 1]
        check(answer(question, target), function, question, target, *parameters)


FIXED = np.array([2.0, -1.0, 0.5, -3.0]), np.array([0.0, 1.0, 1.0, 0.0])


def questions(rng, shape, soft=False):
    t = rng.random(shape) if soft else rng.permutation(np.arange(np.prod(shape)) % 3 == 0).reshape(shape).astype(float)
    return 2 * rng.normal(size=shape), t


@pytest.mark.points(20)
def test_binary_cross_entropy(submission, rng):
    """The loss of one question is -(t log p + (1 - t) log(1 - p)), and its gradient p - t."""
    for x, t in (FIXED, questions(rng, (5,))):
        one_by_one(submission.binary_cross_entropy, bce, x, t)


@pytest.mark.points(8)
def test_soft_targets(submission, rng):
    """Targets between 0 and 1 weigh both terms."""
    x, t = questions(rng, (4,), soft=True)
    one_by_one(submission.binary_cross_entropy, bce, x, t)
    for weight in (1.75, 0.5):
        one_by_one(lambda x, t, w=weight: submission.binary_cross_entropy(x, t, pos_weight=w), bce, x, t, weight)


@pytest.mark.points(10)
def test_the_weight_of_the_positives(submission, rng):
    """pos_weight multiplies the loss and the gradient of positives only."""
    for weight in (3.5, 0.25):
        for x, t in (FIXED, questions(rng, (3,))):
            one_by_one(lambda x, t, w=weight: submission.binary_cross_entropy(x, t, pos_weight=w), bce, x, t, weight)


@pytest.mark.points(15)
def test_the_mean_over_all_questions(submission, rng):
    """The loss is the mean over the N questions, and the gradient is that of the mean: it is divided by N too."""
    for x, t in (FIXED, questions(rng, (7,))):
        check(submission.binary_cross_entropy(x, t), bce, x, t)
        check(submission.focal_loss(x, t, gamma=0.0), focal, x, t, 0.0)


@pytest.mark.points(7)
def test_the_mean_over_all_axes(submission, rng):
    """Whatever the shape, the loss is one number, the mean over all elements, and the gradient has the shape."""
    for shape in [(4, 3), (2, 3, 2), (2, 1, 3, 2)]:
        x, t = questions(rng, shape)
        check(submission.binary_cross_entropy(x, t), bce, x, t)
        check(submission.focal_loss(x, t, gamma=0.0), focal, x, t, 0.0)


@pytest.mark.points(5)
def test_the_mean_is_not_over_the_weights(submission, rng):
    """Weighted or not, the sum is divided by N, the number of questions."""
    for x, t in (FIXED, questions(rng, (7,))):
        check(submission.binary_cross_entropy(x, t, pos_weight=3.5), bce, x, t, 3.5)


@pytest.mark.points(10)
def test_large_logits(submission, rng):
    """Logits of +-1000, right or wrong, give the finite loss of softplus and a gradient of 0 or 1."""
    x, t = np.array([1000.0, -1000, 800, -800, 50, 0]), np.array([1.0, 1, 0, 0, 0, 1])
    losses, gradients = np.array([0, 1000, 800, 0, 50, np.log(2)]), np.array([0, -1, 1, 0, 1, -0.5])
    replies = [submission.binary_cross_entropy(x[i : i + 1], t[i : i + 1]) for i in range(6)]
    found = np.array([float(loss) for loss, _ in replies])
    assert_close(found, losses, rtol=1e-6, atol=1e-9, what="the losses of six questions")
    found = np.concatenate([gradient for _, gradient in replies])
    assert_close(found, gradients, rtol=1e-6, atol=1e-9, what="the gradients of six questions")


@pytest.mark.points(10)
def test_focal_loss(submission, rng):
    """The focal loss of one question is -(1 - p_t)^gamma log(p_t); its gradient has the derivative of both factors."""
    for gamma in (0.5, 1.0, 3.5):
        for x, t in (FIXED, questions(rng, (3,))):
            one_by_one(lambda x, t, g=gamma: submission.focal_loss(x, t, gamma=g), focal, x, t, gamma)
    one_by_one(submission.focal_loss, focal, *FIXED, 2.0)


@pytest.mark.points(5)
def test_focal_loss_with_alpha(submission, rng):
    """alpha weighs the positives and 1 - alpha the negatives, in the loss and in the gradient."""
    for alpha in (0.25, 1.0, 0.0):
        for x, t in (FIXED, questions(rng, (3,))):
            one_by_one(lambda x, t, a=alpha: submission.focal_loss(x, t, gamma=0.0, alpha=a), focal, x, t, 0.0, alpha)


@pytest.mark.points(3)
def test_focal_loss_of_large_logits(submission, rng):
    """The focal loss and its gradient stay finite and right where p_t rounds to 0 or 1, for every gamma."""
    x, t = np.array([1000.0, -1000, 800, -800, 60]), np.array([1.0, 1, 0, 0, 0])
    for gamma in (0.0, 0.5, 2.0):
        replies = [submission.focal_loss(x[i : i + 1], t[i : i + 1], gamma=gamma) for i in range(5)]
        found = np.array([float(loss) for loss, _ in replies])
        wanted = np.array([0.0, 1000, 800, 0, 60])
        assert_close(found, wanted, rtol=1e-6, atol=1e-9, what="the losses of five questions")
        found = np.concatenate([gradient for _, gradient in replies])
        wanted = np.array([0.0, -1, 1, 0, 1])
        assert_close(found, wanted, rtol=1e-6, atol=1e-9, what="the gradients of five questions")


@pytest.mark.points(3)
def test_float32_stays_float32(submission, rng):
    """The gradients of float32 logits are float32."""
    x, t = (array.astype(np.float32) for array in questions(rng, (8,)))
    _, gradient = submission.binary_cross_entropy(x, t, pos_weight=2.5)
    found = [gradient.dtype]
    for alpha in (None, 0.25):
        _, gradient = submission.focal_loss(x, t, gamma=1.5, alpha=alpha)
        found.append(gradient.dtype)
    assert_equal(found, [np.dtype(np.float32)] * 3, what="the dtypes of the gradients")


@pytest.mark.points(4)
def test_shapes_that_differ_are_refused(submission, rng):
    """Logits and targets of different shapes raise ValueError, also where NumPy would broadcast them."""
    x, t = questions(rng, (4, 1))
    for answer in (submission.binary_cross_entropy, submission.focal_loss):
        assert_equal(answer(x, t)[1].shape, (4, 1), what="the shape of the gradient")
        for other in (t[:, 0], t[:1], t.T):
            with pytest.raises(ValueError):
                answer(x, other)
