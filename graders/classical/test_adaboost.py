"""Grades `adaboost`: weights as exp(-margin) of all rounds so far, and stumps from a table of all their answers."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def every_stump(X):
    """(feature, threshold, polarity) in the order of the tie rule, and what each says of each row."""
    stumps = [
        (j, (a + b) / 2, s) for j, x in enumerate(X.T) for a, b in pairwise(sorted(set(x.tolist()))) for s in (1, -1)
    ]
    return stumps, np.array([[s if row[j] < t else -s for row in X] for j, t, s in stumps])


def best_stump(X, y, w):
    stumps, says = every_stump(X)
    errors = (1 - says @ (w * y)) / 2
    first = int(np.flatnonzero(errors <= errors.min() + 1e-12)[0])
    return *stumps[first], errors[first], says[first]


def rounds_of(X, y, rounds):
    """The rounds, with weights from the margins of the ensemble so far."""
    found, margin = [], np.zeros(len(y))
    for _ in range(rounds):
        w = np.exp(-margin) / np.exp(-margin).sum()
        j, t, s, error, says = best_stump(X, y, w)
        if error > 0.5 - 1e-9:
            break
        alpha = np.arctanh(1 - 2 * max(error, 1e-10))
        found.append((j, t, s, alpha))
        margin += alpha * y * says
        if error < 1e-10:
            break
    return found


def is_plain(X, y, w, rounds):
    """From these weights on, no round has two best stumps, or one no better than the same answer for all rows."""
    stumps, says = every_stump(X)
    says = np.vstack([says, np.ones(len(y)), -np.ones(len(y))])
    for _ in range(rounds):
        errors = (1 - says @ (w * y)) / 2
        first, second = np.argsort(errors)[:2]
        if first >= len(stumps) or errors[second] - errors[first] < 1e-3:
            return False
        w = w * np.where(says[first] == y, 0.5 / (1 - errors[first]), 0.5 / max(errors[first], 1e-10))
    return True


def check_stump(found, expected, X, what):
    """Which rows the stump parts, and how. Where exactly between two values it does so is a test of its own."""
    found = [float(value) for value in found]
    assert_equal(len(found), 4, what=f"the number of results of {what}")
    assert_equal(found[0], float(expected[0]), what=f"the feature of {what}")
    x = X[:, expected[0]]
    assert_equal(x <= found[1], x <= expected[1], what=f"whether the rows are at or below the threshold of {what}")
    assert_equal(found[2], float(expected[2]), what=f"the polarity of {what}")
    return found[3]


def check_rounds(submission, X, y, rounds):
    """Which stumps there are. Their alphas are judged by `reweight` and in a test of their own."""
    expected = rounds_of(X, y, rounds)
    found = list(submission.adaboost(X, y, rounds))
    assert_equal(len(found), len(expected), what="the number of stumps")
    return [check_stump(a, b, X, f"round {i}") for i, (a, b) in enumerate(zip(found, expected, strict=True))], expected


# No two stumps are equally good, with W0 or in the first five rounds.
X0 = np.array([[2, 9], [4, 8], [3, 1], [7, 6], [8, 4], [6, 2], [1, 7], [5, 3], [9, 5]], dtype=float)
Y0 = np.array([1, 1, 1, -1, -1, -1, -1, 1, -1])
W0 = np.array([0.053, 0.101, 0.047, 0.207, 0.111, 0.149, 0.193, 0.061, 0.078])
H0 = np.where(np.arange(9) % 3 == 1, -Y0, Y0)


@pytest.mark.points(20)
def test_the_best_stump(submission, rng):
    """The stump of all features, thresholds and polarities whose weighted error is smallest."""
    # In the last one the better feature comes first.
    cases = [(X0, Y0, W0), (X0, -Y0, W0), (X0, Y0, W0[::-1].copy()), (X0[:, ::-1].copy(), Y0, W0)]
    every = [[float(value) for value in submission.fit_stump(*case)] for case in cases]
    right = [best_stump(*case) for case in cases]
    # At once: for one set of weights many causes take the same wrong stump.
    found, expected = ([(float(one[0]), float(one[2])) for one in stumps] for stumps in (every, right))
    assert_equal(found, expected, what="the features and polarities of four stumps")
    for (X, _, _), one, expected in zip(cases, every, right, strict=True):
        assert_close(check_stump(one, expected, X, "the stump"), expected[3], what="the error")
    while True:
        X, w = rng.normal(size=(9, 3)).round(2), rng.dirichlet(np.full(9, 3.0))
        y = rng.permutation([1, 1, 1, 1, 1, -1, -1, -1, -1])
        if is_plain(X, y, w, 1):
            break
    error = check_stump(submission.fit_stump(X, y, w), best_stump(X, y, w), X, "the stump")
    assert_close(error, best_stump(X, y, w)[3], rtol=1e-7, atol=1e-12, what="the error")


@pytest.mark.points(5)
def test_thresholds_are_midpoints(submission):
    """A threshold lies in the middle between two different values that are neighbours, however often each occurs."""
    # The second feature's values lie between those of the first, and part the rows worse.
    X, w = np.array([[1.25, 3.0], [2.5, 9.0], [4.75, 2.75], [8.5, 3.5]]), np.full(4, 0.25)
    found = submission.fit_stump(X, np.array([1, 1, -1, -1]), w)[1]
    assert_close(found, 3.625, what="the threshold for 1.25, 2.5, 4.75 and 8.5")
    X, w = np.array([[5.5], [3.25], [9.5], [5.5], [3.25], [5.5]]), np.full(6, 1 / 6)
    found = submission.fit_stump(X, np.array([-1, 1, -1, -1, 1, -1]), w)[1]
    assert_close(found, 4.375, what="the threshold for 3.25 twice, 5.5 three times and 9.5")


@pytest.mark.points(4)
def test_of_equal_stumps_the_first_is_taken(submission):
    """Of equal errors (up to rounding) the lower feature comes first, then the lower threshold, then polarity 1."""
    X, half = np.array([[4.0, 1.0], [4.0, 1.0], [6.0, 3.0]]), np.array([0.25, 0.25, 0.5])
    found = submission.fit_stump(X, np.array([1, 1, -1]), half)
    check_stump(found, (0, 5.0, 1), X, "the stump of two equal features")
    X, quarter = np.array([[1.0], [2.0], [3.0], [4.0]]), np.full(4, 0.25)
    found = submission.fit_stump(X, np.array([1, -1, 1, -1]), quarter)
    check_stump(found, (0, 1.5, 1), X, "the stump of two equal thresholds and one polarity")
    # Sums of eighths are exact: an error that is 1 less another one is the same number.
    X, eighths = np.array([[1.0], [2.0], [3.0]]), np.array([0.125, 0.75, 0.125])
    found = submission.fit_stump(X, np.array([-1, 1, -1]), eighths)
    check_stump(found, (0, 1.5, -1), X, "the stump of two equal thresholds")
    found = submission.fit_stump(X[:2], np.array([1, 1]), np.full(2, 0.5))
    check_stump(found, (0, 1.5, 1), X[:2], "the stump of two equal polarities")
    # One error is w[3], the other the sum of the three before it: 0.05 + 0.1 + 0.15 is 0.30000000000000004.
    X, y = np.array([[1, 0, 1, 0, 1], [0, 1, 0, 1, 1]], dtype=float).T, np.array([1, -1, 1, 1, -1])
    weights = ([0.05, 0.1, 0.15, 0.3, 0.4], [0.05, 0.1, 0.25, 0.4, 0.2], [0.1, 0.1, 0.1, 0.3, 0.4])
    stumps = [submission.fit_stump(X, y, np.array(w)) for w in weights]
    # At once: which of them are right by chance tells how the errors are compared.
    what = "the features of three stumps that share their error with another one, up to rounding"
    assert_equal([float(one[0]) for one in stumps], [0.0, 0.0, 0.0], what=what)
    for one in stumps:
        check_stump(one, (0, 0.5, 1), X, "a stump that shares its error with another one, up to rounding")


@pytest.mark.points(10)
def test_what_a_stump_weighs(submission, rng):
    """alpha is half the logarithm of the odds that the stump is right."""
    for w in (W0, rng.dirichlet(np.full(9, 3.0))):
        error = w[[1, 4, 7]].sum()
        assert_close(submission.reweight(w, Y0, H0)[0], np.arctanh(1 - 2 * error), rtol=1e-7, what="alpha")
    bad = submission.reweight(W0, Y0, -H0)[0]
    assert_close(bad, np.arctanh(2 * W0[[1, 4, 7]].sum() - 1), rtol=1e-7, what="alpha of a stump worse than a coin")


@pytest.mark.points(15)
def test_what_the_rows_weigh_next(submission, rng):
    """Rows that were wrong weigh more: half of all weight is on them, and the sum is 1."""
    for w, h in ((W0, H0), (rng.dirichlet(np.full(9, 3.0)), np.roll(Y0, 3))):
        wrong = h != Y0
        expected = np.where(wrong, w / w[wrong].sum(), w / w[~wrong].sum()) / 2
        assert_close(submission.reweight(w, Y0, h)[1], expected, rtol=1e-7, what="the new weights")


@pytest.mark.points(17)
def test_the_stumps_of_all_rounds(submission, rng):
    """Each round takes the best stump for the weights that the rounds before have left."""
    check_rounds(submission, X0, Y0, 5)
    while True:
        X, y = rng.normal(size=(11, 2)).round(2), rng.permutation([1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1])
        if is_plain(X, y, np.full(11, 1 / 11), 4):
            break
    check_rounds(submission, X, y, 4)


@pytest.mark.points(5)
def test_each_stump_comes_with_its_alpha(submission):
    """The fourth number of a round is the weight of its stump."""
    found, expected = check_rounds(submission, X0, Y0, 3)
    (_, _, _, first) = expected[0]
    h = best_stump(X0, Y0, np.full(9, 1 / 9))[4]
    own = float(submission.reweight(np.full(9, 1 / 9), Y0, h)[0])
    assert min(abs(found[0] - first), abs(found[0] - own)) < 1e-7, f"The alpha of round 0 is {found[0]:.6g}."
    assert found[0] > 0, "The alpha of a stump that is better than a coin is above 0."


@pytest.mark.points(8)
def test_the_vote(submission, rng):
    """Each stump votes with its alpha, and the sign of the sum decides."""
    stumps = [(0, 1.0, 1, 0.5), (1, 2.0, -1, 0.9), (0, 3.0, -1, 0.25), (1, -1.0, 1, 0.3)]
    X = np.array([[0.9, 1.9], [0.0, 3.0], [0.5, 1.9], [4.0, 2.5], [4.0, -2.0], [2.0, -1.1], [0.9, -3.0]])
    X = np.concatenate([X, rng.uniform(-3, 5, size=(6, 2)).round(1) + 0.05])
    total = sum(alpha * np.where(X[:, j] <= t, s, -s) for j, t, s, alpha in stumps)
    votes = np.asarray(submission.predict(stumps, X), dtype=float)  # that they are integers is judged at a draw
    assert_equal(votes, np.where(total > 0, 1.0, -1.0), what="the vote")


@pytest.mark.points(2)
def test_a_value_at_the_threshold(submission):
    """A row whose value equals the threshold is at or below it."""
    found = submission.predict([(0, 2.0, 1, 0.5)], np.array([[2.0], [1.0], [3.0]]))
    assert_equal(np.asarray(found, dtype=float), np.array([1.0, 1.0, -1.0]), what="the vote for 2, 1 and 3, cut at 2")


@pytest.mark.points(4)
def test_a_draw_gives_1(submission):
    """Where the sum of the votes is 0 the label is 1; all labels are integers."""
    draw = [(0, 1.0, 1, 0.5), (0, 3.0, -1, 0.5)]
    found = submission.predict(draw, np.array([[0.0], [2.0], [9.0]]))
    votes = np.asarray(found, dtype=float)
    assert_equal(votes, np.array([1.0, -1.0, 1.0]), what="the vote of two equally strong stumps")
    assert_equal(found, np.array([1, -1, 1]), what="the vote of two equally strong stumps")


@pytest.mark.points(5)
def test_a_perfect_stump_ends_the_rounds(submission):
    """A stump without an error counts as one with 1e-10, and no round follows."""
    X, y = np.array([[3.0, 1.0], [1.0, 2.0], [2.0, 3.0]]), np.array([-1, 1, 1])
    found = list(submission.adaboost(X, y, 4))
    assert_equal(len(found), 1, what="the number of stumps")
    alpha = check_stump(found[0], (0, 2.5, 1), X, "the stump")
    # With or without the half, which is judged elsewhere.
    odds = np.log((1 - 1e-10) / 1e-10)
    right = odds if abs(alpha - odds) < abs(alpha - odds / 2) else odds / 2
    assert_close(alpha, right, rtol=1e-6, what="the alpha of a perfect stump")


@pytest.mark.points(5)
def test_a_useless_stump_ends_the_rounds(submission):
    """If no stump is better than a coin, none is taken."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert_equal(len(submission.adaboost(X, np.array([1, 1, 1, -1]), 1)), 1, what="the number of stumps for AND")
    assert_equal(len(submission.adaboost(X, np.array([1, -1, -1, 1]), 5)), 0, what="the number of stumps for XOR")
    # Here the errors are sums of 1/12 and the like, which are less than 1/2 by rounding.
    found = []
    for n in (12, 28, 44, 56):
        X, y = np.repeat([[0.0], [1.0]], n // 2, axis=0), np.tile([1, -1], n // 2)
        found.append(len(submission.adaboost(X, y, 1)))
    what = "the numbers of stumps for 12 to 56 rows whose errors are 1/2, up to rounding"
    assert_equal(found, [0] * 4, what=what)
