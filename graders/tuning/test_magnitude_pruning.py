"""Grades `magnitude_pruning`: weights are made from magnitudes whose order is known."""

import numpy as np
import pytest

from kata.testing import assert_equal, sizes


def made(rng, shape, low, high):
    """Weights of both signs with magnitudes that are well apart, and their rank from 0 for the smallest."""
    n = int(np.prod(shape))
    rank = rng.permutation(n)
    signs = rng.permutation(np.resize([-1.0, 1.0], n))
    weights = signs * (low + (high - low) * (rank + rng.uniform(0.0, 0.4, size=n)) / n)
    return weights.reshape(shape), rank.reshape(shape)


@pytest.mark.points(28)
def test_the_smallest_of_a_layer_go(submission, rng):
    """The share of the weights with the smallest magnitude goes, and all others stay."""
    weights = np.array([[0.5, -3.0, 0.2, -0.1], [1.0, 2.0, -0.7, -4.0]])
    expected = np.array([[False, True, False, False], [True, True, False, True]])
    assert_equal(submission.layer_mask(weights, 0.5), expected, what="the mask")
    n, m = sizes(rng, 3, 5)
    weights, rank = made(rng, (n, 2 * m), 0.1, 5.0)
    assert_equal(submission.layer_mask(weights, 0.5), rank >= n * m, what="the mask")


@pytest.mark.points(8)
def test_the_number_is_rounded_down(submission, rng):
    """Exactly floor(s n) weights go."""
    mask = submission.layer_mask(made(rng, (8,), 0.1, 2.0)[0], 0.25)
    what = "the number of weights out of 8 that stay for a sparsity of 0.25"
    assert_equal(int(np.count_nonzero(mask)), 6, what=what)
    weights, _ = made(rng, (7,), 0.1, 2.0)
    # Rounding up, a quantile, rounding to the nearest, and at least one: each goes wrong first at another place.
    for sparsity, gone in ((0.3, 2), (0.2, 1), (0.85, 5), (0.1, 0), (0.4, 2), (0.99, 6)):
        mask = submission.layer_mask(weights, sparsity)
        what = f"the number of weights out of 7 that stay for a sparsity of {sparsity}"
        assert_equal(int(np.count_nonzero(mask)), 7 - gone, what=what)
    mask = submission.channel_mask(weights[:5, None], 0.35)
    assert_equal(int(np.count_nonzero(mask)), 4, what="the number of channels out of 5 that stay for 0.35")
    masks = submission.global_masks([weights[:3], weights[3:]], 0.4)
    stay = int(np.count_nonzero(masks[0])) + int(np.count_nonzero(masks[1]))
    assert_equal(stay, 5, what="the number of weights out of 7 in two layers that stay for a sparsity of 0.4")


@pytest.mark.points(12)
def test_sparsity_is_the_share_that_goes(submission, rng):
    """The sparsity is the share that goes: 0.25 removes a quarter, 0 nothing, and 1 everything."""
    weights, rank = made(rng, (2, 4), 0.5, 2.0)
    for sparsity, gone in ((0.25, 2), (0.75, 6)):
        found = submission.layer_mask(weights, sparsity)
        assert_equal(found, rank >= gone, what=f"the mask for a sparsity of {sparsity}")
    for sparsity in (0.0, 1.0):
        expected = np.full((2, 4), sparsity == 0.0)
        assert_equal(submission.layer_mask(weights, sparsity), expected, what=f"the mask for a sparsity of {sparsity}")
        found = submission.channel_mask(weights, sparsity)
        assert_equal(found, expected[:, 0], what=f"the channels for a sparsity of {sparsity}")


@pytest.mark.points(8)
def test_equal_magnitudes(submission, rng):
    """Where magnitudes are equal, exactly as many go, those with the lower index first."""
    weights = np.array([[2.0, 1.0, 1.0, 3.0], [1.0, 1.0, 0.5, 1.0]])
    expected = np.array([[True, False, False, True], [False, True, False, True]])
    assert_equal(submission.layer_mask(weights, 0.5), expected, what="the mask")
    weights = np.zeros(40)
    assert_equal(submission.layer_mask(weights, 0.5), np.arange(40) >= 20, what="the mask of 40 zeros")
    weights = np.resize([1.0, 2.0, -1.0, 1.0, 0.5, -2.0, 1.0], 70)
    ones_gone = (np.abs(weights) == 1.0) & (np.cumsum(np.abs(weights) == 1.0) <= 25)  # 10 halves go, and 25 of 40 ones
    expected = ~((np.abs(weights) == 0.5) | ones_gone)
    assert_equal(submission.layer_mask(weights, 0.5), expected, what="the mask of 70 weights of three magnitudes")
    weights = np.resize([3.0, -3.0, -3.0], (40, 2))
    assert_equal(submission.channel_mask(weights, 0.5), np.arange(40) >= 20, what="the mask of 40 channels of one norm")


@pytest.mark.points(22)
def test_one_ranking_of_all_layers(submission, rng):
    """Globally the smallest of all weights go: a layer of small weights loses more."""
    layers = [np.array([[0.1, -5.0], [0.2, 4.0]]), np.array([0.3, -0.4, 0.5, -0.6])]
    expected = [np.array([[False, True], [False, True]]), np.array([False, False, True, True])]
    assert_equal(submission.global_masks(layers, 0.5), expected, what="the masks")
    small, _ = made(rng, (3, 2), 0.1, 1.0)
    large, large_rank = made(rng, (2, 3), 1.5, 4.0)
    found = submission.global_masks([large, small, np.array([6.0, -1.2, 7.0, -8.0])], 0.5)
    expected = [large_rank >= 1, np.zeros((3, 2), dtype=bool), np.array([True, False, True, True])]
    assert_equal(found, expected, what="the masks")
    found = submission.global_masks([large[0], small, large[1:]], 0.5)
    assert_equal(found, [np.ones(3, bool), np.zeros((3, 2), bool), np.ones((1, 3), bool)], what="the masks")


@pytest.mark.points(4)
def test_equal_magnitudes_across_layers(submission):
    """Of equal magnitudes in several layers those of the earlier layer go first."""
    layers = [np.array([1.0, -1.0, 2.0]), np.array([[1.0, 1.0, 0.5]])]
    expected = [np.array([False, False, True]), np.array([[True, True, False]])]
    assert_equal(submission.global_masks(layers, 0.5), expected, what="the masks")


@pytest.mark.points(18)
def test_channels_of_the_smallest_norm_go(submission, rng):
    """The rows with the smallest root of the sum of squares go."""
    weights = np.array([[3.0, -3.0, 3.0], [0.0, -5.8, 0.0], [-4.0, -4.0, 3.0], [0.5, -5.3, 0.5]])
    expected = np.array([False, True, True, False])
    assert_equal(submission.channel_mask(weights, 0.5), expected, what="the mask")
    m, d = 8, int(sizes(rng, 3, 5)[0])
    lengths, rank = made(rng, (m,), 1.0, 4.0)
    directions = rng.normal(size=(m, d))
    weights = directions / np.linalg.norm(directions, axis=1, keepdims=True) * lengths[:, None]
    assert_equal(submission.channel_mask(weights, 0.5), rank >= 4, what="the mask")
