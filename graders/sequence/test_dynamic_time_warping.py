"""Grades `dynamic_time_warping`: the oracle walks along all warping paths from the first pair."""

import itertools

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def cheapest(x, y, window=None):
    """D, by following every path that isn't dearer than one before it."""
    table = np.full((len(x), len(y)), np.inf)
    stack = [(0, 0, 0.0)]
    while stack:
        i, j, cost = stack.pop()
        if i == len(x) or j == len(y) or (window is not None and abs(i - j) > window):
            continue
        cost += abs(x[i] - y[j])
        if cost >= table[i, j]:
            continue
        table[i, j] = cost
        stack += [(i + 1, j, cost), (i, j + 1, cost), (i + 1, j + 1, cost)]
    return table


def check_costs(submission, x, y, *window):
    found = submission.accumulated_costs(np.array(x), np.array(y), *window)
    assert_close(found, cheapest(x, y, *window), rtol=1e-10, atol=1e-12, what="D")


def check_path(submission, costs):
    """Valid, and every pair's predecessor is a cheapest neighbour."""
    found = submission.warping_path(costs.copy())
    assert len(found) > 0, "The path is empty."
    path = np.asarray(found)
    assert_equal(path.shape, (len(path), 2), what="the shape of the path, as pairs of indices")
    assert_equal(path[0].tolist(), [0, 0], what="the first pair")
    assert_equal(path[-1].tolist(), [costs.shape[0] - 1, costs.shape[1] - 1], what="the last pair")
    came_from, least = [], []
    for (i, j), (k, m) in itertools.pairwise(path.tolist()):
        around = [(k - 1, m - 1), (k - 1, m), (k, m - 1)]
        assert (i, j) in around, f"The path jumps from {(i, j)} to {(k, m)}."
        came_from.append(float(costs[i, j]))
        least.append(min(float(costs[a, b]) for a, b in around if a >= 0 and b >= 0))
    assert_equal(came_from, least, what="D where each step of the path starts, beside the least of the neighbours")


@pytest.mark.points(34)
def test_the_cheapest_way_to_every_pair(submission, rng):
    """D[i, j] adds |x_i - y_j| to the cheapest of the three neighbours."""
    check_costs(submission, [3.0, 0.0, 1.0, 4.0], [0.0, 1.5, 3.5, 1.0, 2.0])
    check_costs(submission, rng.normal(size=5), rng.normal(size=3))


@pytest.mark.points(8)
def test_a_single_sample_is_matched_to_all(submission, rng):
    """A series of one sample is compared with every sample of the other."""
    # Differences of 0 and 1, the first 0, here and below: how they are measured has a test to itself.
    check_costs(submission, [2.0], [2.0, 1.0, 3.0, 2.0])
    check_costs(submission, [0.0, *rng.permutation([0.0, 1.0, 1.0])], [0.0])


@pytest.mark.points(22)
def test_the_band(submission, rng):
    """Pairs with |i - j| > window are inf, and no path goes through them."""
    x, y = [0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 1.0]
    check_costs(submission, x, y, 1)
    check_costs(submission, [0.0, *rng.permutation([0.0, 1.0])], [0.0, *rng.permutation([0.0, 1.0, 0.0, 1.0])], 2)
    check_costs(submission, x[1:], y, 9)
    check_costs(submission, x, y, 0)


@pytest.mark.points(6)
def test_a_band_that_misses_the_end_is_an_error(submission):
    """A window of less than |N - M| is a ValueError, for either series being the longer."""
    found = submission.accumulated_costs(np.ones(3), np.ones(1), 2)
    assert_equal(np.shape(found), (3, 1), what="the shape of D, with a window that is just wide enough")
    for n, m, window in ((4, 2, 1), (1, 4, 2)):
        with pytest.raises(ValueError):
            submission.accumulated_costs(np.ones(n), np.ones(m), window)


@pytest.mark.points(24)
def test_the_path_is_a_cheapest_one(submission, rng):
    """The path leads from (0, 0) to the last pair, each pair reached from its cheapest neighbour."""
    check_path(submission, np.array([[0.0, 0.0, 0.5, 3.0], [2.0, 2.0, 2.0, 1.0]]))
    check_path(submission, cheapest([3.0, 0.0, 1.0, 4.0], [0.0, 1.5, 3.5, 1.0, 2.0]))
    check_path(submission, cheapest(rng.normal(size=4), rng.normal(size=4)))
    check_path(submission, cheapest(rng.normal(size=4), rng.normal(size=5), 1))


@pytest.mark.points(6)
def test_the_path_along_a_border(submission):
    """With one row or one column the path has nowhere else to go; one pair is a path too."""
    for shape in ((1, 4), (3, 1), (1, 1)):
        check_path(submission, np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape))
