"""Grades `newton_logistic_regression`: derivatives by the complex step, minima that tables of counts give."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, complex_step, uniform

# At these parameters the logits are log 3, -log 3 and 0, and the probabilities 3/4, 1/4 and 1/2.
FIXED = np.array([[1.0, 2.0], [-1.0, 2.0], [0.0, 1.0]]), np.array([1, 1, 0]), np.array([math.log(3), 0.0]), 0.0


def slope(theta, X, y, ridge):
    """The gradient, from the objective."""

    def objective(value):
        z = X @ value[:-1] + value[-1]
        return np.sum(np.log(1 + np.exp(z)) - y * z) + ridge / 2 * np.sum(value[:-1] ** 2)

    return complex_step(objective, theta)


def curvature(theta, X, y, ridge):
    """The Hessian, column by column, from the probabilities."""

    def gradient(value):
        A = np.column_stack([X, np.ones(len(X))])
        p = 1 / (1 + np.exp(-(A @ value)))
        return A.T @ (p - y) + ridge * np.append(value[:-1], 0)

    return np.stack([complex_step(gradient, theta, row) for row in np.eye(len(theta))])


def problem(rng):
    """Rows of both classes that no plane separates: each row stands there with either label."""
    half = rng.normal(size=(5, 2)) + 0.5
    X, y = np.vstack([half, half, half[:2]]), np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0])
    return X, y


def table(rng):
    """One binary feature, and a table of counts: rows, label 1 where the feature is 0 and where it is 1."""
    n0, n1 = int(rng.integers(6, 9)), int(rng.integers(9, 13))
    k0, k1 = int(rng.integers(1, 3)), int(rng.integers(5, 8))
    X = np.repeat([[0.0], [1.0]], [n0, n1], axis=0)
    y = np.concatenate([np.arange(n0) < k0, np.arange(n1) < k1]).astype(np.int64)
    low, high = math.log(k0 / (n0 - k0)), math.log(k1 / (n1 - k1))
    return X, y, np.array([high - low]), low


@pytest.mark.points(14)
def test_the_gradient(submission, rng):
    """The gradient is A^T (p - y), summed over the rows, without a penalty."""
    assert_close(submission.gradient_and_hessian(*FIXED, 0.0)[0], np.array([0.5, -1.5, -0.5]), what="the gradient")
    (X, y), w, b = problem(rng), rng.normal(size=2), uniform(rng, 0.2, 0.8)
    found = submission.gradient_and_hessian(X, y, w, b, 0.0)[0]
    assert_close(found, slope(np.append(w, b), X, y, 0.0), what="the gradient")


@pytest.mark.points(20)
def test_the_hessian(submission, rng):
    """The Hessian is A^T diag(p (1 - p)) A without a penalty."""
    # To five digits: a ridge of 1e-6 that is to make it regular costs the test of a singular one.
    expected = np.array([[6.0, 0.0, 0.0], [0.0, 28.0, 16.0], [0.0, 16.0, 10.0]]) / 16
    assert_close(submission.gradient_and_hessian(*FIXED, 0.0)[1], expected, atol=1e-5, what="the Hessian")
    (X, y), w, b = problem(rng), rng.normal(size=2), uniform(rng, 0.2, 0.8)
    found = submission.gradient_and_hessian(X, y, w, b, 0.0)[1]
    assert_close(found, curvature(np.append(w, b), X, y, 0.0), atol=1e-5, what="the Hessian")


@pytest.mark.points(14)
def test_the_penalty_is_on_the_weights(submission, rng):
    """The penalty adds ridge w to the gradient and ridge to the diagonal of the Hessian, but nothing for the bias."""
    (X, y), w, b, ridge = problem(rng), rng.normal(size=2), uniform(rng, 0.3, 0.8), uniform(rng, 1, 3)
    for data in ((FIXED[0], FIXED[1], np.array([2.0, -1.0]), 0.5), (X, y, w, b)):
        plain, more = submission.gradient_and_hessian(*data, 0.0), submission.gradient_and_hessian(*data, ridge)
        added = np.asarray(more[0]) - np.asarray(plain[0])
        assert_close(added, ridge * np.append(data[2], 0.0), atol=1e-9, what="what the penalty adds to the gradient")
        added = np.asarray(more[1]) - np.asarray(plain[1])
        assert_close(added, ridge * np.diag([1.0, 1.0, 0.0]), atol=1e-9, what="what it adds to the Hessian")


@pytest.mark.points(20)
def test_the_minimum(submission, rng):
    """Without a penalty, the gradient is 0 at what comes back."""
    X, y = np.array([[0.0]] * 4 + [[1.0]] * 5), np.array([1, 0, 0, 0, 1, 1, 1, 0, 1])
    w, b, _ = submission.newton_logistic_regression(X, y, 0.0, 1e-9, 200)
    assert_close(w, np.array([math.log(12)]), atol=1e-6, what="the weight")
    assert_close(b, -math.log(3), atol=1e-6, what="the bias")
    X, y, expected_w, expected_b = table(rng)
    w, b, _ = submission.newton_logistic_regression(X, y, 0.0, 1e-9, 200)
    assert_close(w, expected_w, atol=1e-6, what="the weight")
    assert_close(b, expected_b, atol=1e-6, what="the bias")
    X, y = problem(rng)
    w, b, _ = submission.newton_logistic_regression(X, y, 0.0, 1e-9, 200)
    assert_close(slope(np.append(w, b), X, y, 0.0), np.zeros(3), atol=1e-6, what="the gradient at the end")


@pytest.mark.points(12)
def test_the_steps(submission):
    """Each step is Newton's, and their number comes back; the gradient is looked at before each."""
    # By symmetry the bias stays 0: from w = 0, a step gives w = 1, where the entry of the gradient is 4 p - 3.
    X, y = np.array([[1.0], [1.0], [1.0], [1.0]] + [[-1.0]] * 4), np.array([1, 1, 1, 0, 0, 0, 0, 1])
    p = 1 / (1 + math.exp(-1.0))
    w, _, steps = submission.newton_logistic_regression(X, y, 0.0, 0.2, 5)
    assert_close(w, np.array([1.0]), atol=1e-5, what="the weight after one step")
    assert_close(steps, 1, what="the number of steps")
    w, _, steps = submission.newton_logistic_regression(X, y, 0.0, 0.01, 5)
    assert_close(w, np.array([1.0 - (p - 0.75) / (p * (1 - p))]), atol=1e-5, what="the weight after two steps")
    assert_close(steps, 2, what="the number of steps")
    # The entries of the gradient at 0 are -2 and 0, and then -2, -2 and 0: of length 2.8, and 4 in all.
    w, _, steps = submission.newton_logistic_regression(X, y, 0.0, 2.5, 5)
    assert_close(np.abs(np.append(w, steps)), np.zeros(2), what="weight and steps where 0 is good enough")
    X, y = np.kron(np.eye(2), X), np.tile(y, 2)
    for tol in (3.0, 2.5):
        w, _, steps = submission.newton_logistic_regression(X, y, 0.0, tol, 5)
        assert_close(np.abs(np.append(w, steps)), np.zeros(3), what="weights and steps where 0 is good enough")
    w, _, steps = submission.newton_logistic_regression(X, y, 0.0, 1.9, 5)
    assert_close(np.append(w, steps), np.ones(3), atol=1e-5, what="weights and steps where 0 is not quite good enough")


@pytest.mark.points(6)
def test_a_penalty_makes_separable_data_well_posed(submission, rng):
    """With a penalty the gradient is 0 at the end on separable data too."""
    for X in (np.array([[-2.0], [-1.0], [1.0], [3.0]]), np.sort(rng.normal(size=(4, 1)), axis=0)):
        y = np.array([0, 0, 1, 1])
        ridge = uniform(rng, 0.5, 1.5)
        w, b, _ = submission.newton_logistic_regression(X, y, ridge, 1e-9, 50)
        own = submission.gradient_and_hessian(X, y, w, float(b), ridge)[0]
        assert float(w[0]) > 0.01, "The weight isn't above 0, although class 1 is on the right."
        assert_close(own, np.zeros(2), atol=1e-6, what="the gradient at the end")


@pytest.mark.points(6)
def test_separable_data(submission):
    """Without a penalty, data that a plane separates are an error."""
    y = np.array([0, 0, 1, 1])
    near = np.array([[-2.0], [1.0], [-1.0], [3.0]])
    w = np.asarray(submission.newton_logistic_regression(near, y, 0.0, 1e-8, 100)[0])
    assert np.abs(w).max() > 0.01, "All weights are 0."
    X = np.array([[-2.0], [-1.0], [1.0], [3.0]])
    two_columns = np.array([[4.0, 1.0], [5.0, 0.0], [6.0, 2.0], [7.5, 2.0]])
    for rows, labels in ((X, y), (two_columns, y), (X, np.ones(4, dtype=np.int64))):
        for tol in (1e-2, 1e-8):
            with pytest.raises(ValueError):
                submission.newton_logistic_regression(rows, labels, 0.0, tol, 100)
    # A step from 0 brings all rows to the right side, the nearest to p = 0.66, and the gradient from 1.5 to 0.23.
    with pytest.raises(ValueError):
        submission.newton_logistic_regression(np.array([[-6.0], [-3.0], [0.0]]), np.array([0, 1, 1]), 0.0, 0.35, 100)


@pytest.mark.points(5)
def test_too_few_steps(submission):
    """When max_steps steps don't reach tol, that is an error; when they just do, it isn't."""
    X, y = np.array([[1.0], [1.0], [1.0], [1.0]] + [[-1.0]] * 4), np.array([1, 1, 1, 0, 0, 0, 0, 1])
    w = np.asarray(submission.newton_logistic_regression(X, y, 0.0, 0.2, 1)[0])
    assert np.abs(w).max() > 0.01, "The weight is 0 after a step."
    # The largest entry of the gradient at 0 is 2.
    assert_close(submission.newton_logistic_regression(X, y, 0.0, 2.0, 0)[2], 0, what="the number of steps with tol 2")
    with pytest.raises(ValueError):
        submission.newton_logistic_regression(X, y, 0.0, 1e-9, 1)
    with pytest.raises(ValueError):
        submission.newton_logistic_regression(X, y, 0.0, 0.2, 0)


@pytest.mark.points(3)
def test_a_singular_hessian(submission):
    """A column of zeros makes the Hessian singular without a penalty, which is an error."""
    X, y = np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]), np.array([1, 0, 1, 0])
    w = np.asarray(submission.newton_logistic_regression(X[:, :1], y, 0.0, 1e-8, 30)[0])
    assert np.abs(w).max() > 0.01, "The weight is 0."
    with pytest.raises(ValueError):
        submission.newton_logistic_regression(X, y, 0.0, 1e-8, 30)
