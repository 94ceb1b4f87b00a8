"""Grades `quantile_regression`: losses point by point, slopes by finite differences, fits by trying every vertex."""

import math
from itertools import combinations

import numpy as np
import pytest

from kata.testing import assert_close, numerical_gradient, uniform

# Residuals 2, -1, 0.5, -3 and 1 at w = (1,), b = 1.
FIXED_X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]])
FIXED_Y = FIXED_X[:, 0] + 1 + np.array([2.0, -1.0, 0.5, -3.0, 1.0])


def loss(theta, X, y, tau):
    r = y - X @ theta[:-1] - theta[-1]
    return math.fsum(tau * v if v > 0 else (tau - 1) * v for v in r.tolist()) / len(y)


def best_vertex(X, y, tau):
    B = np.column_stack([X, np.ones(len(X))])
    rows = np.array(list(combinations(range(len(X)), B.shape[1])))
    rows = rows[np.abs(np.linalg.det(B[rows])) > 1e-9]
    thetas = np.linalg.solve(B[rows], y[rows][..., None])[..., 0]
    r = y - thetas @ B.T
    return thetas[np.argmin(np.maximum(tau * r, (tau - 1) * r).sum(axis=1))]


def problem(rng, d, n=9):
    X = rng.normal(size=(n, d)) + 0.5
    return X, X @ np.array([-2.0, 1.0])[:d] + rng.normal(size=n) - 1


# Its fits are within reach of some thousand steps of descent, which are judged in one test.
LINE_X = np.array([[-2.0], [-1.5], [-1.0], [-0.5], [0.0], [0.5], [1.0], [1.5], [2.0]])
LINE_Y = np.array([1.75, 1.0, -0.25, -0.625, 0.875, -1.625, -1.75, -0.875, -2.5])


def check(submission, X, y, tau, theta, atol=1e-6):
    w, b = submission.quantile_regression(X, y, tau)
    assert_close(w, theta[:-1], rtol=1e-6, atol=atol, what="the weights")
    assert_close(b, theta[-1], rtol=1e-6, atol=atol, what="the intercept")


@pytest.mark.points(22)
def test_the_loss(submission, rng):
    """A prediction that is too low by r costs tau r, one that is too high by r (1 - tau) r; L is the mean."""
    y, p = np.array([5.0, 5.0, 5.0, 1.0]), np.array([3.0, 6.0, 5.0, 5.0])
    assert_close(submission.pinball_loss(y, p, 0.75), (1.5 + 0.25 + 1.0) / 4, what="the loss")
    y, p, tau = rng.normal(size=6), rng.normal(size=6), uniform(rng, 0.1, 0.4)
    expected = sum(tau * (a - b) if a > b else (1 - tau) * (b - a) for a, b in zip(y.tolist(), p.tolist(), strict=True))
    assert_close(submission.pinball_loss(y, p, tau), expected / 6, what="the loss")


@pytest.mark.points(24)
def test_the_subgradient(submission, rng):
    """Where no row is on the fit, the sub-gradient is the gradient of the mean loss."""
    X, y = problem(rng, 2)
    drawn = X, y, rng.normal(size=2), uniform(rng, 0.2, 0.8), uniform(rng, 0.1, 0.4)
    for X, y, w, b, tau in ((FIXED_X, FIXED_Y, np.array([1.0]), 1.0, 0.75), drawn):
        dw, db = submission.subgradient(X, y, w, b, tau)
        theta = np.append(w, b)
        slope = numerical_gradient(lambda v, X=X, y=y, tau=tau: np.array([loss(v, X, y, tau)]), theta, step=1e-7)
        assert_close(dw, slope[:-1], rtol=1e-5, atol=1e-6, what="dw")
        assert_close(db, float(slope[-1]), rtol=1e-5, atol=1e-6, what="db")


@pytest.mark.points(6)
def test_a_row_on_the_fit(submission):
    """A row exactly on the fit contributes nothing to the sub-gradient."""
    X, y, w = np.array([[2.0], [4.0]]), np.array([3.0, 9.0]), np.array([1.0])
    dw, db = submission.subgradient(X, y, w, 1.0, 0.75)
    other, other_db = submission.subgradient(X[1:], y[1:], w, 1.0, 0.75)
    assert np.abs(np.asarray(other)).max() > 0.01, "The sub-gradient of a row above the fit is 0."
    shrunk = np.allclose(np.asarray(dw), np.asarray(other), rtol=1e-6)
    assert not shrunk, "The mean is taken over the rows off the fit alone: N counts all rows."
    assert_close(2 * np.asarray(dw), np.asarray(other), what="twice dw with a row on the fit, beside dw without it")
    assert_close(2 * float(db), float(other_db), what="twice db with a row on the fit, beside db without it")
    alone, _ = submission.subgradient(X[:1], y[:1], w, 1.0, 0.75)
    assert_close(alone, np.zeros(1), atol=1e-12, what="dw of a row on the fit")


@pytest.mark.points(24)
def test_a_line(submission):
    """The line makes the mean pinball loss smallest, at levels below and above the median."""
    # A falling line with an intercept above 0, which tells a missing one from one that can't be negative; a rising one.
    for y, tau in ((LINE_Y, 0.8), (-LINE_Y - 1, 0.2), (LINE_Y, 0.3)):
        # Roughly: how exactly the minimum is found is judged elsewhere.
        check(submission, LINE_X, y, tau, best_vertex(LINE_X, y, tau), atol=0.05)


@pytest.mark.points(12)
def test_two_features(submission):
    """With two features the plane makes the mean pinball loss smallest."""
    X = np.array([[0.0, 1.0], [1.0, -1.0], [-1.0, -0.5], [0.5, 0.0], [-0.5, 1.5], [1.5, 0.5], [-1.5, 0.25]])
    y = np.array([0.0, -3.25, 2.0, -3.5, -1.0, -2.5, 1.25])
    check(submission, X, y, 0.3, best_vertex(X, y, 0.3), atol=0.1)


@pytest.mark.points(6)
def test_the_exact_minimum(submission, rng):
    """The fit is right to 1e-6."""
    # The small feature has large weights, which cost nothing.
    one, two, small = problem(rng, 1), problem(rng, 2), problem(rng, 1)
    for X, y, tau in (
        (LINE_X, LINE_Y, 0.8),
        (*one, uniform(rng, 0.6, 0.7)),
        (*two, 0.7),
        (1e-3 * small[0], small[1], 0.4),
    ):
        theta = best_vertex(X, y, tau)
        w, b = submission.quantile_regression(X, y, tau)
        found, least = loss(np.append(np.asarray(w), float(b)), X, y, tau), loss(theta, X, y, tau)
        assert not 1e-7 < found / least - 1 < 0.02, (
            f"The loss of the fit is {found / least - 1:.1e} above the smallest: it is near the minimum and not there, "
            "as after steps of descent."
        )
        assert_close(w, theta[:-1], rtol=1e-6, atol=1e-6, what="the weights")
        assert_close(b, theta[-1], rtol=1e-6, atol=1e-6, what="the intercept")


@pytest.mark.points(6)
def test_an_outlier(submission, rng):
    """Moving a point away from the fit, on its side, doesn't change the fit."""
    X = np.array([[-2.5], [-1.5], [-0.5], [0.5], [1.5], [2.5]])
    above = uniform(rng, 0.1, 0.9)
    y = X[:, 0] + above + np.array([0, 0, 0, 0, 0, 1.0])
    for lift in (1.0, 1e4):
        moved = y + lift * np.array([0, 0, 0, 0, 0, 1.0])
        check(submission, X, moved, 0.45, np.array([1.0, above]), atol=0.1)
