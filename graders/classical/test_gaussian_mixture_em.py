"""Grades `gaussian_mixture_em`: densities along the axes of an ellipse, weighted covariances, and l over the rounds."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def log_density(X, mean, covariance):
    """Along the axes of the ellipse, where the Gaussian is a product."""
    values, vectors = np.linalg.eigh(covariance)
    return -0.5 * (((X - mean) @ vectors) ** 2 / values + np.log(2 * np.pi * values)).sum(axis=1)


def posterior(X, weights, means, covariances):
    """log r and l."""
    parts = zip(weights, means, covariances, strict=True)
    joint = np.stack([np.log(p) + log_density(X, m, S) for p, m, S in parts], axis=1)
    total = np.logaddexp.reduce(joint, axis=1)
    return joint - total[:, None], float(total.sum())


def fitted(X, r, reg):
    d = X.shape[1]
    means = np.array([np.average(X, axis=0, weights=column) for column in r.T])
    covariances = np.array([np.cov(X.T, aweights=column, ddof=0).reshape(d, d) for column in r.T])
    return r.mean(axis=0), means, covariances + reg * np.eye(d)


def rounds_of(X, model, reg, rounds):
    """The parameters and l after each round."""
    states = [(model, posterior(X, *model)[1])]
    for _ in range(rounds):
        model = fitted(X, np.exp(posterior(X, *model)[0]), reg)
        states.append((model, posterior(X, *model)[1]))
    return states


def draw_model(rng, k, d):
    A = rng.normal(size=(k, d, d)) * 0.5
    return rng.dirichlet(np.full(k, 4.0)), rng.normal(size=(k, d)) * 2, A @ A.transpose(0, 2, 1) + 0.5 * np.eye(d)


def near(rng, n, model):
    """Rows near the means: nothing is far away, where an epsilon would count."""
    means = model[1]
    return means[np.arange(n) % len(means)] + 0.4 * rng.normal(size=(n, means.shape[1]))


X0 = np.array(
    [[0.0, 1.0], [1.0, 0.5], [-1.0, 2.0], [5.0, 4.0], [4.0, 5.5], [2.0, 2.5], [6.0, 6.5], [0.5, -1.0], [4.5, 4.0]]
)
MODEL = (
    np.array([0.25, 0.75]),
    np.array([[0.5, 1.0], [3.0, 4.0]]),
    np.array([[[2.0, -0.5], [-0.5, 1.0]], [[1.5, 0.75], [0.75, 3.0]]]),
)


@pytest.mark.points(20)
def test_responsibilities(submission, rng):
    """The responsibility of a component is its posterior probability."""
    n, k, d = sizes(rng, 3, 4, 6)
    drawn = draw_model(rng, k, d)
    for X, model in ((X0, MODEL), (near(rng, n, drawn), drawn)):
        found = submission.e_step(X, *model)[0]
        assert_close(
            np.exp(np.asarray(found, dtype=float)), np.exp(posterior(X, *model)[0]), rtol=1e-6, atol=1e-6, what="r"
        )


@pytest.mark.points(10)
def test_the_log_likelihood(submission, rng):
    """l is the sum of the logarithms of the mixture's density."""
    n, k, d = sizes(rng, 3, 4, 6)
    drawn = draw_model(rng, k, d)
    off = [(float(submission.e_step(X, *MODEL)[1]) - posterior(X, *MODEL)[1]) / len(X) for X in (X0, X0[:4])]
    constant = abs(off[0]) > 1e-6 and np.isclose(off[0], off[1], rtol=1e-6, atol=0)
    assert not constant, (
        f"l is off by {off[0]:.4f} for each row, whatever the row: the constant of the density is -D log(2 pi) / 2."
    )
    for X, model in ((X0, MODEL), (near(rng, n, drawn), drawn)):
        assert_close(float(submission.e_step(X, *model)[1]), posterior(X, *model)[1], rtol=1e-6, what="l")


@pytest.mark.points(10)
def test_rows_far_away(submission):
    """Where every density is 0 in floating point the logarithms of the responsibilities are still right."""
    X = X0 * 30 + np.array([200.0, -150.0])
    log_r, total = submission.e_step(X, *MODEL)
    expected = posterior(X, *MODEL)
    assert_equal(np.shape(log_r), expected[0].shape, what="the shape of log r")
    smallest = float(np.exp(np.asarray(log_r, dtype=float)).sum(axis=1).min())
    # A row of zeros, or of nan, is judged by its values.
    assert not 0 < smallest < 0.5, (
        f"The responsibilities of a row far away sum to {smallest:.1e} and not to 1, as where a small number is added "
        "to what is 0 in floating point."
    )
    assert_close(log_r, expected[0], rtol=1e-6, atol=1e-6, what="log r of rows far away")
    assert np.isfinite(float(total)), "l of rows far away isn't finite."
    # A ratio of two: the constant of the density is nothing beside them, and a mean has the same one.
    ratio = float(submission.e_step(2 * X, *MODEL)[1]) / float(total)
    what = "how many times as large l is when the rows are twice as far away"
    assert_close(ratio, posterior(2 * X, *MODEL)[1] / expected[1], rtol=1e-2, what=what)
    model = (np.array([1e-30, 1.0]), *MODEL[1:])
    log_r = submission.e_step(X0, *model)[0]
    what = "log r where the first component has the weight 1e-30"
    assert_close(log_r, posterior(X0, *model)[0], rtol=1e-6, atol=1e-6, what=what)


@pytest.mark.points(5)
def test_many_dimensions(submission, rng):
    """In many dimensions det S can be 0 in floating point, and log det S is a number like any other."""
    d = 120
    covariance = 1e-6 * (np.eye(d) + 0.001)
    means = np.stack([np.zeros(d), np.full(d, 3e-4)])
    X = means[[0, 1, 0]] + 2e-4 * rng.normal(size=(3, d))
    model = np.array([0.5, 0.5]), means, np.stack([covariance, 1.25 * covariance])
    log_r, total = submission.e_step(X, *model)
    what = f"log r in {d} dimensions, where det S is 0 in floating point,"
    assert_close(log_r, posterior(X, *model)[0], rtol=1e-6, atol=1e-6, what=what)
    assert np.isfinite(float(total)), f"l isn't finite in {d} dimensions, where det S is 0 in floating point."


@pytest.mark.points(10)
def test_new_weights_and_means(submission, rng):
    """The weights are the mean responsibilities, and the means are weighted by them."""
    n, d = sizes(rng, 7, 3)
    for X, r in ((X0, np.exp(posterior(X0, *MODEL)[0])), (rng.normal(size=(n, d)), rng.dirichlet(np.ones(4), size=n))):
        found, expected = submission.m_step(X, r, 0.0), fitted(X, r, 0.0)
        assert_close(found[0], expected[0], rtol=1e-7, what="the weights")
        assert_close(found[1], expected[1], rtol=1e-7, what="the means")


@pytest.mark.points(15)
def test_new_covariances(submission, rng):
    """A covariance is weighted by the responsibilities, around the new mean."""
    n, d = sizes(rng, 8, 3)
    for X, r in (
        (X0, np.exp(posterior(X0, *MODEL)[0])),
        (rng.normal(size=(n, d)) + 3, rng.dirichlet(np.ones(4), size=n)),
    ):
        found, expected = submission.m_step(X, r, 0.0), fitted(X, r, 0.0)
        assert_close(found[2], expected[2], rtol=1e-6, atol=1e-8, what="the covariances")


@pytest.mark.points(5)
def test_regularization(submission, rng):
    """reg is added to the diagonal of every covariance."""
    r, reg = np.exp(posterior(X0, *MODEL)[0]), uniform(rng, 0.2, 0.9)
    plain, more = (np.asarray(submission.m_step(X0, r, value)[2], dtype=float) for value in (0.0, reg))
    assert float(np.abs(plain).max()) > 1e-9, "The covariances are all 0."
    assert_close(more - plain, np.array([reg * np.eye(2)] * 2), rtol=1e-6, atol=1e-9, what="what reg adds")
    plain, more = (np.asarray(submission.em(X0, *MODEL, value, 1, -np.inf)[2], dtype=float) for value in (0.0, reg))
    assert_close(more - plain, np.array([reg * np.eye(2)] * 2), rtol=1e-6, atol=1e-9, what="what reg adds in a round")
    once, twice = (submission.em(X0, *MODEL, reg, rounds, -np.inf) for rounds in (1, 2))
    again = submission.em(X0, *once[:3], reg, 1, -np.inf)
    assert_close(twice[2], again[2], rtol=1e-6, what="the covariances after two rounds, beside those after one and one")


@pytest.mark.points(15)
def test_rounds(submission, rng):
    """After some rounds the parameters are those of as many E and M steps."""
    X = np.concatenate([rng.normal(size=(5, 2)), rng.normal(size=(6, 2)) + 3])
    for rows, rounds in ((X0, 1), (X0, 3), (X, 2)):
        found, expected = (
            submission.em(rows, *MODEL, 0.0, rounds, -np.inf),
            rounds_of(rows, MODEL, 0.0, rounds)[-1][0],
        )
        for name, own, right in zip(("weights", "means", "covariances"), found, expected, strict=False):
            assert_close(own, right, rtol=1e-5, atol=1e-7, what=f"the {name} after {rounds} rounds")


@pytest.mark.points(5)
def test_the_history(submission):
    """The history has l of the parameters at the beginning, and after each round; it never falls."""
    found = [float(value) for value in submission.em(X0, *MODEL, 0.0, 4, -np.inf)[3]]
    expected = [value for _, value in rounds_of(X0, MODEL, 0.0, 4)]
    assert_equal(len(found), 5, what="the number of entries after 4 rounds")
    # Up to a constant: l itself is judged elsewhere.
    assert_close(np.diff(found), np.diff(expected), rtol=1e-5, atol=1e-7, what="what l rises by in each round")
    assert min(np.diff(found)) > -1e-9, "l has fallen."


@pytest.mark.points(5)
def test_when_to_stop(submission):
    """A round in which l rises by less than tol is the last one."""
    states = rounds_of(X0, MODEL, 0.0, 4)
    gains = np.diff([value for _, value in states])
    first = submission.em(X0, *MODEL, 0.0, 9, 1e9)
    assert_equal(len(first[3]), 2, what="the number of entries of the history where the first round gains too little")
    for last in (1, 3):
        tol = float(gains[last] + gains[last - 1]) / 2
        found = submission.em(X0, *MODEL, 0.0, 9, tol)
        assert_equal(len(found[3]), last + 2, what="the number of entries of the history")
        assert_close(found[1], states[last + 1][0][1], rtol=1e-5, atol=1e-7, what="the means after the last round")
    # With reg l may fall, which is less than tol as well; only the answer's own history is looked at.
    found = submission.em(X0, *MODEL, 8.0, 6, 0.01)
    history = [float(value) for value in found[3]]
    for t, gain in enumerate(np.diff(history)[:-1], 1):
        assert gain >= 0.01, f"With reg = 8, l gains {gain:.3g} in round {t}, less than tol = 0.01, and goes on."
    rise = posterior(X0, *(np.asarray(part, dtype=float) for part in found[:3]))[1] - posterior(X0, *MODEL)[1]
    what = "what l has risen by in the history with reg = 8, beside that of the parameters that came back"
    assert_close(history[-1] - history[0], rise, rtol=1e-5, atol=1e-7, what=what)
    # A single component is done after one round: l stays as it is from there on.
    found = submission.em(X0, np.array([1.0]), X0[:1], np.eye(2)[None], 0.0, 4, 0.0)
    assert_equal(len(found[3]), 5, what="the number of entries of the history after rounds that gain 0, with tol = 0")
