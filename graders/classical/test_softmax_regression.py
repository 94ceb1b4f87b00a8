"""Grades `softmax_regression`: losses in Python's numbers, gradients by the complex step."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step, sizes, uniform

# Logits log 2, log 1, log 1 and log 1, log 6, log 1, each twice: probabilities 1/2, 1/4, 1/4 and 1/8, 6/8, 1/8.
FIXED_W = np.log([[2.0, 1.0, 1.0], [1.0, 6.0, 1.0]])
FIXED_X, FIXED_Y = np.eye(2)[[0, 1, 0, 1]], np.array([1, 1, 2, 0])


def plain_loss(W, b, X, y):
    Z = X @ W + b
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


def problem(rng):
    n, d, k = 7, *sizes(rng, 3, 4)
    y = np.concatenate([np.arange(k), np.zeros(n - k, dtype=np.int64)])
    return rng.normal(size=(d, k)), rng.normal(size=k), rng.normal(size=(n, d)) + 0.5, rng.permutation(y)


def after(X, y, k, lr, steps):
    W, b = np.zeros((X.shape[1], k)), np.zeros(k)
    for _ in range(steps):
        dW = complex_step(lambda value, b=b: plain_loss(value, b, X, y), W)
        db = complex_step(lambda value, W=W: plain_loss(W, value, X, y), b)
        W, b = W - lr * dW, b - lr * db
    return W, b


def fitted(submission, X, y, k, lr, steps, l2=0.0):
    model = submission.SoftmaxRegression(n_classes=k, lr=lr, steps=steps, l2=l2)
    model.fit(X, y)
    return model, np.asarray(model.weights, dtype=float), np.asarray(model.bias, dtype=float)


@pytest.mark.points(16)
def test_the_loss(submission, rng):
    """The loss is the mean negative log-likelihood of the labels."""
    found = submission.loss_and_gradient(FIXED_W, np.zeros(3), FIXED_X, FIXED_Y, 0.0)[0]
    assert_close(found, (2 * math.log(4) + math.log(4 / 3) + math.log(8)) / 4, what="the loss")
    W, b, X, y = problem(rng)
    assert_close(submission.loss_and_gradient(W, b, X, y, 0.0)[0], plain_loss(W, b, X, y), what="the loss")


@pytest.mark.points(22)
def test_the_gradient(submission, rng):
    """The gradient with respect to the logits is (P - Y) / N, taken on to weights and biases."""
    _, dW, db = submission.loss_and_gradient(FIXED_W, np.zeros(3), FIXED_X, FIXED_Y, 0.0)
    expected = np.array([[4.0, -2.0, -2.0], [-3.0, 2.0, 1.0]]) / 16
    assert_close(dW, expected, what="dL/dW")
    assert_close(db, expected.sum(axis=0), what="dL/db")
    W, b, X, y = problem(rng)
    _, dW, db = submission.loss_and_gradient(W, b, X, y, 0.0)
    assert_close(dW, complex_step(lambda value: plain_loss(value, b, X, y), W), what="dL/dW")
    assert_close(db, complex_step(lambda value: plain_loss(W, value, X, y), b), what="dL/db")


@pytest.mark.points(14)
def test_the_penalty(submission, rng):
    """The penalty adds l2/2 sum W^2 to the loss, l2 W to dL/dW, and nothing to dL/db."""
    fixed = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]), np.array([1.0, 2.0, -1.0]), FIXED_X, FIXED_Y
    for W, b, X, y in (fixed, problem(rng)):
        loss, dW, db = submission.loss_and_gradient(W, b, X, y, 0.0)
        l2 = uniform(rng, 0.4, 0.9)
        more, dW_more, db_more = submission.loss_and_gradient(W, b, X, y, l2)
        assert_close(float(more) - float(loss), l2 / 2 * np.sum(W**2), what="what the penalty adds to the loss")
        assert_close(np.asarray(dW_more) - np.asarray(dW), l2 * W, what="what it adds to dL/dW")
        added = np.asarray(db_more) - np.asarray(db)
        assert_close(added, np.zeros(len(b)), atol=1e-12, what="what it adds to dL/db")


@pytest.mark.points(3)
def test_a_fit_begins_at_0(submission):
    """A fit begins with weights and biases of 0, where features of 0 and a row of each class leave them."""
    _, weights, bias = fitted(submission, np.zeros((3, 2)), np.array([2, 0, 1]), 3, 0.5, 2)
    assert_close(weights, np.zeros((2, 3)), atol=1e-12, what="the weights, which are still where the fit began")
    assert_close(bias, np.zeros(3), atol=1e-12, what="the biases, which are still where the fit began")
    _, weights, _ = fitted(submission, np.array([[1.0], [-1.0]]), np.array([0, 1]), 2, 0.5, 1)
    assert np.abs(weights).max() > 0.01, "All weights are 0 after a step."


@pytest.mark.points(15)
def test_steps_of_descent(submission, rng):
    """From 0, each step goes against the gradient at the parameters that the one before it left."""
    for steps, (_, _, X, y) in ((1, problem(rng)), (3, problem(rng))):
        k, lr = int(y.max()) + 1, uniform(rng, 0.3, 0.9)
        _, weights, bias = fitted(submission, X, y, k, lr, steps)
        expected = after(X, y, k, lr, steps)
        assert_close(weights, expected[0], what=f"the weights after {steps} steps")
        assert_close(bias, expected[1], what=f"the biases after {steps} steps")


@pytest.mark.points(10)
def test_probabilities_and_classes(submission, rng):
    """The probabilities of a row are the softmax of its logits, and its class is the one with the largest."""
    _, _, X, y = problem(rng)
    model, weights, bias = fitted(submission, X, y, int(y.max()) + 1, 0.5, 3)
    assert np.abs(weights).max() > 0.01, "All weights are 0 after 3 steps."
    rows = 3 * rng.normal(size=(5, X.shape[1]))
    Z = rows @ weights + bias
    expected = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    assert_close(model.predict_proba(rows), expected, what="the probabilities")
    assert_equal(model.predict(rows), Z.argmax(axis=1), what="the classes")
    # A class without rows is judged elsewhere.
    model, _, _ = fitted(submission, np.array([[1.0], [-1.0], [0.5]]), np.array([0, 1, 1]), 2, 0.5, 1)
    what = "the class of a row of zeros where class 1 has the larger bias"
    assert_equal(model.predict(np.zeros((1, 1))), np.array([1]), what=what)
    model, _, _ = fitted(submission, np.array([[1.0], [-1.0]]), np.array([0, 1]), 2, 0.5, 1)
    what = "the class of a row of zeros where both classes have the same bias"
    assert_equal(model.predict(np.zeros((1, 1))), np.array([0]), what=what)


@pytest.mark.points(4)
def test_the_penalty_of_a_fit(submission, rng):
    """A fit with a penalty takes lr l2 W from the weights at each step, and nothing from the biases."""
    _, _, X, y = problem(rng)
    k = int(y.max()) + 1
    _, first, first_bias = fitted(submission, X, y, k, 0.5, 1, 0.0)
    assert np.abs(first).max() > 0.01, "All weights are 0 after a step."
    _, plain, _ = fitted(submission, X, y, k, 0.5, 2, 0.0)
    dW_plain = np.asarray(submission.loss_and_gradient(first, first_bias, X, y, 0.0)[1])
    dW = np.asarray(submission.loss_and_gradient(first, first_bias, X, y, 0.6)[1])
    _, second, _ = fitted(submission, X, y, k, 0.5, 2, 0.6)
    sign = float(np.sign(np.sum((plain - first) * dW_plain)))  # which way it goes is judged elsewhere
    assert np.abs(second - plain).max() > 1e-3, "The penalty changes nothing."
    assert_close(second - plain, sign * 0.5 * (dW - dW_plain), atol=1e-12, what="what the penalty changes in 2 steps")
    # Where all features are 0 only the biases move, by a gradient that is the answer's own.
    X, y = np.zeros((3, 1)), np.array([0, 1, 1])
    (_, _, bias), (_, _, moved) = (fitted(submission, X, y, 2, 0.5, steps, 0.6) for steps in (1, 2))
    db = np.asarray(submission.loss_and_gradient(np.zeros((1, 2)), bias, X, y, 0.6)[2])
    what = "how far the second step with a penalty moves the biases, which it isn't on"
    assert_close(np.abs(moved - bias), 0.5 * np.abs(db), atol=1e-12, what=what)


def of_one_row(submission, logits):
    """The loss and dL/dW of one row of these logits whose label is 0."""
    W, X = np.array([logits]), np.ones((1, 1))
    return submission.loss_and_gradient(W, np.zeros(3), X, np.array([0]), 0.0)[:2]


@pytest.mark.points(4)
def test_large_logits(submission):
    """Logits up to 1e4 in size give no nan and no inf."""
    assert float(of_one_row(submission, [0.0, 0.0, 0.0])[0]) > 0.1, "The loss of three equal logits is hardly anything."
    for logits in ([800.0, 0.0, 1.0], [1e4, 0.0, -1e4]):
        loss, dW = of_one_row(submission, logits)
        assert_close(loss, 0.0, atol=1e-9, what=f"the loss of logits {logits} for class 0")
        assert_close(dW, np.zeros((1, 3)), atol=1e-9, what="dL/dW")
    loss, dW = of_one_row(submission, [900.0, 900.0, 900.0])
    assert_close(loss, math.log(3), what="the loss of logits that are all 900")
    assert_close(dW, np.array([[-2.0, 1.0, 1.0]]) / 3, what="dL/dW")
    model, weights, bias = fitted(submission, np.array([[2.0], [-1.0]]), np.array([1, 0]), 2, 1.0, 1)
    rows = np.array([[1000.0], [-1000.0]])
    first = (rows @ weights + bias)[:, 0] > (rows @ weights + bias)[:, 1]
    assert_close(model.predict_proba(rows), np.column_stack([first, ~first]).astype(float), what="the probabilities")


@pytest.mark.points(3)
def test_rows_far_apart(submission):
    """Each row is a softmax of its own: one of 500s beside one of -500s gives the losses that they have alone."""
    X, W = np.array([[1.0], [-1.0]]), np.array([[500.0, 500.0, 500.0]])
    loss, dW, _ = submission.loss_and_gradient(W, np.zeros(3), X, np.array([0, 1]), 0.0)
    assert_close(loss, math.log(3), what="the loss of a row of 500s and a row of -500s")
    assert_close(dW, np.array([[-0.5, 0.5, 0.0]]), atol=1e-9, what="dL/dW")


@pytest.mark.points(3)
def test_the_loss_grows_with_the_lag(submission):
    """Where the label is wrong, the loss is how far its logit lags behind the largest, however far that is."""
    for logits, lag in (([-30.0, 30.0, 0.0], 60.0), ([-400.0, 400.0, 0.0], 800.0), ([-1e4, 0.0, -9e3], 1e4)):
        loss, dW = of_one_row(submission, logits)
        loss = float(loss)
        cut_off = f"The loss of logits {logits} for class 0 is cut off, at {loss:.4g} where it should be {lag:g}."
        assert not 1 < loss < 0.99 * lag, cut_off
        assert_close(loss, lag, rtol=1e-9, what=f"the loss of logits {logits} for class 0")
        assert_close(dW, np.array([[-1.0, 1.0, 0.0]]), atol=1e-9, what="dL/dW")


@pytest.mark.points(3)
def test_a_class_without_rows(submission):
    """A class that no row has gets weights and probabilities too."""
    X, y = np.array([[2.0], [-1.0], [1.0]]), np.array([0, 2, 2])
    _, weights, _ = fitted(submission, X, np.array([0, 1, 1]), 3, 0.5, 1)
    assert_equal(weights.shape, (1, 3), what="the shape of the weights, where the last of 3 classes has no row")
    model, weights, _ = fitted(submission, X, y, 4, 0.5, 2)
    assert_equal(weights.shape, (1, 4), what="the shape of the weights")
    assert_close(weights.sum(), 0.0, atol=1e-12, what="the sum of the weights")
    assert np.abs(weights).max() > 0.01, "All weights are 0."
    assert_close(weights[:, 1], weights[:, 3], what="the weights of one class without rows, beside those of the other")
    assert_equal(np.shape(model.predict_proba(X)), (3, 4), what="the shape of the probabilities")


@pytest.mark.points(3)
def test_a_second_fit_starts_anew(submission, rng):
    """A second call of fit starts at 0 again, and gives back the model."""
    _, _, X, y = problem(rng)
    model, weights, bias = fitted(submission, X, y, int(y.max()) + 1, 0.5, 2)
    assert np.abs(weights).max() > 0.01, "All weights are 0 after 2 steps."
    assert_equal(model.fit(X, y), model, what="what fit returned")
    assert_close(model.weights, weights, what="the weights of the second fit")
    assert_close(model.bias, bias, what="the biases of the second fit")
