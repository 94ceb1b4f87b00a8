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


def logits_for(q, k):
    dots = (q[:, :, :, None, :] * k[:, :, None, :, :]).sum(axis=-1)
    return dots / math.sqrt(q.shape[-1]) + bias_for(slopes_for(q.shape[1]), q.shape[2], k.shape[2])


@pytest.mark.points(15)
def test_slopes_for_a_power_of_two(submission):
    """For a power of two the slopes are 2^(-8 h / H), h from 1 to H: the last one is always 1/256."""
    for n_heads in (8, 1, 16):
        assert_close(submission.alibi_slopes(n_heads), slopes_for(n_heads), what=f"the slopes for {n_heads} heads")


@pytest.mark.points(20)
def test_slopes_for_other_numbers_of_heads(submission):
    """Else the slopes for P heads come first, P the power of two below H, then the 1st, 3rd, ... of those for 2P."""
    for n_heads in (3, 6, 7, 12):
        assert_close(submission.alibi_slopes(n_heads), slopes_for(n_heads), what=f"the slopes for {n_heads} heads")


@pytest.mark.points(20)
def test_bias_falls_with_the_distance(submission, rng):
    """The bias is -m_h times the distance from query to key, 0 on the diagonal and -inf for later keys."""
    n_heads, n = int(rng.integers(2, 4)), int(rng.integers(4, 8))
    slopes = rng.uniform(0.1, 2.0, size=n_heads)
    assert_close(submission.alibi_bias(slopes, n), bias_for(slopes, n, n))
    assert_equal(submission.alibi_bias(slopes, 0), np.zeros((n_heads, 0, 0)))


@pytest.mark.points(15)
def test_queries_are_the_last_positions_of_a_longer_cache(submission, rng):
    """With more keys than queries, the queries are the last positions."""
    n_queries = int(rng.integers(2, 5))
    n_keys = n_queries + int(rng.integers(2, 5))
    slopes = rng.uniform(0.1, 2.0, size=5)
    assert_close(submission.alibi_bias(slopes, n_queries, n_keys), bias_for(slopes, n_queries, n_keys))
    assert_close(submission.alibi_bias(slopes, 1, n_keys), bias_for(slopes, 1, n_keys))
    with pytest.raises(ValueError):
        submission.alibi_bias(slopes, n_keys, n_keys - 1)
    with pytest.raises(ValueError):
        submission.alibi_bias(slopes, n_queries, 0)


@pytest.mark.points(20)
def test_logits_are_scaled_and_then_biased(submission, rng):
    """The logits are q k^T / sqrt(D) plus the bias, which isn't divided."""
    q = 2 * rng.normal(size=(2, 6, 3, 5))
    k = 2 * rng.normal(size=(2, 6, int(rng.integers(3, 6)), 5))
    assert_close(submission.alibi_logits(q, k), logits_for(q, k))


@pytest.mark.points(5)
def test_dtypes(submission, rng):
    """Slopes are float64, the bias has the dtype of the slopes, and the logits have that of q."""
    assert_close(submission.alibi_slopes(6), slopes_for(6), exact_dtype=True)
    q, k = rng.normal(size=(2, 3, 2, 4)), rng.normal(size=(2, 3, 5, 4))
    for dtype in (np.float32, np.float64):
        slopes = slopes_for(6).astype(dtype)
        assert_close(submission.alibi_bias(slopes, 3, 4), bias_for(slopes, 3, 4), exact_dtype=True)
        found = submission.alibi_logits(q.astype(dtype), k.astype(dtype))
        assert_close(found, logits_for(q, k).astype(dtype), exact_dtype=True)


@pytest.mark.points(5)
def test_a_model_without_heads_is_refused(submission):
    """Fewer than one head raises ValueError."""
    assert_close(submission.alibi_slopes(2), slopes_for(2))
    for n_heads in (0, -4):
        with pytest.raises(ValueError):
            submission.alibi_slopes(n_heads)
