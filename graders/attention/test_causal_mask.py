"""Grades `causal_mask`: positions compared pair by pair are the oracle."""

import numpy as np
import pytest

from kata.testing import assert_equal


def allowed(n_queries, n_keys):
    """The definition: query t stands at position S - T + t and sees every key up to there."""
    return np.array(
        [[key <= n_keys - n_queries + query for key in range(n_keys)] for query in range(n_queries)], dtype=bool
    ).reshape(n_queries, n_keys)


@pytest.mark.points(20)
def test_each_position_sees_itself_and_the_past(submission, rng):
    """Without a cache, position i sees the positions 0 to i, its own included."""
    n = int(rng.integers(4, 9))
    assert_equal(submission.causal_mask(n), allowed(n, n))


@pytest.mark.points(20)
def test_queries_are_the_last_positions_of_a_longer_cache(submission, rng):
    """With more keys than queries, the queries are the last positions."""
    n_queries = int(rng.integers(2, 6))
    n_keys = n_queries + int(rng.integers(1, 5))
    assert_equal(submission.causal_mask(n_queries, n_keys), allowed(n_queries, n_keys))
    assert_equal(submission.causal_mask(1, n_keys), allowed(1, n_keys))


@pytest.mark.points(5)
def test_no_queries_and_one_position(submission):
    """No query gives an empty mask of shape (0, S); one position sees itself."""
    assert_equal(submission.causal_mask(0, 3), allowed(0, 3))
    assert_equal(submission.causal_mask(1), allowed(1, 1))


@pytest.mark.points(5)
def test_fewer_keys_than_queries_is_refused(submission):
    """Fewer keys than queries, or a negative number of queries, raises ValueError."""
    assert_equal(submission.causal_mask(4, 4), allowed(4, 4))
    with pytest.raises(ValueError):
        submission.causal_mask(4, 3)
    with pytest.raises(ValueError):
        submission.causal_mask(2, 0)
    with pytest.raises(ValueError):
        submission.causal_mask(-1, 3)


@pytest.mark.points(20)
def test_padding_keys_are_hidden(submission, rng):
    """Padding hides the columns of its keys and no row, wherever in the sequence it stands."""
    batch, n = int(rng.integers(2, 5)), int(rng.integers(5, 8))
    key_is_real = rng.random((batch, n)) < 0.6
    key_is_real[0, :2] = [False, True]  # the first query of the first sequence sees no key at all
    key_is_real[1, -1] = False  # a query on padding still sees the past
    key_is_real[1, 0] = True
    expected = np.stack([allowed(n, n) * row for row in key_is_real])[:, None]
    assert_equal(submission.padded_causal_mask(n, key_is_real), expected)


@pytest.mark.points(10)
def test_padding_over_a_longer_cache(submission, rng):
    """With padding too, the queries are the last positions of the cache."""
    batch, n_queries, n_keys = 3, int(rng.integers(2, 4)), int(rng.integers(5, 8))
    key_is_real = rng.random((batch, n_keys)) < 0.7
    key_is_real[:, 1] = [True, False, True]
    expected = np.stack([allowed(n_queries, n_keys) * row for row in key_is_real])[:, None]
    assert_equal(submission.padded_causal_mask(n_queries, key_is_real), expected)
    with pytest.raises(ValueError):
        submission.padded_causal_mask(n_keys + 1, key_is_real)


@pytest.mark.points(15)
def test_additive_mask_is_zero_or_minus_infinity(submission, rng):
    """The additive mask holds 0 where the query may attend and -inf where it may not, for any shape."""
    for shape in [(4, 6), (2, 1, 3, 5)]:
        mask = rng.random(shape) < 0.5
        mask.flat[:2] = [True, False]
        assert_equal(submission.additive_mask(mask), np.where(mask, 0.0, -np.inf).astype(np.float32))


@pytest.mark.points(5)
def test_additive_mask_has_the_dtype_asked_for(submission, rng):
    """The additive mask has the dtype that was asked for, float32 when none was."""
    mask = rng.random((3, 4)) < 0.5
    for dtype in [np.float16, np.float32, np.float64]:
        expected = np.where(mask, 0.0, -np.inf).astype(dtype)
        assert_equal(submission.additive_mask(mask, dtype), expected, exact_dtype=True)
    default = np.where(mask, 0.0, -np.inf).astype(np.float32)
    assert_equal(submission.additive_mask(mask), default, exact_dtype=True)
