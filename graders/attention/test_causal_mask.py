"""Grades `causal_mask`: pairs of positions are the oracle of the square mask, and that is the one of the rest."""

import numpy as np
import pytest

from kata.testing import assert_equal


def allowed(n_queries, n_keys):
    """The definition: query t stands at position S - T + t and sees every key up to there."""
    return np.array(
        [[key <= n_keys - n_queries + query for key in range(n_keys)] for query in range(n_queries)], dtype=bool
    ).reshape(n_queries, n_keys)


@pytest.mark.points(25)
def test_each_position_sees_itself_and_the_past(submission, rng):
    """Without a cache, position i sees the positions 0 to i, its own included."""
    for n in (3, int(rng.integers(5, 10))):
        assert_equal(submission.causal_mask(n), allowed(n, n), what=f"the mask of {n} positions")


@pytest.mark.points(15)
def test_queries_are_the_last_positions_of_a_longer_cache(submission, rng):
    """With more keys than queries, the queries are the last positions: theirs are the last rows of the whole mask."""
    drawn = int(rng.integers(2, 6))
    for n_queries, n_keys in [(2, 5), (drawn, drawn + int(rng.integers(1, 5))), (1, 4)]:
        # The answer's own square mask, which has a test to itself.
        last_rows = np.asarray(submission.causal_mask(n_keys))[-n_queries:]
        what = f"the mask of {n_queries} queries over {n_keys} keys"
        actual = submission.causal_mask(n_queries, n_keys)
        assert_equal(actual, last_rows, what=what)
        # And what is so in any of them: all see the first key, and only the last query may see the last one.
        assert_equal(actual[:, 0], np.full(n_queries, True), what=f"the first column of {what}")
        assert_equal(actual[:-1, -1], np.full(n_queries - 1, False), what=f"the last column of {what}")


@pytest.mark.points(5)
def test_no_queries_and_one_position(submission):
    """No query gives an empty mask of shape (0, S), and one position a mask of shape (1, 1)."""
    for arguments, shape in [((0, 3), (0, 3)), ((1,), (1, 1))]:
        assert_equal(submission.causal_mask(*arguments).shape, shape, what=f"the shape of causal_mask{arguments}")
    assert_equal(submission.causal_mask(1, 3)[:, 0], np.array([True]), what="the first column of causal_mask(1, 3)")


@pytest.mark.points(5)
def test_fewer_keys_than_queries_is_refused(submission):
    """Fewer keys than queries, or a negative number of queries, raises ValueError."""
    assert_equal(submission.causal_mask(4, 4).shape, (4, 4), what="the shape for as many keys as queries")
    with pytest.raises(ValueError):
        submission.causal_mask(4, 3)
    with pytest.raises(ValueError):
        submission.causal_mask(2, 0)
    with pytest.raises(ValueError):
        submission.causal_mask(-1, 3)


def with_padding(submission, n_queries, key_is_real):
    """What padded_causal_mask should give: the answer's own causal mask without the columns of padding keys."""
    mask = np.array(submission.causal_mask(n_queries, key_is_real.shape[1]))
    return np.stack([mask * row for row in key_is_real])[:, None]


@pytest.mark.points(20)
def test_padding_keys_are_hidden(submission, rng):
    """Padding hides the columns of its keys and no row, wherever in the sequence it stands."""
    batch, n = int(rng.integers(2, 5)), int(rng.integers(5, 8))
    key_is_real = rng.random((batch, n)) < 0.6
    key_is_real[0, :2] = [False, True]  # the first query of the first sequence sees no key at all
    key_is_real[1, -1] = False  # a query on padding still sees the past
    key_is_real[1, 0] = True
    assert_equal(submission.padded_causal_mask(n, key_is_real), with_padding(submission, n, key_is_real))


@pytest.mark.points(15)
def test_padding_over_a_longer_cache(submission, rng):
    """With padding too, the queries are the last positions of the cache."""
    batch, n_queries, n_keys = 3, int(rng.integers(2, 4)), int(rng.integers(5, 8))
    key_is_real = rng.random((batch, n_keys)) < 0.7
    key_is_real[:, 1] = [True, False, True]
    key_is_real[0, -1] = False  # the last query of the first sequence stands on padding
    expected = with_padding(submission, n_queries, key_is_real)
    assert_equal(submission.padded_causal_mask(n_queries, key_is_real), expected)
    with pytest.raises(ValueError):
        submission.padded_causal_mask(n_keys + 1, key_is_real)


@pytest.mark.points(10)
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
    mask[0, :2] = [True, False]
    for dtype in [np.float16, np.float32, np.float64]:
        found = submission.additive_mask(mask, dtype)
        assert_equal(found.dtype, np.dtype(dtype), what=f"the dtype of additive_mask(mask, {np.dtype(dtype)})")
        assert float(found[0, 1]) < -1e4, "What is hidden should get -inf."
    assert_equal(submission.additive_mask(mask).dtype, np.dtype(np.float32), what="the dtype of additive_mask(mask)")
