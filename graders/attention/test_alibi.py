"""Grades `alibi`: slopes by geometric means between neighbours, biases and logits pair by pair."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def slopes_for(n_heads):
    """Halve the exponents 8, 4, ... until there are P slopes; fill up with the means of neighbours, 1 in front."""
    slopes = [2.0**-8]
    while True:
        means = [math.sqrt(one * other) for one, other in zip([1.0, *slopes], slopes, strict=False)]
        if len(slopes) + len(means) > n_heads:
            return np.array(slopes + means[: n_heads - len(slopes)])
        slopes = sorted(slopes + means, reverse=True)


def bias_for(slopes, n_queries, n_keys):
    past = n_keys - n_queries
    rows = [
        [[m * (s - past - t) if s <= past + t else -math.inf for s in range(n_keys)] for t in range(n_queries)]
        for m in slopes.tolist()
    ]
    return np.array(rows, dtype=slopes.dtype).reshape(len(slopes), n_queries, n_keys)


@pytest.mark.points(20)
def test_slopes_for_a_power_of_two(submission):
    """For a power of two the slopes are 2^(-8 h / H), h from 1 to H: the last one is always 1/256."""
    for n_heads in (8, 1, 16):
        assert_close(submission.alibi_slopes(n_heads), slopes_for(n_heads), what=f"the slopes for {n_heads} heads")


@pytest.mark.points(20)
def test_slopes_for_other_numbers_of_heads(submission):
    """Else the slopes for P heads come first, P the power of two below H, then the 1st, 3rd, ... of those for 2P."""
    for n_heads in (3, 6, 7, 12):
        assert_close(submission.alibi_slopes(n_heads), slopes_for(n_heads), what=f"the slopes for {n_heads} heads")


@pytest.mark.points(22)
def test_bias_falls_with_the_distance(submission, rng):
    """The bias is -m_h times the distance from query to key, 0 on the diagonal and -inf for later keys."""
    for slopes, n in [(np.array([0.5, 0.25]), 3), (rng.uniform(0.1, 2.0, size=3), int(rng.integers(4, 8)))]:
        assert_close(submission.alibi_bias(slopes, n), bias_for(slopes, n, n), what=f"the bias of {n} positions")


@pytest.mark.points(12)
def test_queries_are_the_last_positions_of_a_longer_cache(submission, rng):
    """With more keys than queries, the queries are the last positions: theirs are the last rows of the whole bias."""
    slopes, drawn = rng.uniform(0.1, 2.0, size=5), int(rng.integers(2, 5))
    for n_queries, n_keys in [(2, 5), (drawn, drawn + int(rng.integers(2, 5))), (1, 4)]:
        what = f"the bias of {n_queries} queries over {n_keys} keys"
        found = np.array(submission.alibi_bias(slopes, n_queries, n_keys))
        # The answer's own square bias, which has a test to itself; a penalty at all, whatever its sign, is there.
        assert_close(found, np.array(submission.alibi_bias(slopes, n_keys))[:, -n_queries:], what=what)
        assert_close(
            np.abs(found[:, -1, 0]), slopes * (n_keys - 1), what=f"the size of the last query's first entry in {what}"
        )


@pytest.mark.points(5)
def test_fewer_keys_than_queries_are_refused(submission, rng):
    """Fewer keys than queries, also none at all, raise ValueError."""
    slopes = rng.uniform(0.1, 2.0, size=2)
    assert_equal(submission.alibi_bias(slopes, 3, 3).shape, (2, 3, 3), what="the shape for as many keys as queries")
    for n_queries, n_keys in [(4, 3), (2, 0)]:
        with pytest.raises(ValueError):
            submission.alibi_bias(slopes, n_queries, n_keys)


@pytest.mark.points(14)
def test_logits_are_scaled_and_then_biased(submission, rng):
    """The logits are q k^T / sqrt(D) plus the bias, which isn't divided."""
    q = 2 * rng.normal(size=(2, 6, 3, 5))
    k = 2 * rng.normal(size=(2, 6, int(rng.integers(3, 6)), 5))
    # The answer's own bias, which has tests to itself.
    bias = np.array(submission.alibi_bias(np.array(submission.alibi_slopes(6)), 3, k.shape[2]))
    dots = (q[:, :, :, None, :] * k[:, :, None, :, :]).sum(axis=-1)
    assert_close(submission.alibi_logits(q, k), dots / math.sqrt(5) + bias)


@pytest.mark.points(4)
def test_dtypes(submission, rng):
    """Slopes are float64, the bias has the dtype of the slopes, and the logits have that of q."""
    assert_equal(submission.alibi_slopes(6).dtype, np.dtype(np.float64), what="the dtype of the slopes")
    q, k = rng.normal(size=(2, 3, 2, 4)), rng.normal(size=(2, 3, 5, 4))
    for dtype in (np.float32, np.float64):
        bias, logits = (
            submission.alibi_bias(slopes_for(6).astype(dtype), 4),
            submission.alibi_logits(q.astype(dtype), k.astype(dtype)),
        )
        assert_equal(bias.dtype, np.dtype(dtype), what=f"the dtype of the bias for slopes in {np.dtype(dtype)}")
        assert_equal(logits.dtype, np.dtype(dtype), what=f"the dtype of the logits for q and k in {np.dtype(dtype)}")


@pytest.mark.points(3)
def test_a_model_without_heads_is_refused(submission):
    """Fewer than one head raises ValueError."""
    assert_equal(submission.alibi_slopes(2).shape, (2,), what="the shape of the slopes for 2 heads")
    for n_heads in (0, -4):
        with pytest.raises(ValueError):
            submission.alibi_slopes(n_heads)
