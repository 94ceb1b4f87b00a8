"""Grades `logistic_regression`: losses in Python's numbers, gradients by the complex step."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step, sizes, uniform


def penalised_loss(theta, X, y, l2):
    z = X @ theta[:-1] + theta[-1]
    return np.mean(np.log(1 + np.exp(z)) - y * z) + l2 / 2 * np.sum(theta[:-1] ** 2)


def after(X, y, lr, steps, l2=0.0):
    theta = np.zeros(X.shape[1] + 1)
    for _ in range(steps):
        theta = theta - lr * complex_step(lambda value: penalised_loss(value, X, y, l2), theta)
    return theta[:-1], theta[-1]


def fitted(submission, X, y, lr, steps, l2=0.0):
    model = submission.LogisticRegression(lr=lr, steps=steps, l2=l2)
    model.fit(X, y)
    return model, np.asarray(model.weights), float(model.bias)


def check(submission, X, y, lr, steps):
    model, _, _ = fitted(submission, X, y, lr, steps)
    weights, bias = after(X, y, lr, steps)
    assert_close(model.weights, weights, what=f"the weights after {steps} steps")
    assert_close(model.bias, bias, what=f"the bias after {steps} steps")


def problem(rng):
    n, d = sizes(rng, 6, 4)
    y = np.zeros(n, dtype=np.int64)
    y[: n // 2 + 1] = 1
    return rng.normal(size=(n, d)) + y[:, None], rng.permutation(y)


FIXED = np.array([[1.0, 0.0], [3.0, -2.0], [-2.0, 1.0], [0.0, 4.0], [-1.0, 0.5]]), np.array([1, 1, 0, 1, 0])


@pytest.mark.points(10)
def test_the_sigmoid(submission, rng):
    """The sigmoid of z is 1 / (1 + exp(-z))."""
    for z in (np.log([1.0, 3.0, 0.25]), rng.normal(size=5)):
        expected = [1 / (1 + math.exp(-value)) for value in z.tolist()]
        assert_close(submission.sigmoid(z), np.array(expected), what="the probabilities")


@pytest.mark.points(6)
def test_sigmoids_of_large_logits(submission):
    """Logits up to 1e4 in size have probabilities that are neither nan nor cut off."""
    assert_close(submission.sigmoid(np.array([800.0, 1e4])), np.ones(2), what="the probabilities")
    found = submission.sigmoid(np.array([-25.0, -100.0, -1e4]))
    assert_close(found, np.array([math.exp(-25), 0.0, 0.0]), atol=1e-13, what="the probabilities")
    model, weights, bias = fitted(submission, *FIXED, 0.5, 1)
    assert np.abs(weights).max() > 0.01, "All weights are 0 after a step."
    rows = (np.array([-9e3, -800.0, -25.0, 800.0, 9e3]) - bias)[:, None] * weights / (weights @ weights)
    expected = np.array([0.0, 0.0, math.exp(-25), 1.0, 1.0])
    assert_close(model.predict_proba(rows), expected, atol=1e-13, what="predict_proba at logits up to 9000 in size")
    _, weights, _ = fitted(submission, np.array([[100.0], [-50.0]]), np.array([1, 0]), 1.0, 2)
    assert np.isfinite(weights).all(), "The weights aren't finite after a step at logits of some thousands."


@pytest.mark.points(12)
def test_the_loss(submission, rng):
    """The loss is the mean negative log-likelihood of the labels."""
    z, y = np.log([3.0, 3.0, 1.0, 0.25]), np.array([1, 0, 0, 1])
    # A small number in the logarithm makes no difference here: the large logits judge it.
    expected = (math.log(4 / 3) + math.log(4) + math.log(2) + math.log(5)) / 4
    assert_close(submission.log_loss(z, y), expected, rtol=1e-5, what="the loss")
    z, y = rng.normal(size=5), np.array([1, 0, 0, 1, 0])
    probs = 1 / (1 + np.exp(-z))
    expected = -np.log(np.where(y == 1, probs, 1 - probs)).mean()
    assert_close(submission.log_loss(z, y), expected, rtol=1e-5, what="the loss")


@pytest.mark.points(7)
def test_the_loss_of_large_logits(submission):
    """The loss is finite for logits up to 1e4 in size: it grows like the logit where the label is wrong."""
    plain = float(submission.log_loss(np.array([0.0, 0.0]), np.array([0, 1])))
    assert plain > 0.1, "The loss of logits of 0 is hardly anything."
    growth = float(submission.log_loss(np.array([200.0]), np.array([0]))) - float(
        submission.log_loss(np.array([100.0]), np.array([0]))
    )
    assert_close(growth, 100.0, rtol=1e-9, what="by how much the loss of the label 0 grows from a logit of 100 to 200")
    # exp(715) overflows, and exp(-715) isn't 0 yet.
    for z, label, expected in ((715.0, 0, 715.0), (800.0, 0, 800.0), (-1e4, 1, 1e4), (1e4, 1, 0.0), (-1e4, 0, 0.0)):
        found = submission.log_loss(np.array([z]), np.array([label]))
        assert_close(found, expected, rtol=1e-9, atol=1e-12, what=f"the loss of a logit of {z} with the label {label}")


@pytest.mark.points(20)
def test_one_step_from_zero(submission, rng):
    """After one step from 0 the parameters are -lr times the gradient there."""
    _, weights, _ = fitted(submission, *FIXED, 1e-9, 1)
    far = np.abs(weights).max()
    assert not far > 1e-6, (
        f"After one step with a learning rate of 1e-9 a weight is {far:.3g} away from 0: all begin at 0."
    )
    check(submission, *FIXED, 0.5, 1)
    check(submission, *problem(rng), uniform(rng, 0.3, 0.9), 1)


@pytest.mark.points(16)
def test_several_steps(submission, rng):
    """Each step uses the probabilities of the parameters that the one before it left."""
    check(submission, *FIXED, 0.5, 2)
    check(submission, *problem(rng), uniform(rng, 0.3, 0.9), 4)
    X, y = np.array([[1e-7], [-1e-7]]), np.array([1, 0])  # small gradients and small steps are no reason to stop
    _, weights, _ = fitted(submission, X, y, 0.5, 3)
    assert_close(1e7 * weights, 1e7 * after(X, y, 0.5, 3)[0], what="1e7 times the weights after 3 small steps")


@pytest.mark.points(9)
def test_the_penalty_is_on_the_weights(submission, rng):
    """The penalty takes lr l2 w from the weights at each step, and nothing from the bias."""
    for X, y in (FIXED, problem(rng)):
        lr, l2 = 0.25, 0.8
        _, first, first_bias = fitted(submission, X, y, lr, 1, l2)
        assert np.abs(first).max() > 0.01, "All weights are 0 after a step."
        _, weights, bias = fitted(submission, X, y, lr, 2, l2)
        probs = np.asarray(submission.sigmoid(X @ first + first_bias))
        scale = (lr * (y - 0.5) @ X / first).mean()  # N, or what the answer has for it: that is judged elsewhere
        assert_close(weights, first - lr * ((probs - y) @ X / scale + l2 * first), what="the weights after 2 steps")
        moved = bias - first_bias
        assert_close(moved, -lr * (probs - y).sum() / scale, atol=1e-9, what="the second step of the bias")


@pytest.mark.points(12)
def test_probabilities_and_classes(submission, rng):
    """The probability of a row is the sigmoid of w.x + b, and its class is 1 where that is at least 1/2."""
    for X, y in (FIXED, problem(rng)):
        model, weights, bias = fitted(submission, X, y, 0.5, 3)
        assert np.abs(weights).max() > 0.01, "All weights are 0 after 3 steps."
        logits = np.array([-3.0, -0.2, 0.2, 0.4, 2.0])
        rows = (logits - bias)[:, None] * weights / (weights @ weights)
        probs = submission.sigmoid(logits)
        assert_close(model.predict_proba(rows), probs, what="the probabilities, beside the sigmoid of w.x + b")
        assert_equal(model.predict(rows), np.array([0, 0, 1, 1, 1]), what="the classes")


@pytest.mark.points(4)
def test_a_second_fit_starts_anew(submission, rng):
    """A second call of fit starts at 0 again, and gives back the model."""
    X, y = problem(rng)
    model, weights, bias = fitted(submission, X, y, 0.5, 2)
    assert np.abs(weights).max() > 0.01, "All weights are 0 after 2 steps."
    again = model.fit(X, y)
    assert again is not None, "fit gives back nothing: it returns the model itself."
    assert_equal(again, model, what="what fit returned")
    assert_close(model.weights, weights, what="the weights of the second fit")
    assert_close(model.bias, bias, what="the bias of the second fit")


@pytest.mark.points(2)
def test_a_single_feature(submission):
    """A single feature, and a single row, are no special case."""
    for X, y in ((np.array([[2.0], [-1.0], [0.5]]), np.array([1, 0, 0])), (np.array([[2.0, 1.0]]), np.array([1]))):
        model, weights, _ = fitted(submission, X, y, 0.5, 1)
        assert_equal(weights.shape, (X.shape[1],), what="the shape of the weights")
        assert np.abs(weights).max() > 0, "All weights are 0 after a step."
        assert_equal(np.shape(model.predict_proba(X)), (len(X),), what="the shape of the probabilities")


@pytest.mark.points(2)
def test_a_probability_of_one_half_is_class_1(submission):
    """A row whose probability is exactly 1/2 belongs to class 1."""
    model, _, _ = fitted(submission, np.array([[2.0], [-2.0]]), np.array([1, 0]), 0.5, 1)
    row = np.zeros((1, 1))
    assert_close(model.predict_proba(row), np.array([0.5]), what="the probability of a row of zeros, without a bias")
    assert_equal(model.predict(row), np.array([1]), what="its class")
    assert_equal(model.predict(row - 1e-3), np.array([0]), what="the class of a probability just below 1/2")
