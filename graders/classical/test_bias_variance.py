"""Grades `bias_variance`: means over pairs, one by one, and what each sample that a model was trained on can be."""

from itertools import product
from math import factorial

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, sizes


def pair_means(P, Y):
    """Bias^2, variance, noise and error of each point by sums over pairs, without a mean of predictions."""
    parts = []
    for p, t in zip(P.T, Y.T, strict=True):
        cross = np.mean([(a - b) ** 2 for a, b in product(t, p)])
        variance = np.mean([(a - b) ** 2 for a, b in product(p, p)]) / 2
        noise = np.mean([(a - b) ** 2 for a, b in product(t, t)]) / 2
        parts.append((cross - variance - noise, variance, noise, cross))
    return np.array(parts).T


P0 = np.array([[1.0, 2.0, 0.0], [3.0, 2.5, 4.0], [2.0, 6.0, 5.0], [4.0, 1.5, -1.0]])
T0 = np.array([[5.0, 2.0, 1.0], [6.5, 4.0, -3.0], [4.0, -1.0, 2.5], [7.0, 0.5, 6.0], [3.5, 3.0, 0.0]])


def cases(rng):
    r, s, n = sizes(rng, 3, 4, 6)
    # The small ones are for whoever rounds.
    return (P0, T0), (P0 / 1000, T0 / 1000), (rng.normal(size=(r, n)) + 3, rng.normal(size=(s, n)) * 2)


@pytest.mark.points(20)
def test_the_bias(submission, rng):
    """bias^2 is the square of the mean prediction less the mean target."""
    for P, Y in cases(rng):
        assert_close(submission.decompose(P, Y)[0], pair_means(P, Y)[0], rtol=1e-7, atol=1e-9, what="bias^2")


@pytest.mark.points(15)
def test_the_variance(submission, rng):
    """The variance is the mean square of the predictions less their own mean."""
    for P, Y in cases(rng):
        assert_close(submission.decompose(P, Y)[1], pair_means(P, Y)[1], rtol=1e-7, what="the variance")
    found = submission.decompose(P0[:1], T0)[1]
    assert_close(found, np.zeros(3), atol=1e-12, what="the variance of one copy")


@pytest.mark.points(15)
def test_the_noise(submission, rng):
    """The noise is the mean square of the targets less their own mean, and 0 for a single one."""
    for P, Y in cases(rng):
        assert_close(submission.decompose(P, Y)[2], pair_means(P, Y)[2], rtol=1e-7, what="the noise")
    found = submission.decompose(P0, T0[:1])[2]
    assert_close(found, np.zeros(3), atol=1e-12, what="the noise of one target a point")
    shapes = [np.shape(part) for part in submission.decompose(P0[:, :1], T0[:, :1])]
    assert_equal(shapes, [(1,)] * 3, what="the shapes of the three parts for a single point")


@pytest.mark.points(20)
def test_the_expected_error(submission, rng):
    """The error of a point is the mean over all pairs of a copy and a target."""
    for P, Y in cases(rng):
        assert_close(submission.expected_error(P, Y), pair_means(P, Y)[3], rtol=1e-7, what="the expected error")
    found = submission.expected_error(P0[:, :1], T0[:1, :1])
    assert_close(found, np.array([7.5]), what="the expected error of a single point with one target")


class SampleRecorder:
    """A model that keeps the training rows it was given, and says which call it is."""

    def __init__(self, submission, limit):
        self.samples = []
        self.callback = submission.callback(self.call, limit=limit)

    def call(self, X_train, y_train, X):
        self.samples.append((np.array(X_train, dtype=float), np.array(y_train, dtype=float)))
        return np.asarray(X)[:, 0] * 10.0 + len(self.samples) / 4


# Neither the rows nor the targets are in order.
X0 = np.array([[2.5, 1.0], [0.5, 2.0], [1.5, 0.0], [4.5, 4.0], [3.5, 3.0]])
Y0 = np.array([11.0, 10.0, 13.0, 14.0, 12.0])
NEW = np.array([[1.0, 0.0], [4.0, 0.0], [2.0, 5.0]])


@pytest.mark.points(10)
def test_a_row_of_predictions_for_each_round(submission, rng):
    """The model is called once a round, and its predictions for the new points are that round's row."""
    for rounds, points in ((4, NEW), (2, NEW), (3, NEW[:1]), (1, NEW)):
        model = SampleRecorder(submission, 20)
        found = submission.bootstrap_predictions(
            model.callback, X0, Y0, points, rounds, submission.generator(new_seed(rng))
        )
        assert_equal(len(model.samples), rounds, what="the number of calls")
        expected = points[:, 0] * 10.0 + np.arange(1, rounds + 1)[:, None] / 4
        assert_close(found, expected, what="the predictions")


@pytest.mark.points(10)
def test_rows_keep_their_targets(submission, rng):
    """A bootstrap sample has as many rows as the training set, each with its own target."""
    model = SampleRecorder(submission, 20)
    submission.bootstrap_predictions(model.callback, X0, Y0, NEW, 5, submission.generator(new_seed(rng)))
    assert len(model.samples) > 0, "The model wasn't called."
    for X_train, y_train in model.samples:
        assert_equal(X_train.shape, X0.shape, what="the shape of a sample")
        numbers = np.abs(Y0 - y_train[:, None]).argmin(axis=1)
        assert_close(y_train, Y0[numbers], what="the targets of a sample")
        assert_close(X_train, X0[numbers], what="the rows of a sample, by their targets")


@pytest.mark.points(10)
def test_the_law_of_the_samples(submission, rng):
    """Rows are drawn uniformly and with replacement, anew in each round."""
    model = SampleRecorder(submission, 200)
    X, y = X0[:3], Y0[:3]
    submission.bootstrap_predictions(model.callback, X, y, NEW, 60, submission.generator(new_seed(rng)))
    assert_equal(len(model.samples), 60, what="the number of samples")
    seed, again = new_seed(rng), []
    for start in (seed, seed, (seed + 1) % 2**32):
        same = SampleRecorder(submission, 4)
        submission.bootstrap_predictions(same.callback, X0, Y0, NEW, 3, submission.generator(start))
        again.append(str([targets.round(3).tolist() for _, targets in same.samples]))
    assert_equal(again[1], again[0], what="the targets of the samples of a generator with the same seed")
    everything = all(np.array_equal(rows, X) for rows, _ in model.samples)
    assert not everything, "Each copy is trained on the whole training set, in its order, and on no sample of it."
    assert len(set(again)) > 1, "Two seeds of rng gave the same samples: all chance comes from it."
    different = len({tuple(np.asarray(rows)[:, 0].tolist()) for rows, _ in model.samples})
    assert different > 1, "All rounds have the same sample: each draws its own."
    tallies = [tuple(int((np.abs(rows[:, 0] - first) < 0.5).sum()) for first in X[:, 0]) for rows, _ in model.samples]
    every = sorted(t for t in product(range(4), repeat=3) if sum(t) == 3)
    assert all(tally in every for tally in tallies), "A sample of three rows has as many rows, each one of the three."
    drawn = [any(tally[i] for tally in tallies) for i in range(3)]
    assert_equal(drawn, [True] * 3, what="whether the first, the second and the last row are in any of 60 samples")
    law = [6 / (27 * factorial(a) * factorial(b) * factorial(c)) for a, b, c in every]
    assert_distribution([tallies.count(t) for t in every], law, what="how often the three rows are in a sample")
    # Of 50 rows drawn with replacement 48 are different once in 10^14 samples, be it the first round's or a lone one's.
    model = SampleRecorder(submission, 4)
    X, generator = np.arange(50.0)[:, None], submission.generator(new_seed(rng))
    for rounds in (1, 2):
        submission.bootstrap_predictions(model.callback, X, X[:, 0], X[:2], rounds, generator)
    drawn = [np.asarray(rows)[:, 0].tolist() for rows, _ in model.samples]
    fewest = min(len(rows) - len(set(rows)) for rows in drawn)
    assert fewest > 2, "A sample of 50 rows repeats hardly any of them: each row is drawn from all, with replacement."
    assert drawn[0] not in drawn[1:], "Two calls with one generator gave the same sample: a draw moves it on."
