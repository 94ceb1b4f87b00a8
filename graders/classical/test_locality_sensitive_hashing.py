"""Grades `locality_sensitive_hashing`: hashes one by one, pairs by comparing all, the collision law on the circle."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def pairs(signatures, bands):
    rows, r = signatures.tolist(), signatures.shape[1] // bands
    return [
        (i, j)
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if any(rows[i][b * r : (b + 1) * r] == rows[j][b * r : (b + 1) * r] for b in range(bands))
    ]


def as_pairs(found):
    return [tuple(int(i) for i in pair) for pair in found]


@pytest.mark.points(20)
def test_the_bits_of_hyperplanes(submission, rng):
    """A bit is 1 where the product of the row and the normal is at least 0."""
    X = np.array([[1.0, 2.0], [-1.0, 1.0], [-3.0, 0.5]])
    found = submission.hyperplane_bits(X, np.array([[1.0, 0.5], [2.0, 3.0]]))
    assert_equal(found, np.array([[1, 1], [0, 1], [0, 0]]), what="the bits")
    n, d, h = sizes(rng, 6, 4, 5)
    X, normals = rng.normal(size=(n, d)), rng.normal(size=(h, d))
    expected = np.array([[int(math.fsum(x * a) >= 0) for a in normals] for x in X])
    assert_equal(submission.hyperplane_bits(X, normals), expected, what="the bits")


@pytest.mark.points(4)
def test_rows_on_the_plane(submission):
    """A row on the plane has the bit 1."""
    X = np.array([[0.0, 2.0], [1.0, -1.0], [-1.0, 3.0]])
    found = submission.hyperplane_bits(X, np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert_equal(found, np.array([[1, 1], [1, 1], [0, 1]]), what="the bits")


@pytest.mark.points(18)
def test_the_buckets_of_lines(submission, rng):
    """A bucket is (a.x + b) / w, rounded down."""
    X = np.array([[1.0, 2.0], [4.0, 0.5], [2.5, 6.0]])
    found = submission.stable_buckets(X, np.array([[1.0, 0.5], [0.5, 2.0]]), np.array([0.75, 1.0]), 1.5)
    assert_equal(found, np.array([[1, 3], [3, 2], [4, 9]]), what="the buckets")
    n, d, h = sizes(rng, 6, 4, 5)
    X, directions = rng.uniform(1, 4, size=(n, d)), np.abs(rng.normal(size=(h, d)))
    offsets = rng.uniform(0, 0.7, size=h)
    values = [[(math.fsum(x * a) + b) / 0.7 for a, b in zip(directions, offsets, strict=True)] for x in X]
    expected = np.array([[math.floor(value) for value in row] for row in values])
    assert_equal(submission.stable_buckets(X, directions, offsets, 0.7), expected, what="the buckets")


@pytest.mark.points(6)
def test_buckets_below_0(submission):
    """Below 0, a bucket is rounded down as well."""
    X = np.array([[-3.0], [-0.25], [0.25], [-4.0]])
    found = submission.stable_buckets(X, np.array([[1.0]]), np.array([0.0]), 2.0)
    assert_equal(found, np.array([[-2], [-1], [0], [-2]]), what="the buckets")


@pytest.mark.points(22)
def test_the_candidate_pairs(submission, rng):
    """Two rows are candidates when they agree in all hashes of at least one band."""
    signatures = np.array(
        [
            [1, 2, 3, 4, 5, 6],
            [1, 2, 0, 0, 0, 0],
            [1, 0, 3, 0, 5, 0],
            [7, 8, 3, 4, 9, 9],
            [2, 2, 2, 7, 8, 9],
            [2, 2, 2, 7, 8, 9],
            [6, 6, 6, 1, 1, 3],
            [6, 6, 6, 2, 2, 4],
            [9, 2, 0, 0, 5, 9],
        ]
    )
    found = as_pairs(submission.candidate_pairs(signatures, 3))
    assert_equal(sorted(set(found)), [(0, 1), (0, 3), (1, 8), (4, 5), (6, 7)], what="the pairs, of three bands of two")
    found = as_pairs(submission.candidate_pairs(signatures, 2))
    assert_equal(sorted(set(found)), [(4, 5), (6, 7)], what="the pairs, of two bands of three")
    found = as_pairs(submission.candidate_pairs(np.array([[1, 23], [12, 3], [1, 23]]), 1))
    assert_equal(sorted(set(found)), [(0, 2)], what="the pairs, of a band whose values have more than one digit")
    signatures = rng.integers(-1, 2, size=(16, 12))
    for bands in (4, 6):
        found = as_pairs(submission.candidate_pairs(signatures, bands))
        assert_equal(sorted(set(found)), pairs(signatures, bands), what=f"the pairs, of {bands} bands")


@pytest.mark.points(4)
def test_bands_have_buckets_of_their_own(submission):
    """Equal values in different bands are no meeting."""
    signatures = np.array([[1, 2, 3, 4], [3, 4, 1, 2], [3, 4, 5, 6]])
    assert_equal(sorted(set(as_pairs(submission.candidate_pairs(signatures, 2)))), [(1, 2)], what="the pairs")


@pytest.mark.points(2)
def test_each_pair_is_listed_once(submission):
    """Pairs that meet in several bands are listed once."""
    signatures = np.array([[9, 1, 5, 5], [8, 3, 4, 6], [9, 1, 5, 5], [8, 3, 5, 5]])
    found = as_pairs(submission.candidate_pairs(signatures, 2))
    assert_equal(sorted(found), [(0, 2), (0, 3), (1, 3), (2, 3)], what="the pairs, once sorted")


@pytest.mark.points(2)
def test_pairs_are_sorted(submission):
    """The pairs are sorted, whichever band they met in, and each has the smaller row first."""
    signatures = np.array([[1, 2, 5, 6], [3, 4, 5, 6], [3, 4, 7, 8], [1, 2, 7, 8]])
    found = list(dict.fromkeys(as_pairs(submission.candidate_pairs(signatures, 2))))
    assert_equal(found, [(0, 1), (0, 3), (1, 2), (2, 3)], what="the pairs")


@pytest.mark.points(16)
def test_the_probability_of_a_candidate(submission, rng):
    """A pair is a candidate with the probability 1 - (1 - p^r)^b, and p is 1 less the angle over pi."""
    x, y = np.array([1.0, 0.0]), np.array([math.cos(math.pi / 5), math.sin(math.pi / 5)])
    found = submission.candidate_probability(x, y, 3, 4)
    assert_close(found, 1 - (1 - 0.8**3) ** 4, what="the probability for an angle of pi / 5")
    x, y = np.array([1.0, 0.0]), np.array([math.cos(0.7 * math.pi), math.sin(0.7 * math.pi)])
    found = submission.candidate_probability(x, y, 2, 5)
    assert_close(found, 1 - (1 - 0.3**2) ** 5, what="the probability for an angle of 0.7 pi")
    angle = rng.uniform(0.6, 2.4)
    plane = np.linalg.qr(rng.normal(size=(4, 2)))[0]
    y = plane @ [math.cos(angle), math.sin(angle)]
    p = 1 - angle / math.pi
    found = submission.candidate_probability(plane[:, 0], y, 2, 5)
    assert_close(found, 1 - (1 - p**2) ** 5, rtol=1e-6, what=f"the probability for an angle of {angle:.4f}")


@pytest.mark.points(6)
def test_lengths_make_no_difference(submission):
    """The angle doesn't depend on the lengths, and is a number for vectors of one direction and for opposite ones."""
    x, y = np.array([0.6, 0.0]), np.array([math.cos(math.pi / 5), math.sin(math.pi / 5)]) * 0.5
    found = submission.candidate_probability(x, y, 3, 4)
    assert_close(found, 1 - (1 - 0.8**3) ** 4, what="the probability for an angle of pi / 5")
    x, y = np.array([3.0, 0.0]), np.array([0.0, 0.5])
    assert_close(submission.candidate_probability(x, y, 2, 3), 0.578125, what="the probability for a right angle")
    for start, n in ((3, 2), (9, 2), (1, 3), (4, 3), (6, 3), (9, 3), (4, 4), (10, 4), (3, 5)):
        z = np.arange(start, start + n) * 0.1  # the cosine of z and 0.3 z is more than 1 by rounding
        found = submission.candidate_probability(z, z * 0.3, 2, 2)
        assert_close(found, 1.0, atol=1e-6, what="the probability for one direction")
        found = submission.candidate_probability(z, z * -0.3, 1, 1)
        assert_close(found, 0.0, atol=1e-6, what="the probability for opposite directions")
