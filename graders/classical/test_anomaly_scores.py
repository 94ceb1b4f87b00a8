"""Grades `anomaly_scores`: quantiles read off a sorted list, distances after whitening by eigenvectors."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def quantile(values, q):
    """By position in the sorted list."""
    values = sorted(float(v) for v in values)
    place = q * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def whitened(train, X):
    """The lengths of the rows in the axes of the ellipsoid of the training data."""
    centre = train.sum(axis=0) / len(train)
    values, vectors = np.linalg.eigh((train - centre).T @ (train - centre) / len(train))
    return np.linalg.norm((X - centre) @ vectors / values**0.5, axis=1)


# The IQR is 2.5: were it 2, dividing by half of it would be the same as not dividing.
TEMPERATURES = np.array([71.5, 68.5, 70.0, 69.0, 72.5, 70.5, 69.5, 74.0, 67.0])
NEW = np.array([70.0, 95.0, 40.0, 72.75, 69.0, 66.5])
PEOPLE = np.array([[160, 55], [170, 68], [180, 79], [175, 77], [165, 57], [185, 88], [190, 91], [155, 50]], dtype=float)
GUESTS = np.array([[190.0, 50.0], [172.0, 70.0], [150.0, 95.0], [172.5, 70.625]])


@pytest.mark.points(20)
def test_z_scores(submission, rng):
    """The z-score is the distance to the training mean in standard deviations."""
    for train, x in ((TEMPERATURES, NEW), (rng.normal(size=8) * 3 + 5, rng.normal(size=5) * 9)):
        mean = sum(train) / len(train)
        deviation = (sum((t - mean) ** 2 for t in train) / len(train)) ** 0.5
        expected = np.array([abs(v - mean) / deviation for v in x])
        assert_close(submission.z_scores(train, x), expected, rtol=1e-7, atol=1e-9, what="the z-scores")


def check_iqr(submission, train, x):
    q1, q3 = quantile(train, 0.25), quantile(train, 0.75)
    expected = np.array([0.0 if q1 <= v <= q3 else min(abs(v - q1), abs(v - q3)) / (q3 - q1) for v in x])
    assert_close(submission.iqr_scores(train, x), expected, rtol=1e-7, atol=1e-9, what="the IQR scores")


@pytest.mark.points(20)
def test_iqr_scores(submission, rng):
    """The IQR score is the distance to the interval from Q1 to Q3, in units of its width."""
    # Of 9 and of 13 values the third and the fourth from either end are the quartiles.
    check_iqr(submission, TEMPERATURES, NEW)
    check_iqr(submission, rng.normal(size=13) + 4, rng.normal(size=6) * 4 + 4)


@pytest.mark.points(35)
def test_mahalanobis_scores(submission, rng):
    """The Mahalanobis distance is the distance to the training mean in the metric of the training covariance."""
    found = submission.mahalanobis_scores(PEOPLE, GUESTS)
    assert_close(found, whitened(PEOPLE, GUESTS), rtol=1e-6, atol=1e-6, what="the distances")
    n, m, d = sizes(rng, 9, 5, 3)
    n, d = max(n, d) + 6, min(n, d)
    train = rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + np.eye(n, d) + 2
    X = rng.normal(size=(m, d)) * 3
    expected = whitened(train, X)
    assert_close(submission.mahalanobis_scores(train, X), expected, rtol=1e-5, atol=1e-6, what="the distances")


SCORES = np.array([0.5, 4.0, 1.0, 2.5, 0.25, 3.0, 1.5, 0.75, 2.0, 3.5, 1.25])


def check_anomalies(submission, rng, q):
    limit = quantile(SCORES, q)
    # In steps of 0.1, and beyond the training scores: other thresholds leave other anomalies.
    scores = np.concatenate([[limit - 0.01, limit + 0.01], np.arange(0.06, 6.0, 0.1), rng.uniform(0, 5, size=4)])
    assert_equal(submission.anomalies(SCORES, scores, q), scores > limit, what=f"the anomalies at q = {q}")


@pytest.mark.points(12)
def test_the_threshold(submission, rng):
    """A row is an anomaly if its score is above the quantile q of the training scores."""
    for q in (0.9, 0.6, 0.3):  # of 11 scores these quantiles are the tenth, the seventh and the fourth
        check_anomalies(submission, rng, q)


@pytest.mark.points(5)
def test_a_score_at_the_threshold(submission):
    """A score that equals the threshold is no anomaly."""
    found = submission.anomalies(SCORES, np.array([1.5, 1.625, 5.0, 1.5]), 0.5)
    assert_equal(found, np.array([False, True, True, False]), what="the anomalies with two scores at the threshold")


@pytest.mark.points(8)
def test_quantiles_are_interpolated(submission, rng):
    """Between two neighbours in sorted order a quantile is interpolated linearly: Q1 and Q3, and the threshold."""
    check_iqr(submission, TEMPERATURES[:8], NEW)
    check_iqr(submission, rng.normal(size=11) + 4, rng.normal(size=6) * 4 + 4)
    for q in (0.85, 0.52, uniform(rng, 0.3, 0.95)):
        check_anomalies(submission, rng, q)
