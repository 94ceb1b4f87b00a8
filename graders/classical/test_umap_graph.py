"""Grades `umap_graph`: sums are compared with log2(k), strengths with those of a bisection over log sigma."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

LINE = np.array([[0.0], [1.0], [3.0], [7.0], [12.0], [12.5]])


def ascending(rng, n, k):
    return np.sort(rng.uniform(0.5, 4.0, size=(n, k)), axis=1)


def width(distances):
    low, high = -40.0, 40.0
    for _ in range(30):
        middle = (low + high) / 2
        total = np.exp(-(distances - distances[0]) / math.exp(middle)).sum()
        low, high = (middle, high) if total < math.log2(len(distances)) else (low, middle)
    return math.exp(low)


def strengths(X, k):
    n = len(X)
    found = np.zeros((n, n))
    rows = X.tolist()
    for i in range(n):
        d, near = zip(*sorted((math.dist(rows[i], rows[j]), j) for j in range(n) if j != i)[:k], strict=True)
        d = np.array(d)
        found[i, list(near)] = np.exp(-(d - d[0]) / width(d))
    return found


def square(found, n):
    found = np.asarray(found)
    assert_equal(found.shape, (n, n), what="the shape of the strengths")
    return found


@pytest.mark.points(8)
def test_rho(submission, rng):
    """rho is the distance of the nearest neighbour."""
    for distances in (np.array([[1.0, 2.0, 3.0, 5.0], [2.5, 2.75, 4.0, 9.0]]), ascending(rng, 4, 6)):
        found = submission.smooth_distances(distances)
        assert_equal(len(found), 2, what="the number of results")
        assert_close(found[0], distances[:, 0], what="rho")


def sums(submission, distances):
    """What the strengths of each row sum to with the answer's sigma."""
    found = submission.smooth_distances(distances)
    assert_equal(len(found), 2, what="the number of results")
    sigma = np.asarray(found[1])
    assert_equal(sigma.shape, (len(distances),), what="the shape of sigma")
    assert (sigma > 0).all(), "A sigma isn't above 0."
    return np.exp(-(distances - distances[:, :1]) / sigma[:, None]).sum(axis=1)


@pytest.mark.points(22)
def test_sigma(submission, rng):
    """With sigma the strengths of the k neighbours sum to log2(k)."""
    for distances in (np.array([[1.0, 2.0, 3.0, 5.0], [2.5, 2.75, 4.0, 9.0]]), ascending(rng, 4, 6)):
        n, k = distances.shape
        what = f"the sums of exp(-(d - rho) / sigma) for k = {k}"
        # Rounded: how exactly the sum is met is judged in the next test.
        assert_close(sums(submission, distances), np.full(n, math.log2(k)), rtol=0, atol=0.03, what=what)


@pytest.mark.points(4)
def test_the_sum_to_within_1e_5(submission):
    """The search goes on until the sum is log2(k) to within 1e-5."""
    # Neighbours are spread in eight ways, so that a search that ends early ends off in one of them.
    distances = 1.0 + np.arange(8) * np.linspace(0.2, 3.0, 8)[:, None] ** 2 / 3
    found = sums(submission, distances)
    worst = float(np.abs(found - 3.0).max())
    assert worst < 0.1, f"A sum is {worst:.2f} from log2(k), which is judged elsewhere."
    assert worst < 1.05e-5, f"A sum is {worst:.0e} from log2(k): the search ends too early."
    # sigma is above the row's mean distance here.
    found = sums(submission, np.array([[0.1, 4.0, 4.1, 4.2]]))
    what = "the sum where one neighbour is far nearer than the others"
    assert_close(found, np.array([2.0]), rtol=0, atol=1.05e-5, what=what)


@pytest.mark.points(6)
def test_distances_of_any_scale(submission):
    """sigma goes with the unit of length, and where the rows lie is no matter."""
    distances = np.array([[1.0, 2.0, 3.0, 5.0], [2.5, 2.75, 4.0, 9.0]])
    # Roughly: a search that ends early is judged elsewhere.
    plain = np.asarray(submission.smooth_distances(distances)[1])
    assert_equal(plain.shape, (2,), what="the shape of sigma")
    assert plain.min() > 1e-3, "A sigma is hardly anything."
    for scale in (1e5, 1e-5):
        found = np.asarray(submission.smooth_distances(distances * scale)[1])
        assert_close(found / scale, plain, rtol=0.1, what=f"sigma over {scale}, of the distances times {scale}")
    plain = np.asarray(submission.membership_strengths(LINE, 3))
    assert_equal(plain.shape, (len(LINE), len(LINE)), what="the shape of the strengths")
    assert np.ptp(plain) > 0.1, "All strengths are about the same."
    moved = submission.membership_strengths(LINE * 1e-5, 3)
    assert_close(moved, plain, rtol=0, atol=0.02, what="the strengths of the same rows, divided by 100,000")
    moved = np.asarray(submission.membership_strengths(LINE + 2.0**27, 3))
    assert np.allclose(moved, plain, rtol=0, atol=0.02), (
        "The same rows have other strengths far from the origin: squares of their numbers have no digits left there, "
        "differences have."
    )


@pytest.mark.points(4)
def test_the_lower_limit(submission):
    """Where too many neighbours are equally near, sigma is 1e-3 times the mean distance."""
    distances = np.array([[2.0, 2.0, 2.0, 2.0], [3.0, 3.0, 3.0, 7.0], [1.0, 2.0, 3.0, 5.0]])
    found = np.asarray(submission.smooth_distances(distances)[1])
    assert_equal(found.shape, (3,), what="the shape of sigma")
    assert found[2] > 0.1, "A sigma of distances that aren't equal is hardly anything."
    apart = np.abs(found[:2] / np.array([0.002, 0.004]) - 1).max()
    assert apart < 1e-4, "Where too many distances are equal, sigma isn't 1e-3 times the mean distance of the row."


@pytest.mark.points(20)
def test_the_strengths(submission, rng):
    """The strength of a neighbour is exp(-(d - rho) / sigma), and 0 for rows that aren't among the k nearest."""
    for X, k in ((LINE, 3), (rng.normal(size=(8, 3)), 4), (LINE, 5)):
        found = square(submission.membership_strengths(X, k), len(X))
        others = ~np.eye(len(X), dtype=bool)  # the diagonal is judged elsewhere
        most = np.count_nonzero(np.where(others, found, 0.0), axis=1).max()
        assert most <= k, "A row has strengths for more others than its k nearest."
        # Roughly: how exactly sigma is found is judged elsewhere.
        assert_close(found[others], strengths(X, k)[others], rtol=0, atol=0.02, what=f"the strengths for k = {k}")


@pytest.mark.points(6)
def test_a_row_is_not_its_own_neighbour(submission, rng):
    """A row has k neighbours beside itself, and the nearest of them has the strength 1."""
    for X, k in ((LINE, 3), (rng.normal(size=(7, 2)), 4)):
        found = square(submission.membership_strengths(X, k), len(X))
        found = np.asarray(found)
        itself = int(np.count_nonzero(np.diag(found)) > 0)
        others = min(int((found > 0).sum(axis=1).max()) - itself, k)
        what = f"how many neighbours a row has beside itself with k = {k}, and whether it is its own (1) or not (0)"
        assert_equal([others, itself], [k, 0], what=what)
        assert_close(found.max(axis=1), np.ones(len(X)), what="the largest strengths of the rows")


@pytest.mark.points(16)
def test_the_union(submission, rng):
    """The union of a and b is a + b - a b."""
    # No a + b is above 1 here, so that the sum is wrong in the same way whether it is cut off at 1 or not.
    A = np.array([[0.0, 0.5, 0.25], [0.25, 0.0, 0.0], [0.75, 0.5, 0.0]])
    expected = np.array([[0.0, 0.625, 0.8125], [0.625, 0.0, 0.5], [0.8125, 0.5, 0.0]])
    assert_close(submission.fuzzy_union(A, 1.0), expected, what="the union")
    A = rng.uniform(size=(5, 5))
    expected = np.array([[1 - (1 - A[i, j]) * (1 - A[j, i]) for j in range(5)] for i in range(5)])
    assert_close(submission.fuzzy_union(A, 1.0), expected, what="the union")


@pytest.mark.points(6)
def test_between_union_and_intersection(submission, rng):
    """mix goes from the intersection, a b, to the union."""
    A = np.array([[0.0, 1.0, 0.25], [0.5, 0.0, 0.0], [0.75, 0.5, 0.0]])
    union = np.asarray(submission.fuzzy_union(A, 1.0))  # judged elsewhere
    assert np.ptp(union) > 0.1, "The union is the same everywhere."
    expected = np.array([[0.0, 0.5, 0.1875], [0.5, 0.0, 0.0], [0.1875, 0.0, 0.0]])
    assert_close(submission.fuzzy_union(A, 0.0), expected, what="the intersection")
    found = submission.fuzzy_union(A, 0.75)
    assert_close(found, 0.75 * union + 0.25 * expected, what="the graph for mix = 0.75, beside the answer's union")


@pytest.mark.points(8)
def test_the_graph(submission, rng):
    """The graph is the union, or the mixture, of the strengths."""
    for X, k, mix in ((LINE, 3, 1.0), (rng.normal(size=(7, 3)), 4, 0.25)):
        A = square(submission.membership_strengths(X, k), len(X))  # judged elsewhere
        assert np.ptp(A) > 0.1, "All strengths are about the same."
        expected = np.asarray(submission.fuzzy_union(A, mix))
        assert np.ptp(expected) > 0.01, "The union is about the same everywhere."
        found = np.asarray(submission.umap_graph(X, k, mix))
        assert_equal(found.shape, expected.shape, what="the shape of the graph")
        assert np.allclose(found, found.T, rtol=0, atol=1e-9, equal_nan=True), "The graph isn't symmetric."
        assert_close(found, expected, atol=1e-9, what="the graph, beside the answer's strengths and union")
