"""Grades `spectral_clustering`: what signs and rotations leave is compared, and two moons are told apart."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

# a ring of five nodes with chords, all degrees different
GRAPH = np.array(
    [[0, 3, 0, 1, 2], [3, 0, 1, 0, 0.5], [0, 1, 0, 4, 0], [1, 0, 4, 0, 1], [2, 0.5, 0, 1, 0]], dtype=np.float64
)

# two parts with no edge between them: 0 is an eigenvalue twice
PARTS = np.array(
    [[0, 0, 2, 0, 1], [0, 0, 0, 3, 0], [2, 0, 0, 0, 4], [0, 3, 0, 0, 0], [1, 0, 4, 0, 0]], dtype=np.float64
)

# Columns with gamma and their groups, all rows of which have nearly the same coordinates.
CHAINS = (
    # other groups with D - W, two eigenvectors or edges to itself
    (
        "a long group and two small ones",
        [15.0, 3.4, 10.3, 7.7, 0.0, 9.6, 0.5, 12.9, 13.7, 0.9, 11.9, 3.7],
        0.3,
        [2, 1, 2, 2, 0, 2, 0, 2, 2, 0, 2, 1],
    ),
    # k-means of the eigenvectors, before their rows are divided by their lengths, or of the last two alone cuts a group
    (
        "a loose group and two dense ones",
        [10.4, 7.6, 6.8, 12.0, 7.2, 11.4, 12.3, 0.0, 3.6, 4.5, 2.0, 11.0, 10.1],
        1.0,
        [2, 1, 1, 2, 1, 2, 2, 0, 0, 0, 0, 2, 2],
    ),
)


def graph(rng, n):
    weights = np.triu(rng.uniform(0.2, 2.0, size=(n, n)), 1) * rng.uniform(0.5, 3.0, size=n)
    return weights + weights.T


def directions(W, k):
    """The embedding by singular vectors of the normalized weights, shifted so that all are positive."""
    root = np.sqrt(W.sum(axis=1))
    left = np.linalg.svd(W / np.outer(root, root) + 2 * np.eye(len(W)))[0][:, :k]
    return left / np.linalg.norm(left, axis=1, keepdims=True)


def cosines(rows):
    """Between each two rows: the same for all embeddings that are turned, mirrored or of other lengths."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    assert (lengths > 1e-9).all(), "A row of the embedding is 0."
    return (rows / lengths) @ (rows / lengths).T


def moons():
    """Rows of two arcs, mixed, and which arc each belongs to."""
    angles = np.linspace(0, math.pi, 12)
    upper = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    order = 7 * np.arange(24) % 24
    return np.concatenate([upper, np.array([1.0, 0.4]) - upper])[order], (order >= 12).astype(np.int64)


@pytest.mark.points(16)
def test_affinities_of_different_rows(submission, rng):
    """Two rows have the affinity exp(-gamma |x - y|^2)."""
    X = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 3.0]])
    # At 0.5 all forms that divide by gamma, or by twice its square, are the same.
    found = np.asarray(submission.affinity(X, 0.5))
    assert_equal(found.shape, (3, 3), what="the shape of the affinities")
    expected = np.exp([-1.0, -4.5, -2.5])
    assert_close(found[[0, 0, 1], [1, 2, 2]], expected, what="the affinities above the diagonal")
    X = rng.normal(size=(6, 4))
    found = np.asarray(submission.affinity(X, 0.3))
    expected = np.array([[math.exp(-0.3 * math.dist(p, q) ** 2) for q in X] for p in X])
    away = ~np.eye(6, dtype=bool)
    assert_close(found[away], expected[away], what="the affinities beside the diagonal")


@pytest.mark.points(6)
def test_no_row_has_an_edge_to_itself(submission, rng):
    """The diagonal of the affinities is 0."""
    found = np.asarray(submission.affinity(rng.normal(size=(4, 2)), 0.3))
    assert found.max() > 1e-6, "All affinities are 0."
    assert_close(np.diag(found), np.zeros(4), what="the diagonal", exact_dtype=True)


@pytest.mark.points(24)
def test_the_normalized_laplacian(submission, rng):
    """L is I less the weights, each divided by the roots of both degrees."""
    for W in (GRAPH, graph(rng, 7), GRAPH / 100):  # degrees below 1 as well
        degrees = [math.fsum(row) for row in W]
        n = len(W)
        expected = [[(i == j) - W[i, j] / math.sqrt(degrees[i] * degrees[j]) for j in range(n)] for i in range(n)]
        assert_close(submission.normalized_laplacian(W), np.array(expected), what="the Laplacian")


@pytest.mark.points(26)
def test_the_embedding(submission, rng):
    """The coordinates are the eigenvectors of the k smallest eigenvalues, up to rotation and mirroring."""
    cases = (GRAPH, 2), (GRAPH, 3), (graph(rng, 7), 3), (GRAPH, 1), (GRAPH, 5), (PARTS, 2)
    for W, k in cases:
        found = np.asarray(submission.spectral_embedding(W, k))
        assert_equal(found.shape, (len(W), k), what="the shape of the embedding")
        what = f"the cosines between the rows of the embedding, k = {k}"
        assert_close(cosines(found), cosines(directions(W, k)), atol=1e-6, what=what)


@pytest.mark.points(8)
def test_rows_have_length_1(submission, rng):
    """Each row of the embedding has the length 1."""
    for W, k in ((GRAPH, 2), (graph(rng, 7), 3)):
        found = np.asarray(submission.spectral_embedding(W, k))
        assert_close(np.linalg.norm(found, axis=1), np.ones(len(W)), what="the lengths of the rows", exact_dtype=True)
        assert np.ptp(found) > 0.1, "All coordinates are the same."


@pytest.mark.points(5)
def test_three_groups(submission):
    """With k = 3, three groups that are far from each other are three clusters."""
    X = np.array([[0.0], [5.0], [11.0], [0.5], [6.1], [1.0], [11.7], [5.4], [12.0]])
    found = np.asarray(submission.spectral_clustering(X, 3, 0.5))
    assert_equal(found.shape, (9,), what="the shape of the labels")
    assert_equal(np.unique(found), np.array([0, 1, 2]), what="the different labels")
    apart = np.abs(found[[3, 5, 4, 7, 6, 8]] - found[[0, 0, 1, 1, 2, 2]])
    assert_equal(apart, np.zeros(6, dtype=int), what="how far the labels within the groups are apart")
    for name, x, gamma, groups in CHAINS:
        found = np.asarray(submission.spectral_clustering(np.array(x)[:, None], 3, gamma))
        expected = np.equal.outer(groups, groups)
        what = f"which rows have the same label, {name}"
        assert_equal(np.equal.outer(found, found), expected, what=what)


@pytest.mark.points(15)
def test_two_moons(submission):
    """Two moons within each other are two clusters."""
    X, arcs = moons()
    found = np.asarray(submission.spectral_clustering(X, 2, 20.0))
    assert_equal(found.shape, (24,), what="the shape of the labels")
    assert_equal(np.unique(found), np.array([0, 1]), what="the different labels")
    assert_equal(np.abs(found - found[0]), np.abs(arcs - arcs[0]), what="whether a row has another label than row 0")
