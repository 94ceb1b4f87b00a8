"""Grades `linear_regression_gd`: the oracle takes all steps at once, along the eigenvectors of the second moments."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def after(X, y, lr, steps):
    """The parameters after so many steps from 0: along each eigenvector, a share 1 - (1 - lr h)^steps of the way."""
    A = np.column_stack([X, np.ones(len(X))])
    h, v = np.linalg.eigh(A.T @ A / len(A))
    share = np.array([(1 - (1 - lr * a) ** steps) / a if a > 1e-12 else lr * steps for a in h])
    theta = v @ (share * (v.T @ (A.T @ y / len(A))))
    return theta[:-1], theta[-1]


def parameters(model):
    """Weights and bias. Their shape is judged elsewhere."""
    return np.ravel(np.asarray(model.weights)), model.bias


def check(submission, X, y, lr, steps, **options):
    model = submission.LinearRegression(lr=lr, steps=steps)
    model.fit(X, y)
    weights, bias = after(X, y, lr, steps)
    found = parameters(model)
    after_steps = "after a step" if steps == 1 else f"after {steps} steps"
    assert_close(found[0], weights, what=f"the weights {after_steps}", **options)
    assert_close(found[1], bias, what=f"the bias {after_steps}", **options)


def problem(rng, n=7, d=3):
    """Columns that are nearly orthogonal: a step along the gradient that is N times too long still gets there."""
    X = np.linalg.qr(np.column_stack([np.ones(n), rng.normal(size=(n, d))]))[0][:, 1:] * np.sqrt(n)
    return X + 0.1 * rng.normal(size=(n, d)), rng.normal(size=n) + uniform(rng, 1, 2)


FIXED = np.array([[1.0, 0.0], [3.0, -2.0], [2.0, 1.0], [0.0, 1.0], [1.0, 2.0]]), np.array([2.0, 4.0, -1.0, 3.0, 1.0])


@pytest.mark.points(3)
def test_a_fit_begins_at_0(submission):
    """The weights and the bias begin at 0, where features of 0 and targets of mean 0 leave them."""
    model = submission.LinearRegression(lr=0.5, steps=2)
    model.fit(np.zeros((4, 2)), np.array([1.0, -1.0, 2.0, -2.0]))
    weights, bias = parameters(model)
    assert np.abs(weights).max() <= 1e-12, "The weights don't begin at 0, where no step moves them from here."
    assert abs(float(bias)) <= 1e-12, "The bias doesn't begin at 0, where no step moves it from here."
    model.fit(*FIXED)
    assert np.abs(parameters(model)[0]).max() > 0.01, "All weights are 0 after two steps."


@pytest.mark.points(30)
def test_one_step_from_zero(submission, rng):
    """After one step from 0 the parameters are -lr times the gradient there."""
    check(submission, *FIXED, 0.3, 1)
    n, d = sizes(rng, 5, 7)
    check(submission, rng.normal(size=(n, d)), rng.normal(size=n) + 1, uniform(rng, 0.2, 0.8), 1)


@pytest.mark.points(15)
def test_several_steps(submission, rng):
    """Each step starts where the one before it ended."""
    check(submission, *FIXED, 0.25, 2)
    check(submission, *problem(rng), uniform(rng, 0.2, 0.4), 5, rtol=1e-7)


@pytest.mark.points(10)
def test_many_steps_arrive_at_least_squares(submission, rng):
    """After many steps the parameters are those of the least squares fit."""
    for X, y in (problem(np.random.default_rng(5)), problem(rng)):
        model = submission.LinearRegression(lr=0.12, steps=400)
        model.fit(X, y)
        best = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]
        assert_close(parameters(model)[0], best[:-1], rtol=1e-6, atol=1e-6, what="the weights")
        assert_close(model.bias, best[-1], rtol=1e-6, atol=1e-6, what="the bias")


@pytest.mark.points(20)
def test_the_history_of_the_loss(submission, rng):
    """The history has half the mean squared residual before the first step and after each."""
    for X, y in (FIXED, problem(rng)):
        model = submission.LinearRegression(lr=0.1, steps=3)
        model.fit(X, y)
        losses = [float(y @ y) / (2 * len(y))]
        for steps in (1, 2, 3):
            other = submission.LinearRegression(lr=0.1, steps=steps)
            other.fit(X, y)
            r = X @ parameters(other)[0] + float(other.bias) - y
            losses.append(float(r @ r) / (2 * len(y)))
        assert_close(model.history, losses, what="the history, beside the losses of the fitted parameters")


@pytest.mark.points(12)
def test_predictions(submission, rng):
    """The prediction for a row is w.x + b, with the parameters that were fitted."""
    for X, y in (FIXED, problem(rng)):
        model = submission.LinearRegression(lr=0.1, steps=4)
        model.fit(X, y)
        weights, bias = parameters(model)[0], float(model.bias)
        assert np.abs(weights).max() > 0.01, "All weights are 0 after 4 steps."
        rows = rng.normal(size=(5, X.shape[1]))
        found = np.ravel(np.asarray(model.predict(rows)))
        assert_close(found, rows @ weights + bias, what="the predictions, beside w.x + b")


@pytest.mark.points(5)
def test_a_second_fit_starts_anew(submission, rng):
    """A second call of fit starts at 0 again, with a new history."""
    first, second = problem(rng), problem(rng, 6, 3)
    model, fresh = (submission.LinearRegression(lr=0.1, steps=2) for _ in range(2))
    model.fit(*first)
    model.fit(*second)
    fresh.fit(*second)
    weights = parameters(fresh)[0]
    assert np.abs(weights).max() > 0.01, "All weights are 0 after 2 steps."
    assert_close(parameters(model)[0], weights, what="the weights of the second fit, beside those of a new model")
    assert_close(model.bias, fresh.bias, what="the bias of the second fit, beside that of a new model")
    assert_equal(len(model.history), len(fresh.history), what="the length of the history after the second fit")


@pytest.mark.points(3)
def test_the_shapes(submission, rng):
    """The weights have the shape (D,) and the predictions (M,), for a single row and a single feature too."""
    for n, d in ((5, 2), (1, 3), (4, 1)):
        X, y = rng.normal(size=(n, d)), rng.normal(size=n) + 2
        model = submission.LinearRegression(lr=0.1, steps=2)
        model.fit(X, y)
        weights = np.asarray(model.weights)
        assert_equal(weights.shape, (d,), what="the shape of the weights")
        assert np.abs(weights).max() > 0, "All weights are 0 after 2 steps."
        found = model.predict(X)
        assert_close(found, X @ weights + float(model.bias), what="the predictions, beside w.x + b")


@pytest.mark.points(2)
def test_fit_returns_the_model(submission):
    """fit returns the model itself."""
    model = submission.LinearRegression(lr=0.5, steps=2)
    found = model.fit(*FIXED)
    assert np.abs(np.asarray(model.weights)).max() > 0, "All weights are 0 after two steps."
    assert_equal(found, model, what="what fit returned")
