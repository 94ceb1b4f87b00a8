"""Grades `collaborative_filtering`: similarities from chords of short lists, and predictions a neighbor at a time."""

from math import fsum, hypot, isnan, nan

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def similarity(a, b, measure):
    """Of two lists of ratings, over what both have: the cosine from the chord between the two directions."""
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if not isnan(x) and not isnan(y)]
    if not pairs:
        return 0.0
    x, y = (list(side) for side in zip(*pairs, strict=True))
    if measure == "pearson":
        x, y = ([v - fsum(side) / len(side) for v in side] for side in (x, y))
    if min(hypot(*x), hypot(*y)) < 1e-6:
        return 0.0
    chord = fsum((v / hypot(*x) - w / hypot(*y)) ** 2 for v, w in zip(x, y, strict=True))
    return 1 - chord / 2


def all_similarities(R, measure):
    return np.array([[similarity(a, b, measure) for b in R.tolist()] for a in R.tolist()])


def mean(row):
    values = [v for v in row if not isnan(v)]
    return fsum(values) / len(values)


def rating(R, S, user, item, k):
    """The weighted mean of the neighbors' deviations, one neighbor taken at a time."""
    rows, left = R.tolist(), {v: S[user, v] for v in range(len(R)) if v != user and not isnan(R[v, item])}
    taken = []
    while left and len(taken) < k and max(left.values()) > 0:
        best = min(v for v in left if left[v] == max(left.values()))
        taken.append((left.pop(best), rows[best][item] - mean(rows[best])))
    weight = fsum(s for s, _ in taken)
    return mean(rows[user]) + (fsum(s * d for s, d in taken) / weight if weight else 0.0)


# Six people and five films.
R0 = np.array(
    [
        [5.0, 3.0, nan, 1.0, nan],
        [4.0, nan, 2.0, 1.0, 5.0],
        [1.0, 1.0, 4.0, 5.0, nan],
        [nan, 2.0, 5.0, 4.0, 1.0],
        [2.0, nan, 3.0, 5.0, 4.0],
        [5.0, 4.0, nan, 2.0, 2.0],
    ]
)
S0 = np.array(
    [
        [1.0, 0.5, -0.75, 0.25, 0.125, 0.875],
        [0.5, 1.0, 0.375, 0.625, 0.75, -0.25],
        [-0.75, 0.375, 1.0, 0.875, 0.5, 0.25],
        [0.25, 0.625, 0.875, 1.0, -0.5, 0.0],
        [0.125, 0.75, 0.5, -0.5, 1.0, 0.75],
        [0.875, -0.25, 0.25, 0.0, 0.75, 1.0],
    ]
)


def draw(rng, users, items):
    """Ratings of which each user has at least four, and each pair has at least two in common with certainty."""
    R = rng.integers(1, 6, size=(users, items)) + rng.choice([0.0, 0.5], size=(users, items))
    R[:, 0], R[:, 1] = rng.permutation(users) + 1.0, 0.25
    for row in R:
        row[2 + rng.choice(items - 2, size=(items - 2) // 2, replace=False)] = nan
    return R


def check_pairs(submission, R, measure):
    """All similarities but those of each user with itself, which are judged elsewhere."""
    found = submission.similarities(R, measure)
    assert_equal(np.shape(found), (len(R), len(R)), what="the shape of the similarities")
    others = np.array(found, dtype=float)
    np.fill_diagonal(others, 1.0)
    expected = all_similarities(R, measure)
    np.fill_diagonal(expected, 1.0)
    assert_close(others, expected, rtol=1e-7, atol=1e-8, what=f"the similarities of different users by {measure}")


@pytest.mark.points(19)
def test_cosine(submission, rng):
    """The cosine of two users goes over the items that both have rated, above and under the line."""
    for R in (R0, draw(rng, 4, 7)):
        check_pairs(submission, R, "cosine")


@pytest.mark.points(24)
def test_pearson(submission, rng):
    """Pearson's correlation takes each user's mean over the items that both have rated."""
    for R in (R0, draw(rng, 4, 7)):
        check_pairs(submission, R, "pearson")


@pytest.mark.points(2)
def test_a_user_beside_itself(submission):
    """A user is compared with itself like with others: that is 1, and 0 for Pearson where all ratings are equal."""
    R = np.array([[4.0, nan, 2.0, 3.0], [3.0, 3.0, nan, 3.0], [2.0, nan, 1.0, 5.0]])
    for measure, expected in (("cosine", [1.0, 1.0, 1.0]), ("pearson", [1.0, 0.0, 1.0])):
        found = np.diag(np.asarray(submission.similarities(R, measure))).astype(float)
        assert_equal(found.shape, (3,), what="the length of the diagonal")
        if measure == "pearson" and not np.isfinite(found[1]):
            found[1] = 0.0  # judged elsewhere
        assert_close(
            found, np.array(expected), rtol=1e-7, atol=1e-8, what=f"the diagonal of the similarities by {measure}"
        )


@pytest.mark.points(5)
def test_undefined_similarities(submission):
    """Where there is nothing to compare the similarity is 0, and another measure is a ValueError."""
    R = np.array([[4.0, nan, nan, 3.0], [nan, 2.0, 5.0, nan], [3.0, 3.0, nan, 3.0], [2.0, nan, 1.0, 5.0]])
    found = np.asarray(submission.similarities(R, "cosine"))
    assert_equal(found.shape, (4, 4), what="the shape of the similarities")
    assert abs(float(found[1, 2])) > 1e-6, (
        "Two users with one item in common have a cosine of 0: it is defined, and 1. Without a common item it is 0."
    )
    for measure in ("cosine", "pearson"):
        check_pairs(submission, R, measure)
    # The mean of three times 3.7 isn't 3.7: what is left of rounding is nothing that varies either.
    R = np.array([[3.7, 3.7, 3.7], [1.0, 3.0, 4.5]])
    found = np.asarray(submission.similarities(R, "pearson"))[0]
    what = "the similarities by pearson of a user whose ratings are 3.7 three times"
    assert_close(found, np.zeros(2), rtol=1e-7, atol=1e-8, what=what)
    # Under the root stands 2.5e-15, of which the root itself would be well above 1e-12.
    found = np.asarray(submission.similarities(np.array([[3.0, 3.0 + 1e-7], [1.0, 2.0]]), "pearson"))[0]
    what = "the similarities by pearson of a user whose ratings differ by 1e-7"
    assert_close(found, np.zeros(2), rtol=1e-7, atol=1e-8, what=what)
    with pytest.raises(ValueError):
        submission.similarities(R, "jaccard")


@pytest.mark.points(25)
def test_a_prediction(submission, rng):
    """The prediction is the user's mean and the weighted mean of how far the neighbors are from theirs."""
    for user, item, k in ((1, 1, 9), (2, 4, 9), (0, 2, 9)):
        expected = rating(R0, np.abs(S0), user, item, k)
        found = submission.predict(R0, np.abs(S0), user, item, k)
        assert_close(found, expected, what=f"the rating of {item} by {user}")
    R, S = draw(rng, 5, 7), rng.uniform(0.1, 1, size=(5, 5))
    R[3, :2] = nan
    for item in (0, 1):
        found = submission.predict(R, (S + S.T) / 2, 3, item, 9)
        assert_close(found, rating(R, (S + S.T) / 2, 3, item, 9), what=f"the rating of {item} by 3")


@pytest.mark.points(15)
def test_the_nearest_neighbors(submission):
    """At most k neighbors count: the most similar of those that have rated the item, above 0."""
    for user, item, k in (
        (1, 1, 9),
        (0, 2, 9),
        (0, 1, 2),
        (3, 3, 2),
        (1, 1, 1),
        (1, 1, 2),
        (4, 1, 2),
        (2, 4, 1),
        (2, 4, 2),
        (3, 0, 2),
        (5, 2, 1),
    ):
        expected = rating(R0, S0, user, item, k)
        found = submission.predict(R0, S0, user, item, k)
        assert_close(found, expected, what=f"the rating of {item} by {user} from {k} neighbors")


@pytest.mark.points(5)
def test_equally_similar_neighbors(submission):
    """Of equally similar neighbors the one with the lower number comes first."""
    S = np.full((6, 6), 0.5)
    for user, item, k in ((3, 0, 1), (3, 0, 2), (0, 4, 2)):
        assert_close(submission.predict(R0, S, user, item, k), rating(R0, S, user, item, k), what="the rating")
    # So many users that a sort which isn't stable mixes them up.
    R = np.stack([np.full(40, 3.0), np.arange(40.0) ** 2], axis=1)
    R[38, 1] = nan
    S = np.where(np.arange(40) % 3 == 0, 0.5, 0.25) * np.ones((40, 40))
    for k in (3, 7):
        what = f"the rating from {k} of 14 equally similar neighbors"
        assert_close(submission.predict(R, S, 38, 1, k), rating(R, S, 38, 1, k), what=what)


@pytest.mark.points(5)
def test_no_neighbor(submission):
    """Without a neighbor the prediction is the user's mean."""
    R = np.array([[5.0, 2.0, nan, nan], [4.0, 1.0, 3.0, nan], [1.0, 4.0, nan, nan]])
    S = np.array([[1.0, 0.0, 0.75], [0.0, 1.0, 0.5], [0.75, 0.5, 1.0]])
    for item in (2, 3):
        assert_close(submission.predict(R, S, 0, item, 2), 3.5, what=f"the rating of {item} by 0")
