"""Grades `kmeans_plus_plus`: laws are enumerated on a few rows, and draws counted beside them."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, new_seed, sizes

LINE = np.array([[0.0], [1.0], [3.0], [7.0]])


def potential(X, chosen):
    return math.fsum(min(math.dist(x, X[c]) ** 2 for c in chosen) for x in X)


def draw(submission, generator, X, k, n_candidates=1):
    """One start, as a list of indices."""
    return indices(submission.kmeans_plus_plus(X, k, generator, n_candidates), X, k)


def indices(found, X, k):
    """The same, of a start that was drawn."""
    found = np.asarray(found)
    assert_equal(found.shape, (k,), what="the shape of the chosen indices")
    assert found.dtype.kind in "iu", "The indices aren't integers."
    assert set(found.tolist()) <= set(range(len(X))), "The indices aren't those of rows."
    return found.tolist()


@pytest.mark.points(30)
def test_the_law_of_the_next_centroid(submission, rng):
    """A row is chosen in proportion to its squared distance to the nearest centroid."""
    found = submission.selection_law(LINE, np.array([[1.0]]))
    assert_close(found, np.array([1, 0, 4, 36]) / 41, what="the law")
    found = submission.selection_law(LINE, np.array([[7.0], [0.0]]))
    assert_close(found, np.array([0.0, 0.1, 0.9, 0.0]), what="the law beside two centroids")
    n, k, d = sizes(rng, 7, 4, 3)
    X, centroids = rng.normal(size=(n, d)), rng.normal(size=(k, d))
    squares = np.array([min(math.dist(x, c) ** 2 for c in centroids) for x in X])
    assert_close(submission.selection_law(X, centroids), squares / squares.sum(), what="the law")


@pytest.mark.points(6)
def test_the_law_when_nothing_is_left(submission):
    """When every row stands on a centroid, all rows are equally probable."""
    X = np.array([[2.0, 1.0], [2.0, 1.0], [5.0, 1.0]])
    found = np.asarray(submission.selection_law(X, X[[0, 2]]))
    assert_equal(found.shape, (3,), what="the shape of the law")
    assert np.allclose(found, 1 / 3, rtol=1e-9, atol=1e-9), "The law isn't uniform when every row stands on a centroid."
    found = submission.selection_law(LINE * 1e-8, np.array([[1e-8]]))
    assert_close(found, np.array([1, 0, 4, 36]) / 41, what="the law of rows that are 1e-8 apart, which is not nothing")
    draw(submission, submission.generator(7), X[[0, 0, 0, 0]], 3)


@pytest.mark.points(4)
def test_rows_far_from_the_origin(submission):
    """Rows near 1e8 have the law of the same rows near 0."""
    found = submission.selection_law(LINE + 1e8, np.array([[1e8 + 1]]))
    assert_close(found, np.array([1, 0, 4, 36]) / 41, what="the law")


@pytest.mark.points(10)
def test_the_first_is_uniform(submission, rng):
    """The first centroid is any row, with the same probability."""
    generator = submission.generator(new_seed(rng))
    X = np.stack([np.linspace(0.0, 1.0, 2000), np.zeros(2000)], axis=1)
    firsts = [draw(submission, generator, X, 1, 1000)[0] for _ in range(6)]
    starts = "In six starts from 2000 rows, with 1000 candidates, the first one was always"
    assert any(firsts), f"{starts} row 0."
    assert len(set(firsts)) > 1, f"{starts} row {firsts[0]}."
    # 1 in 10^9 each at most, for a right answer.
    assert max(firsts) >= 10, f"{starts} among the first ten rows."
    spread = f"one of {min(firsts)} to {max(firsts)}"
    assert max(firsts) - min(firsts) > 20, f"{starts} {spread}: it is any row, and has no candidates."
    both = {draw(submission, generator, X[:2], 1)[0] for _ in range(31)}
    assert len(both) > 1, f"In 31 starts from two rows, the first one was always row {both.pop()}."


@pytest.mark.points(16)
def test_the_second_follows_the_law(submission, rng):
    """The second centroid is drawn by the law beside the first."""
    generator = submission.generator(new_seed(rng))
    X = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])  # one row is elsewhere
    for _ in range(6):
        values = sorted(X[draw(submission, generator, X, 2), 0].tolist())
        assert_equal(values, [0.0, 2.0], what="the first coordinates of two rows, where all rows but one are equal")
    X = np.append(np.arange(30.0), 1e8)[:, None]  # one row has the whole law, 1 in 10^12 aside
    for _ in range(3):
        largest = max(X[draw(submission, generator, X, 2), 0].tolist())
        assert_equal(largest, 1e8, what="the larger of two rows, of which one is very far from all others")
    X = np.eye(80)  # from each row, all others are equally far
    seconds = sorted({draw(submission, generator, X, 2)[1] for _ in range(8)})  # two at most: 1 in 10^9
    assert len(seconds) > 2, f"In eight starts, the second of 80 equally far rows was always one of {seconds}."


@pytest.mark.points(10)
def test_the_third_keeps_away_from_both(submission, rng):
    """The third centroid is drawn by the law beside the two before it."""
    generator = submission.generator(new_seed(rng))
    X = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 0.0], [1.0, 0.0], [100.0, 0.0]])
    for _ in range(6):
        values = sorted(X[draw(submission, generator, X, 3), 0].tolist())
        assert_equal(values, [0.0, 1.0, 100.0], what="the first coordinates of three rows")


@pytest.mark.points(2)
def test_chance_comes_from_the_generator(submission, rng):
    """Two generators of the same seed give the same rows."""
    X, seed = rng.normal(size=(60, 2)), new_seed(rng)
    first, again = (submission.kmeans_plus_plus(X, 9, submission.generator(seed), 1) for _ in range(2))
    assert len(set(indices(first, X, 9))) == 9, "A row is chosen twice."
    indices(again, X, 9)
    assert_equal(again, first, what="the rows with the same seed")


@pytest.mark.points(14)
def test_the_best_candidate(submission, rng):
    """The candidate is kept with which the sum of squared distances to the nearest centroid is smallest."""
    X = np.array([[0.0], [4.0], [5.0], [6.0], [30.0], [31.0], [33.0]])
    heap = np.array([[0.0], *[[3.0]] * 8, [20.0], [21.0], [60.0]])  # a single row far out is worse than eight of them
    cases = ((X, [0], [3, 6, 5, 4]), (X, [0, 5], [6, 1, 2, 0]), (X, [0], [3, 1, 4]), (heap, [0], [10, 11, 1, 9]))
    found = [int(submission.best_candidate(rows, rows[old], np.array(new))) for rows, old, new in cases]
    assert_equal(found, [5, 2, 4, 11], what=f"the best of {', of '.join(str(new) for _, _, new in cases)}")
    X = rng.normal(size=(9, 3))
    candidates = rng.permutation(9)[:5]
    expected = min(candidates.tolist(), key=lambda c: potential(X, [0, 1, c]))
    assert_equal(submission.best_candidate(X, X[:2], candidates), expected, what="the best candidate")


@pytest.mark.points(2)
def test_of_equally_good_candidates_the_first_is_kept(submission):
    """Of candidates with the same potential, the earlier one in the list is kept."""
    X = np.array([[0.0], [-6.0], [6.0], [1.0], [-1.0]])
    # No other ones among them: which of those is wrongly kept is judged elsewhere.
    assert_equal(submission.best_candidate(X, X[[0]], np.array([2, 1])), 2, what="the best of 2 and 1")
    assert_equal(submission.best_candidate(X, X[[0]], np.array([1, 2])), 1, what="the best of 1 and 2")


@pytest.mark.points(4)
def test_candidates_are_drawn_and_compared(submission, rng):
    """Of many candidates the best is chosen."""
    generator = submission.generator(new_seed(rng))
    X = np.array([[0.0], [4.0], [5.0], [9.0]])
    best = [min(range(4), key=lambda c: potential(X, [i, c])) for i in range(4)]
    for _ in range(6):  # the best one has a probability of 0.2 at least
        first, second = draw(submission, generator, X, 2, 120)
        assert_equal(second, best[first], what=f"the second row, after row {first} and with 120 candidates")


@pytest.mark.points(2)
def test_a_candidate_may_come_twice(submission, rng):
    """Candidates are drawn with replacement: four draws from four rows often miss one of them."""
    generator = submission.generator(new_seed(rng))
    # Three heaps of four rows, each with the whole law while it has no centroid; the first row of each is the best.
    heaps = [[[at, 0.0], [at, 1e-3], [at, -1e-3], [at + 1e-3, 0.0]] for at in (1e6, 1e3, 1.0)]
    X = np.concatenate([np.zeros((60, 2)), *heaps])
    found = [draw(submission, generator, X, 4, 4) for _ in range(26)]
    rows = {row for chosen in found if chosen[0] < 60 for row in chosen[1:]}
    assert rows - {60, 64, 68}, "Four candidates from four rows always held the best of them: none came twice."
