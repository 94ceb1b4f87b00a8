"""Grades `silhouette`: distances and means row by row in Python's numbers."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def silhouettes(X, labels):
    found = []
    for n, own in enumerate(labels):
        means = {}
        for cluster in set(labels):
            others = [math.dist(X[n], X[m]) for m in range(len(X)) if labels[m] == cluster and m != n]
            if others:
                means[cluster] = math.fsum(others) / len(others)
        a = means.pop(own, None)
        b = min(means.values())
        found.append(0.0 if a is None else (b - a) / max(a, b))
    return np.array(found)


def problem(rng):
    """Rows without structure, in three clusters of different sizes, so that signs of both kinds occur."""
    labels = rng.permutation(np.array([0] * 6 + [1] * 4 + [2] * 3))
    return 0.1 * rng.normal(size=(13, 3)) + labels[:, None] * 0.08, labels


LINE = np.array([[0.0], [1.0], [4.0], [6.0], [20.0], [21.0]])
LABELS = np.array([0, 0, 1, 1, 2, 2])


@pytest.mark.points(48)
def test_the_silhouette_of_each_row(submission, rng):
    """s is (b - a) / max(a, b): the own cluster without the row itself, and the nearest of the others."""
    expected = [(5 - 1) / 5, (4 - 1) / 4, (3.5 - 2) / 3.5, (5.5 - 2) / 5.5, (15 - 1) / 15, (16 - 1) / 16]
    assert_close(submission.silhouette_samples(LINE, LABELS), np.array(expected), what="the silhouettes")
    # For the rows at 0 and 0.5 the second cluster has the nearer mean, and the third is nearer on average.
    X, labels = np.array([[0.0], [0.5], [-3.0], [3.0], [2.0], [2.25]]), np.array([0, 0, 1, 1, 2, 2])
    assert_close(submission.silhouette_samples(X, labels), silhouettes(X, labels.tolist()), what="the silhouettes")
    X, labels = problem(rng)
    expected = silhouettes(X, labels.tolist())
    # Where distances come from a product of matrices, that of a row to itself is 1e-8 and not 0.
    assert_close(submission.silhouette_samples(X, labels), expected, atol=1e-6, what="the silhouettes")


@pytest.mark.points(8)
def test_a_row_in_the_wrong_cluster(submission):
    """A row that is nearer to another cluster has a silhouette below 0, divided by a."""
    X = np.array([[0.0], [2.0], [9.0], [10.0], [11.0]])
    found = np.asarray(submission.silhouette_samples(X, np.array([0, 0, 0, 1, 1])))
    assert_close(found[:3], np.array([(10.5 - 5.5) / 10.5, (8.5 - 4.5) / 8.5, (1.5 - 8) / 8]), what="three silhouettes")


@pytest.mark.points(8)
def test_a_row_that_is_alone(submission):
    """A row that is alone in its cluster has the silhouette 0, which counts in the score."""
    X, labels = np.array([[0.0], [1.0], [3.0], [9.0], [11.0]]), np.array([0, 0, 1, 2, 2])
    found = np.asarray(submission.silhouette_samples(X, labels))
    assert_close(found[2], 0.0, what="the silhouette of the third of five rows")
    assert np.abs(found).max() > 0.1, "The silhouettes are hardly anything."
    score, without = float(submission.silhouette_score(X, labels)), math.fsum(found) / 4
    # What the score is a mean of is judged elsewhere.
    assert abs(score - without) > 1e-6, "The score leaves out the row that is alone: its 0 counts like any other."


@pytest.mark.points(4)
def test_rows_that_are_all_equal(submission):
    """Where a and b are both 0, the silhouette is 0, and rows that equal others count like any."""
    found = submission.silhouette_samples(np.full((4, 2), 2.0), np.array([0, 0, 1, 1]))
    assert_close(found, np.zeros(4), what="the silhouettes of two clusters at one place")
    X = np.array([[2.0, 1.0], [2.0, 1.0], [2.0, 1.0], [2.0, 1.0], [8.0, 9.0], [8.0, 9.0]])
    found = submission.silhouette_samples(X, np.array([0, 0, 1, 1, 2, 2]))
    assert_close(found, np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0]), what="the silhouettes")
    # Beside the answer's own result without one of two equal rows: what a and b are is judged elsewhere.
    X, labels = np.array([[0.0], [0.0], [2.0], [9.0], [11.0]]), np.array([0, 0, 0, 1, 1])
    both = float(np.asarray(submission.silhouette_samples(X, labels))[0])
    one = float(np.asarray(submission.silhouette_samples(X[1:], labels[1:]))[0])
    message = f"The silhouette of a row is {one:.4g} with and without a second row at its place, which counts in a."
    assert abs(both - one) > 1e-6, message


@pytest.mark.points(6)
def test_labels_are_any_integers(submission):
    """The names of the clusters make no difference."""
    X, labels = LINE, LABELS
    plain = np.asarray(submission.silhouette_samples(X, labels))
    assert_equal(plain.shape, (6,), what="the shape of the silhouettes")
    assert np.ptp(plain) > 0.01, "The silhouettes are all the same."
    renamed = np.array([40, -1, 7])[labels]
    assert_close(submission.silhouette_samples(X, renamed), plain, what="the silhouettes with other names")
    assert_close(submission.elbow_curve(X, [renamed]), submission.elbow_curve(X, [labels]), what="W with other names")


@pytest.mark.points(12)
def test_the_score_is_the_mean_of_the_rows(submission, rng):
    """The score is the mean of all rows' silhouettes."""
    for X, labels in ((LINE, np.array([0, 0, 0, 0, 1, 1])), problem(rng)):
        plain = np.asarray(submission.silhouette_samples(X, labels))  # that they are right is judged elsewhere
        assert_equal(plain.shape, labels.shape, what="the shape of the silhouettes")
        assert np.ptp(plain) > 0.01, "The silhouettes are all the same."
        found = submission.silhouette_score(X, labels)
        assert_close(found, math.fsum(plain) / len(plain), what="the score, beside the silhouettes' mean")


@pytest.mark.points(4)
def test_one_cluster_or_n_of_them(submission):
    """Fewer than 2 clusters or more than N - 1 raise ValueError."""
    X = np.array([[0.0], [1.0], [5.0]])
    assert_equal(np.shape(submission.silhouette_samples(X, np.array([0, 0, 1]))), (3,), what="the shape")
    for labels in (np.zeros(3, dtype=np.int64), np.arange(3)):
        with pytest.raises(ValueError):
            submission.silhouette_samples(X, labels)
        with pytest.raises(ValueError):
            submission.silhouette_score(X, labels)


@pytest.mark.points(10)
def test_the_elbow(submission, rng):
    """W is the sum of squared distances to the mean of the own cluster."""
    ones = np.zeros(6, dtype=np.int64)
    found = submission.elbow_curve(LINE, [ones, np.array([0, 0, 0, 0, 1, 1]), LABELS, np.arange(6)])
    total = math.fsum((x - 52 / 6) ** 2 for x in LINE[:, 0])
    assert_close(found, np.array([total, 22.75 + 0.5, 3.0, 0.0]), what="W of 1, 2, 3 and 6 clusters")
    found = submission.elbow_curve(LINE, [LABELS, ones, LABELS])
    assert_close(found, np.array([3.0, total, 3.0]), what="W of 3, 1 and again 3 clusters")
    X, labels = problem(rng)
    centers = [[math.fsum(column) / (labels == k).sum() for column in X[labels == k].T] for k in range(3)]
    w = math.fsum(math.dist(x, centers[k]) ** 2 for x, k in zip(X, labels, strict=True))
    assert_close(submission.elbow_curve(X, [labels]), np.array([w]), what="W")
