"""Grades `ridge`: the oracle is least squares with extra rows, sqrt(lam) times the identity, whose targets are 0."""

import numpy as np
import pytest

from kata.testing import assert_close, uniform


def penalised(X, y, lam):
    d = X.shape[1]
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(lam) * np.eye(d)])
    w = np.linalg.lstsq(rows, np.concatenate([y - y.mean(), np.zeros(d)]), rcond=None)[0]
    return w, y.mean() - X.mean(axis=0) @ w


def centred(rng, n, d):
    """Columns and targets of mean 0: what the intercept needs is judged elsewhere."""
    X, y = rng.normal(size=(n, d)), rng.normal(size=n)
    return X - X.mean(axis=0), y - y.mean()


# Two rows of zeros change no sum: without them N - 1 would be 2, and lam times N - 1 look like twice lam.
FIXED = (
    np.array([[-2.0, 1.0], [0.0, -2.0], [2.0, 1.0], [0.0, 0.0], [0.0, 0.0]]),
    np.array([-3.0, -1.0, 4.0, 0.0, 0.0]),
)


@pytest.mark.points(30)
def test_the_weights(submission, rng):
    """The weights make the sum of squares plus lam times their squares smallest, for data of mean 0."""
    assert_close(submission.ridge(*FIXED, 3.0)[0], np.array([14 / 11, 3 / 9]), what="the weights")
    for lam in (0.5, uniform(rng, 2, 9)):
        X, y = centred(rng, 7, 3)
        assert_close(submission.ridge(X, y, lam)[0], penalised(X, y, lam)[0], rtol=1e-7, what="the weights")


@pytest.mark.points(24)
def test_the_intercept_is_not_penalised(submission, rng):
    """Moving X or y by constants leaves the weights as they are and moves the intercept alone."""
    X, y = FIXED
    # With hardly any penalty it makes no difference which lam an answer takes.
    found = submission.ridge(X + np.array([3.0, -1.0]), y + 10.0, 1e-6)
    expected = np.array([1.75, 0.5]), 5.25
    assert_close(found, expected, rtol=1e-4, what="weights and intercept for moved rows with hardly any penalty")
    assert_close(submission.ridge(X, y + 10.0, 4.0)[1], 10.0, what="the intercept for y + 10")
    own = np.asarray(submission.ridge(X, y, 4.0)[0])
    assert np.abs(own).max() > 0.01, "All weights are 0."
    w, b = submission.ridge(X + np.array([3.0, -1.0]), y + 10.0, 4.0)
    assert_close(w, own, rtol=1e-7, what="the weights for moved rows, beside those without")
    assert_close(b, 10.0 - own @ [3.0, -1.0], rtol=1e-7, what="the intercept for moved rows")
    X, y = centred(rng, 6, 3)
    own = np.asarray(submission.ridge(X, y, 2.0)[0])
    shift, lift = rng.normal(size=3), uniform(rng, 2, 5)
    w, b = submission.ridge(X + shift, y + lift, 2.0)
    assert_close(w, own, rtol=1e-7, what="the weights for moved rows, beside those without")
    assert_close(b, lift - own @ shift, rtol=1e-7, what="the intercept for moved rows")


@pytest.mark.points(5)
def test_more_features_than_rows(submission, rng):
    """Dependent and nearly dependent columns, and more features than rows, are no problem."""
    X, y = centred(rng, 4, 6)
    found = np.asarray(submission.ridge(X, y, 1.5)[0])
    # At the minimum, lam w is X^T times the residuals, whatever lam the answer has for 1.5.
    pull = X.T @ (y - X @ found)
    assert np.abs(found).max() > 1e-3, "All weights are 0."
    own = (pull @ found) / (found @ found)
    assert_close(found * own, pull, rtol=1e-6, atol=1e-8, what="lam times the weights")
    narrow = np.asarray(submission.ridge(X[:, :2], y, 1.5)[0])
    pull = X[:, :2].T @ (y - X[:, :2] @ narrow)
    what = "what the answer takes for lam with six features, beside that with two, for four rows"
    assert_close(own, (pull @ narrow) / (narrow @ narrow), rtol=1e-6, atol=1e-6, what=what)
    # Two columns that are all but one: descent that ends after so many steps is still far from the minimum.
    near = np.column_stack([X[:, 0] + 0.02 * X[:, 1], X[:, 0] - 0.02 * X[:, 1]])
    found = np.asarray(submission.ridge(near, y, 1e-3)[0])
    pull = near.T @ (y - near @ found)
    excess = float(np.abs(pull - found * (pull @ found) / (found @ found)).max())
    says = "For two nearly dependent columns J isn't at its minimum, as when a search by steps ends too early"
    assert excess < 1e-6, f"{says}: it has the slope {excess:.2g} there."
    twice = np.asarray(submission.ridge(np.column_stack([X[:, 0], X[:, 0]]), y, 1.5)[0])
    assert_close(twice[0], twice[1], rtol=1e-6, atol=1e-9, what="the weight of a column, beside that of its copy")


@pytest.mark.points(5)
def test_a_huge_penalty(submission, rng):
    """A huge lam leaves hardly any weights, and the mean of y for the intercept."""
    X, y = centred(rng, 6, 2)
    plain = np.asarray(submission.ridge(X, y, 1e-3)[0])
    assert np.abs(plain).max() > 1e-3, "All weights are 0 with a small penalty."
    assert_close(submission.ridge(X, y, 1e12)[0], np.zeros(2), atol=1e-9, what="the weights for lam = 1e12")


@pytest.mark.points(14)
def test_the_most_probable_weights(submission, rng):
    """The MAP estimate is ridge's, with the lam that noise and prior give."""
    for (X, y), noise, prior in ((FIXED, 2.5, 1.6), (centred(rng, 6, 2), uniform(rng, 1.2, 2), uniform(rng, 0.4, 0.8))):
        expected = penalised(X, y, noise**2 / prior**2)[0]
        assert_close(submission.map_estimate(X, y, noise, prior)[0], expected, rtol=1e-7, what="the weights")


@pytest.mark.points(4)
def test_the_most_probable_intercept(submission, rng):
    """The prior of b is flat: moving X or y by constants leaves the most probable weights and moves b alone."""
    X, y = FIXED
    own = np.asarray(submission.map_estimate(X, y, 2.5, 2.0)[0])
    assert np.abs(own).max() > 0.01, "All weights are 0."
    for shift, lift in ((np.array([3.0, -1.0]), 10.0), (rng.normal(size=2) + 2.0, uniform(rng, 2, 5))):
        w, b = submission.map_estimate(X + shift, y + lift, 2.5, 2.0)
        assert_close(w, own, rtol=1e-7, what="the weights for moved rows, beside those without")
        assert_close(b, lift - own @ shift, rtol=1e-7, what="the intercept for moved rows")


@pytest.mark.points(12)
def test_the_degrees_of_freedom(submission, rng):
    """The degrees of freedom are the trace of the matrix that makes the fitted values from y, for columns of mean 0."""
    assert_close(submission.degrees_of_freedom(FIXED[0], 4.0), 8 / 12 + 6 / 10, what="the degrees of freedom")
    for n, d in ((7, 3), (3, 5)):
        (A, _), lam = centred(rng, n, d), uniform(rng, 0.5, 4)
        expected = np.trace(A @ np.linalg.solve(A.T @ A + lam * np.eye(d), A.T))
        assert_close(submission.degrees_of_freedom(A, lam), expected, rtol=1e-7, what="the degrees of freedom")


@pytest.mark.points(6)
def test_the_degrees_of_freedom_of_moved_rows(submission, rng):
    """The singular values are those of the centred columns: moving X by a constant changes no degrees of freedom."""
    own = float(submission.degrees_of_freedom(FIXED[0], 4.0))
    less = float(submission.degrees_of_freedom(FIXED[0], 40.0))
    assert own > 1.2 * less > 0, f"The degrees of freedom are {own:.3g} for lam = 4 and {less:.3g} for lam = 40."
    for shift in (np.array([3.0, -1.0]), rng.normal(size=2) + 2.0):
        found = submission.degrees_of_freedom(FIXED[0] + shift, 4.0)
        assert_close(found, own, rtol=1e-7, what="the degrees of freedom for moved rows, beside those without")
