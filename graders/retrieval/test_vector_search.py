"""Grades `vector_search`: scores pair by pair in exact sums, and a sort by (score, index)."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes

UNSORTED = "The k largest are there, but in no order, as a partition leaves them: the best comes first."


def score(q, v, metric):
    if metric == "euclidean":
        return -math.dist(q, v)
    dot = math.fsum(a * b for a, b in zip(q, v, strict=True))
    lengths = math.hypot(*q) * math.hypot(*v)
    return dot if metric == "dot" else dot / lengths if lengths else 0.0


def table(queries, vectors, metric):
    return np.array([[score(q, v, metric) for v in vectors.tolist()] for q in queries.tolist()])


def ranking(scores, k):
    return np.array([sorted(range(len(row)), key=lambda j: (-row[j], j))[:k] for row in scores.tolist()])


def check_scores(submission, rng, metric):
    """Two fixed vectors whose lengths differ, and drawn ones."""
    fixed = (np.array([[3.0, 4.0], [1.0, -2.0]]), np.array([[6.0, 8.0], [2.0, -1.0], [-1.5, 2.0]]))
    m, n, d = sizes(rng, 2, 3, 5)
    drawn = (rng.normal(size=(m, d)), rng.normal(size=(n, d)) * rng.uniform(1, 4, (n, 1)))
    for queries, vectors in (fixed, drawn):
        found = submission.similarity(queries, vectors, metric)
        assert_close(found, table(queries, vectors, metric), rtol=1e-6, atol=1e-6, what=f"the {metric} scores")


def take(found):
    """Indices and scores."""
    indices, best = found
    assert np.asarray(indices).dtype.kind in "iu", (
        "The first of the two results isn't whole numbers: it is the indices, and the scores come second (torch.topk "
        "has them the other way round)."
    )
    return indices, best


def check_top(found, scores, k, what):
    indices, best = take(found)
    order = ranking(scores, k)
    assert_equal(np.asarray(indices), order, what=f"the indices {what}")
    assert_close(best, np.take_along_axis(scores, order, axis=1), what=f"the scores {what}")


def check_found(submission, indices, scores, k, what):
    """The right ones, in the order of the answer's own top_k, which is judged elsewhere."""
    found = np.asarray(indices)
    assert_equal(np.sort(found, axis=1), np.sort(ranking(scores, k), axis=1), what=f"the best {what}, by index")
    own = np.asarray(take(submission.top_k(scores, k))[0])
    assert_equal(found, own, what=f"the best {what}, beside those that top_k takes of the right scores")


@pytest.mark.points(5)
def test_dot(submission, rng):
    """The dot product of each query with each vector."""
    check_scores(submission, rng, "dot")


@pytest.mark.points(20)
def test_cosine(submission, rng):
    """The cosine is the dot product over both lengths."""
    check_scores(submission, rng, "cosine")


@pytest.mark.points(15)
def test_euclidean(submission, rng):
    """The euclidean score is the distance with a minus sign."""
    check_scores(submission, rng, "euclidean")


@pytest.mark.points(5)
def test_zero_vectors(submission):
    """The cosine of a zero vector with anything is 0."""
    queries, vectors = np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[6.0, 8.0], [0.0, 0.0], [4.0, 3.0]])
    found = submission.similarity(queries, vectors, "cosine")  # a number added to the lengths is judged elsewhere
    assert_close(found, table(queries, vectors, "cosine"), rtol=1e-6, what="the cosines")


@pytest.mark.points(5)
def test_short_vectors(submission):
    """A short vector has a direction, too: nothing is added to its length, and it is no zero vector."""
    queries, vectors = np.array([[3e-7, 4e-7], [3.0, 4.0]]), np.array([[6e-7, 8e-7], [4e-9, 3e-9], [1.0, 0.0]])
    right = table(queries, vectors, "cosine")  # all are above 0
    found = submission.similarity(queries, vectors, "cosine")
    assert_equal(np.shape(found), (2, 3), what="the shape of the cosines")
    parts = np.asarray(found) / right
    assert not (np.abs(parts) < 1e-12).any(), "The cosine of a short vector is 0, as if it were a zero vector."
    small = parts.min()
    # Whoever leaves out a length has other numbers altogether.
    assert not (0 < small < 1 - 1e-9 and parts.max() < 1 + 1e-9), (
        f"A cosine of short vectors is {small:.3g} times what it should be: their lengths are made larger, by a small "
        "number that is added to them or bounds them from below."
    )
    assert_close(found, right, what="the cosines")


@pytest.mark.points(5)
def test_near_each_other_and_far_from_the_origin(submission):
    """Distances of near vectors that are far from the origin keep a relative precision of 1e-6."""
    queries = np.array([[1e6, -1e6, 1e6]])
    vectors = queries + np.array([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.0, 0.0625, 0.0], [0.0, 0.25, -0.25]]) / 16
    found = submission.similarity(queries, vectors, "euclidean")
    assert_close(found, table(queries, vectors, "euclidean"), rtol=1e-6, atol=1e-12, what="the euclidean scores")


@pytest.mark.points(20)
def test_the_largest_scores(submission, rng):
    """The k largest scores of each row and where they stand, the best first."""
    fixed = np.array([[0.5, -3.0, 7.0, 2.0, 9.0, 1.0, 4.0], [-1.0, -2.0, -0.5, -9.0, -4.0, -3.0, -7.0]])
    drawn = np.stack([rng.permutation(40) / 4 - 3 for _ in range(3)])
    many = (np.arange(3000.0)[None] * 1237 % 3000) / 8  # what selects from a few may sort them on the way
    indices, _ = take(submission.top_k(many, 2000))
    assert_equal(np.shape(indices), (1, 2000), what="the shape of the indices")
    taken = many[0, np.asarray(indices)[0]]
    if np.array_equal(np.sort(taken), np.sort(many[0])[1000:]):
        falls = np.diff(taken) < 0
        assert falls.any(), "The k largest are there, but with the best last: it comes first."
        assert falls.all(), UNSORTED
    for scores, k in ((fixed, 4), (fixed, 1), (drawn, 9), (drawn, 40), (many, 2000)):
        check_top(submission.top_k(scores, k), scores, k, f"of the {k} largest")


@pytest.mark.points(10)
def test_equal_scores(submission, rng):
    """Of equal scores the lower index comes first, and at the border it is the one that stays."""
    fixed = np.array([[2.0, 9.0, 5.0, 9.0, 5.0, 5.0, 1.0], [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0]])
    drawn = rng.integers(0, 4, (3, 30)).astype(float)
    many = (np.arange(3000.0)[None] * 1237 % 3000) // 10
    indices = np.asarray(take(submission.top_k(many, 1995))[0])
    assert_equal(indices.shape, (1, 1995), what="the shape of the indices")
    taken = many[0, indices[0]]
    steps = np.diff(taken)
    assert not ((steps < 0).any() and (steps > 0).any()), UNSORTED
    # In which order is another matter for each sort and each machine, so no values are compared here.
    few = np.diff(np.asarray(take(submission.top_k(fixed[1:], 7))[0])[0])
    assert not (few < 0).all(), "Equal scores come with falling indices: the lower index comes first."
    tied = np.diff(indices[0])[~steps.astype(bool)]
    assert (tied > 0).all(), (
        "Equal scores come in any order, as a sort or a partition leaves them that isn't stable: the lower index comes "
        "first."
    )
    if np.array_equal(np.sort(taken), np.sort(many[0])[-1995:]):
        chosen = np.array_equal(np.sort(indices[0]), np.sort(np.argsort(-many[0], kind="stable")[:1995]))
        assert chosen, "Of the scores equal to the k-th largest others were taken than those with the lowest indices."
    for scores, k in ((fixed, 3), (fixed, 6), (drawn, 5), (drawn, 12), (drawn, 20)):
        check_top(submission.top_k(scores, k), scores, k, f"of the {k} largest")


@pytest.mark.points(10)
def test_search(submission, rng):
    """The k best vectors for each query by the metric that is asked for; without a name it is the cosine."""
    n, d = sizes(rng, 9, 4)
    queries, vectors = rng.normal(size=(2, d)), rng.normal(size=(n, d)) * rng.uniform(1, 9, (n, 1))
    vectors[0], vectors[1] = 20 * queries[0] + rng.normal(size=d), queries[0] + 0.1  # far and in its direction; near
    for metrics in (["dot"], ["cosine"], ["euclidean"], []):
        name = metrics[0] if metrics else "cosine"
        scores = table(queries, vectors, name)
        indices, best = take(submission.search(queries, vectors, 3, *metrics))
        what = f"by {name}" if metrics else "without a metric, which is the cosine"
        check_found(submission, indices, scores, 3, what)
        # Which score it is is judged elsewhere.
        given = np.asarray(submission.similarity(queries, vectors, name))
        expected = np.take_along_axis(given, np.asarray(indices), axis=1)
        assert_close(best, expected, rtol=1e-6, what=f"the scores of the best {what}, beside those of similarity")


@pytest.mark.points(5)
def test_what_is_refused(submission, rng):
    """A k below 1 or above the number of vectors, or another metric, is a ValueError."""
    queries, vectors = rng.normal(size=(2, 3)), rng.normal(size=(4, 3))
    indices, _ = take(submission.search(queries, vectors, 4, "dot"))
    check_found(submission, indices, table(queries, vectors, "dot"), 4, "of all four")
    for k in (0, 5, -1):
        with pytest.raises(ValueError):
            submission.top_k(queries @ vectors.T, k)
        with pytest.raises(ValueError):
            submission.search(queries, vectors, k)
    for metric in ("manhattan", "l2"):
        with pytest.raises(ValueError):
            submission.similarity(queries, vectors, metric)
