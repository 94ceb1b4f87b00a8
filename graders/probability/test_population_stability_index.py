"""Grades `population_stability_index`: order statistics and counting by comparison, beside cases worked by hand."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

# So low that a floor doesn't matter, but where it is needed.
LOW = 1e-14


def shares_of(x, edges):
    """The oracle: a number lies above all edges that are smaller."""
    above = [sum(e < v for e in edges) for v in np.asarray(x).tolist()]
    return np.array([above.count(b) / len(above) for b in range(len(edges) + 1)])


def parts_of(r, c):
    return np.array([(b - a) * math.log(b / a) for a, b in zip(r.tolist(), c.tolist(), strict=True)])


@pytest.mark.points(20)
def test_the_edges(submission, rng):
    """The quantiles 1/B to (B - 1)/B of the reference."""
    found = submission.bin_edges(np.array([50.0, 10.0, 20.0, 90.0, 30.0]), 4)
    assert_close(found, np.array([20.0, 30.0, 50.0]), what="the edges")
    reference = np.exp(rng.normal(size=31))
    in_order = np.sort(reference)
    assert_close(submission.bin_edges(reference, 5), in_order[[6, 12, 18, 24]], what="the edges of 5 bins")
    found = submission.bin_edges(np.array([1.0, 4.0, 2.0, 3.0]), 2)
    assert_close(found, np.array([2.5]), what="the edge between two numbers")


@pytest.mark.points(8)
def test_equal_edges(submission):
    """Edges that are equal are one."""
    reference = np.array([0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 1.0, 2.0, 4.0])
    found = submission.bin_edges(reference, 4)
    assert_close(found, np.array([0.0, 2.0]), what="the edges of a reference with many zeros")
    # Whatever the parts are, which bin an edge belongs to matters here and is judged elsewhere.
    _, parts = submission.stability_index(reference, np.array([0.5, 1.0, 3.0, 3.5]), 4)
    assert_equal(np.shape(parts), (3,), what="the shape of the parts of a reference with many zeros")


@pytest.mark.points(20)
def test_the_shares(submission, rng):
    """The share of the sample in each bin."""
    found = submission.bin_shares(np.array([0.5, 2.5, 1.5, 0.1]), np.array([1.0, 2.0]))
    assert_close(found, np.array([0.5, 0.25, 0.25]), what="the shares")
    x, edges = rng.uniform(0, 4, size=25), np.array([0.9, 1.7, 2.1, 3.3])
    x[:5] = [0.5, 1.2, 2.0, 2.5, 3.5]
    assert_close(submission.bin_shares(x, edges), shares_of(x, edges), what="the shares")
    found = submission.bin_shares(np.array([0.5, 0.6, 2.6]), np.array([1.0, 2.0]))
    assert_close(found, np.array([2 / 3, 0.0, 1 / 3]), what="the shares with an empty bin")


@pytest.mark.points(6)
def test_open_ends(submission):
    """What lies beyond the reference's range is counted in the first or the last bin."""
    found = submission.bin_shares(np.array([-1e6, 0.5, 1.5, 1e9]), np.array([1.0, 2.0]))
    assert_close(found, np.array([0.5, 0.25, 0.25]), what="the shares")
    reference, current = np.array([1.0, 2.0, 3.0, 4.0]), np.array([-5.0, 1.5, -2.0, 44.0])
    _, parts = submission.stability_index(reference, current, 2, floor=LOW)
    expected = parts_of(np.array([0.5, 0.5]), np.array([0.75, 0.25]))
    assert_close(parts, expected, what="the parts of a current sample beyond the reference")


@pytest.mark.points(6)
def test_a_number_at_an_edge(submission):
    """A number that equals an edge belongs to the bin below."""
    x = np.array([1.0, 1.0, 2.0, 1.5, 0.0])
    assert_close(submission.bin_shares(x, np.array([1.0, 2.0])), np.array([0.6, 0.4, 0.0]), what="the shares")


@pytest.mark.points(30)
def test_the_index(submission, rng):
    """The sum of (c - r) log(c / r) over the bins, and its parts."""
    reference = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    current = np.array([1.2, 2.1, 4.4, 6.6, 7.1, 7.2, 7.7, 6.1, 5.2, 7.9])
    expected = parts_of(np.array([0.25] * 4), np.array([0.2, 0.1, 0.2, 0.5]))
    psi, parts = submission.stability_index(reference, current, 4, floor=LOW)
    assert_close(parts, expected, what="the parts")
    assert_close(psi, float(expected.sum()), what="PSI")
    psi, parts = submission.stability_index(10 + reference, current[::-1] + 10, 4, floor=LOW)
    assert_close(psi, float(expected.sum()), what="PSI of both samples moved by 10")
    reference = rng.uniform(0, 1, size=43)
    in_order, below = np.sort(reference), np.array([8, 16, 25, 33])  # at 8.4, 16.8, 25.2 and 33.6
    edges = in_order[below] + np.array([0.4, 0.8, 0.2, 0.6]) * (in_order[below + 1] - in_order[below])
    current = rng.uniform(in_order[3], in_order[-1], size=63)
    current[:5] = [in_order[3], *(edges + 1e-9)]
    expected = parts_of(shares_of(reference, edges), shares_of(current, edges))
    psi, parts = submission.stability_index(reference, current, 5, floor=LOW)
    assert_close(parts, expected, what="the parts of 5 bins")
    assert_close(psi, float(expected.sum()), what="PSI of 5 bins")


@pytest.mark.points(10)
def test_the_floor(submission):
    """A share below the floor counts as the floor, and the other shares stay as they are."""
    reference, current = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.2, 1.7, 1.1, 1.3, 2.2])
    for floor in (1e-4, 0.05):
        expected = parts_of(np.array([0.5, 0.5]), np.array([1.0, floor]))
        psi, parts = submission.stability_index(reference, current, 2, floor=floor)
        assert_close(parts, expected, what=f"the parts with floor = {floor}")
        assert_close(psi, float(expected.sum()), what=f"PSI with floor = {floor}")
    expected = parts_of(np.array([0.5, 0.5]), np.array([1.0, 1e-4]))
    assert_close(submission.stability_index(reference, current, 2)[1], expected, what="the parts with the floor unsaid")
    reference, current = np.arange(1.0, 5.0), np.array([1.5] * 9 + [3.5])  # a small share of the current sample
    expected = parts_of(np.array([0.5, 0.5]), np.array([0.9, 0.2]))
    found = submission.stability_index(reference, current, 2, floor=0.2)[1]
    assert_close(found, expected, what="the parts of a current sample with a small share")
    reference, current = np.arange(1.0, 7.0), np.array([1.5, 2.2, 3.5, 3.1])  # both may have a share below the floor
    expected = parts_of(np.array([0.4] * 3), np.array([0.5, 0.5, 0.4]))
    found = submission.stability_index(reference, current, 3, floor=0.4)[1]
    assert_close(found, expected, what="the parts of two samples with small shares")
