"""Grades `gaussian_naive_bayes`: SciPy's normal density and log-sum-exp, and moments written out as sums."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def joint(X, priors, means, variances):
    from scipy.stats import norm

    return np.array(
        [
            [np.log(p) + norm.logpdf(x, m, v**0.5).sum() for p, m, v in zip(priors, means, variances, strict=True)]
            for x in X
        ]
    )


def posterior(X, priors, means, variances):
    from scipy.special import logsumexp

    J = joint(X, priors, means, variances)
    return J - logsumexp(J, axis=1, keepdims=True)


X0 = np.array([[1.0, 20.0], [2.0, 26.0], [6.0, 30.0], [4.5, 41.0], [5.0, 33.0], [1.5, 24.0], [9.0, 36.0]])
Y0 = np.array([4, 4, -1, -1, 7, 7, -1])
# Classes with the same means: their variances together are those of all rows.
X_EQUAL_MEANS = np.array([[3.0, 20.0], [5.0, 36.0], [1.0, 25.0], [4.0, 30.0], [2.0, 27.0], [6.0, 29.0], [7.0, 29.0]])
# Classes with the same variances, each the other moved.
X_ALIKE = np.array([[0.0, 0.0], [2.0, 6.0], [10.0, 1.0], [12.0, 7.0], [5.0, 3.0], [7.0, 9.0]])
Y_ALIKE = np.array([4, 4, -1, -1, 7, 7])
PRIORS = np.array([0.6, 0.1, 0.3])
MEANS = np.array([[0.0, 1.0], [2.0, -1.0], [-1.0, 3.0]])
VARIANCES = np.array([[1.0, 4.0], [0.5, 2.0], [3.0, 0.25]])
POINTS = np.array([[0.0, 0.0], [2.0, -2.0], [-1.0, 3.0], [1.5, 1.0], [0.5, 2.0], [-1.5, 2.0], [-2.0, 2.0]])
NEAR_MEANS = np.array([[0.0, 1.0], [1.0, 0.0], [-1.0, 0.5]])
WIDE_VARIANCES = np.array([[1.0, 4.0], [1.5, 2.0], [3.0, 1.25]])
NEAR_POINTS = np.array([[0.0, 0.0], [1.5, -1.0], [-1.0, 2.0], [0.5, 1.0], [1.0, 2.0], [-0.5, -1.0]])


@pytest.mark.points(10)
def test_classes_and_priors(submission):
    """The classes are the labels in ascending order, and their priors are their shares of the rows."""
    found = submission.fit(X0, Y0, 0.1)
    assert_equal(np.asarray(found[0]), np.array([-1, 4, 7]), what="the classes")
    assert_close(found[1], np.array([3, 2, 2]) / 7, what="the priors")


@pytest.mark.points(20)
def test_means_and_variances(submission, rng):
    """Each class and feature has the mean of its rows, and their variance divided by N_k."""
    drawn = rng.normal(size=(12, 3)) * [1, 3, 2] + 4, rng.permutation(np.repeat([0, 3, 5], 4))
    for X, y in ((X_EQUAL_MEANS, Y0), (X0, Y0), drawn):
        _, _, means, variances = submission.fit(X, y, 1e-13)
        sums = [(X[y == k].sum(axis=0), (X[y == k] ** 2).sum(axis=0), (y == k).sum()) for k in sorted(set(y.tolist()))]
        assert_close(means, np.array([s / c for s, _, c in sums]), rtol=1e-7, what="the means")
        expected = np.array([q / c - (s / c) ** 2 for s, q, c in sums])
        assert_close(variances, expected, rtol=1e-6, atol=1e-8, what="the variances with next to no smoothing")


@pytest.mark.points(10)
def test_smoothing(submission, rng):
    """What is added to every variance is smoothing times the largest variance of a feature over all rows."""
    for smoothing in (0.25, uniform(rng, 0.5, 2)):
        plain, smooth = (np.asarray(submission.fit(X_ALIKE, Y_ALIKE, s)[3], dtype=float) for s in (1e-13, smoothing))
        largest = max(((x - x.sum() / 6) ** 2).sum() / 6 for x in X_ALIKE.T)
        assert_equal(smooth.shape, (3, 2), what="the shape of the variances")
        assert float(np.abs(plain).max()) > 1e-6, "The variances are all 0."
        assert_close(smooth - plain, np.full((3, 2), smoothing * largest), rtol=1e-6, what="what is added")


@pytest.mark.points(25)
def test_the_log_posterior(submission, rng):
    """log p(k | x) is the joint log-density of a class, normalized over the classes; here with equal priors."""
    # No density is small here: what is far away has a test of its own, and so has what the prior does.
    X, model = NEAR_POINTS, (np.full(3, 1 / 3), NEAR_MEANS, WIDE_VARIANCES)
    assert_close(
        submission.log_posterior(X, *model), posterior(X, *model), rtol=1e-6, atol=1e-6, what="the log-posterior"
    )
    n, k, d = sizes(rng, 2, 4, 5)
    model = np.full(k, 1 / k), rng.uniform(-1, 1, size=(k, d)), rng.uniform(1, 4, size=(k, d))
    X = rng.uniform(-1, 1, size=(n, d))
    assert_close(
        submission.log_posterior(X, *model), posterior(X, *model), rtol=1e-6, atol=1e-6, what="the log-posterior"
    )


@pytest.mark.points(10)
def test_the_prior(submission, rng):
    """The logarithm of a class's prior is added to its log-densities."""
    what = "the log-posterior with different priors"
    for priors in (PRIORS, rng.dirichlet(np.full(3, 2.0))):
        model = priors, NEAR_MEANS, WIDE_VARIANCES
        found = submission.log_posterior(NEAR_POINTS, *model)
        assert_close(found, posterior(NEAR_POINTS, *model), rtol=1e-6, atol=1e-6, what=what)


@pytest.mark.points(10)
def test_rows_far_away(submission, rng):
    """Where every density is 0 in floating point the log-posterior is still right."""
    X = POINTS * 20 + np.array([90.0, -70.0])
    even = np.full(3, 1 / 3)
    found = submission.log_posterior(X, even, MEANS, VARIANCES)
    assert_close(found, posterior(X, even, MEANS, VARIANCES), rtol=1e-6, atol=1e-6, what="the log-posterior far away")
    model = np.array([0.5, 0.5]), rng.normal(size=(2, 400)), rng.uniform(0.3, 3, size=(2, 400))
    X = rng.normal(size=(3, 400)) * 2
    found = submission.log_posterior(X, *model)
    assert_close(found, posterior(X, *model), rtol=1e-6, atol=1e-6, what="the log-posterior of 400 features")


@pytest.mark.points(10)
def test_the_most_probable_class(submission, rng):
    """The label of the class with the largest posterior is predicted."""
    classes = np.array([-3, 2, 9])
    X = np.concatenate([POINTS, rng.normal(size=(4, 2)) * 2])
    expected = classes[joint(X, PRIORS, MEANS, VARIANCES).argmax(axis=1)]
    assert_equal(submission.predict(X, classes, PRIORS, MEANS, VARIANCES), expected, what="the predicted labels")


@pytest.mark.points(5)
def test_a_draw_goes_to_the_smaller_label(submission):
    """Between equally probable classes the smaller label is predicted."""
    half, means, ones = np.array([0.5, 0.5]), np.array([[-2.0], [2.0]]), np.ones((2, 1))
    found = submission.predict(np.array([[0.0], [1.0], [-1.0]]), np.array([4, 6]), half, means, ones)
    assert_equal(found, np.array([4, 6, 4]), what="the predicted labels")
