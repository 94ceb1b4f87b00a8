"""Grades `global_local_attention`: the definition pair by pair, and sums along diagonals for long sequences."""

import math
from functools import partial

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def sees(t, s, radius, global_positions, causal):
    """The definition."""
    return (abs(t - s) <= radius or t in global_positions or s in global_positions) and not (causal and s > t)


def mask_for(n, radius, global_positions, causal=False):
    return np.array([[sees(t, s, radius, global_positions, causal) for s in range(n)] for t in range(n)])


def attend(q, k, v, mask):
    """Query by query over the keys that it sees: weight s is 1 / sum_r exp(x_r - x_s)."""
    output = np.zeros(v.shape)
    for index in np.ndindex(q.shape[:-1]):
        batch, seen = index[:-1], mask[index[-1]]
        logits = k[batch][seen] @ q[index] / math.sqrt(q.shape[-1])
        with np.errstate(over="ignore"):
            output[index] = 1.0 / np.exp(logits - logits[:, None]).sum(axis=1) @ v[batch][seen]
    return output


def long_attend(q, k, v, radius, global_positions):
    """The same for long sequences and small logits: numerators and denominators summed along the diagonals."""
    n, scale = len(q), math.sqrt(q.shape[-1])
    numerator, denominator = np.zeros(v.shape), np.zeros((n, 1))
    t = np.arange(n)
    for shift in range(-radius, radius + 1):
        rows = t[max(-shift, 0) : n - max(shift, 0)]
        rows = rows[~np.isin(rows + shift, global_positions)]
        part = np.exp((q[rows] * k[rows + shift]).sum(axis=1, keepdims=True) / scale)
        numerator[rows] += part * v[rows + shift]
        denominator[rows] += part
    for p in global_positions:
        part = np.exp(q @ k[p] / scale)[:, None]
        numerator += part * v[p]
        denominator += part
    output = numerator / denominator
    for p in global_positions:
        part = np.exp(k @ q[p] / scale)
        output[p] = part @ v / part.sum()
    return output


def draw(rng, *shape, n_values=2):
    return rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=(*shape[:-1], n_values))


def with_own_mask(submission, result, found, mask, *arguments):
    """What is right under the mask, or under the answer's own one: whether that is right, other tests ask.

    Args:
        result: what follows from a mask.
        found: what the answer gave.
        mask: the right one.
        arguments: those of the mask.
    """
    own = result(np.array(submission.global_local_mask(*arguments)))
    alike = np.array_equal(np.shape(found), np.shape(own)) and np.allclose(found, own, rtol=1e-4)
    return own if alike else result(mask)


def some_positions(rng, n, number):
    return rng.permutation(n)[:number].tolist()


@pytest.mark.points(14)
def test_mask_of_the_windows(submission, rng):
    """A token sees itself and `radius` tokens on each side, as far as there are any."""
    n = int(rng.integers(7, 11))
    for radius in (3, n + 3):
        found = submission.global_local_mask(n, radius, [])
        assert_equal(found, mask_for(n, radius, []), what=f"the mask for {n} tokens and radius {radius}")


@pytest.mark.points(12)
def test_mask_of_global_tokens(submission, rng):
    """A global token sees all tokens and is seen by all: a full row and a full column."""
    n = int(rng.integers(8, 12))
    for radius, positions in [(1, some_positions(rng, n, 2)), (0, [n - 1, 0])]:
        found = submission.global_local_mask(n, radius, positions)
        # The answer's own windows, which have a test to themselves, with the rows and columns of the global tokens.
        expected = np.array(submission.global_local_mask(n, radius, []))
        expected[positions] = expected[:, positions] = True
        what = f"the mask for radius {radius}, global {positions}"
        assert_equal(found, expected, what=what)
        # Two tokens that are far from each other.
        t, *_, s = (token for token in range(n) if token not in positions)
        hidden = np.array([False, False])
        assert_equal(found[[t, s], [s, t]], hidden, what=f"the pairs of the tokens {t} and {s} in {what}")


@pytest.mark.points(10)
def test_causal_mask_hides_later_keys_from_all(submission, rng):
    """In a causal mask no query sees a later key, whether it is global, or the key, or neither."""
    n = int(rng.integers(8, 12))
    for radius, positions in [(3, []), (1, some_positions(rng, n, 2))]:
        found = submission.global_local_mask(n, radius, positions, causal=True)
        # The answer's own mask without causality, which has tests to itself.
        expected = np.tril(np.array(submission.global_local_mask(n, radius, positions)))
        assert_equal(found, expected, what=f"the causal mask for radius {radius}, global {positions}")
    found = submission.global_local_mask(n, n, [2], causal=True)
    assert_equal(found, mask_for(n, n, [2], causal=True), what=f"the causal mask for {n} tokens and radius {n}")


@pytest.mark.points(12)
def test_number_of_visible_pairs(submission, rng):
    """The number of visible pairs is that of the mask: windows are cut off at the ends, and no pair counts twice."""
    n = int(rng.integers(8, 12))
    for causal in (False, True):
        for radius, positions in [(3, some_positions(rng, n, 3)), (0, [n - 1, 1]), (n, [2]), (n + 2, [])]:
            found = submission.count_visible(n, radius, positions, causal=causal)
            what = f"the number of pairs for {n} tokens, radius {radius}, global {positions}, causal = {causal}"
            mask = mask_for(n, radius, positions, causal)
            expected = int(mask.sum())
            if radius < n:
                expected = with_own_mask(
                    submission, lambda mask: int(mask.sum()), found, mask, n, radius, positions, causal
                )
            assert_equal(found, expected, what=what)


@pytest.mark.points(8)
def test_counting_pairs_of_a_long_sequence(submission, rng):
    """The pairs of 17 000 tokens are counted without a mask of 17 000 x 17 000."""
    n, radius = 17_000, int(rng.integers(2, 6))
    for causal in (False, True):
        # The answer's own numbers for 60 and 61 tokens: one more token adds as much there as it does at any length, its
        # window and the pairs with two global tokens that are far from each other and from the ends.
        plain, one_more = (int(submission.count_visible(m, radius, [], causal=causal)) for m in (60, 61))
        short, longer = (int(submission.count_visible(m, radius, [20, 40], causal=causal)) for m in (60, 61))
        added = (longer - short) - (one_more - plain)
        assert_equal(added, 2 if causal else 4, what=f"what two global tokens add to a 61st token, causal = {causal}")
        found = submission.count_visible(n, radius, [15_000, 3_500], causal=causal)
        expected = short + (n - 60) * (longer - short)
        assert_equal(found, expected, what=f"the number of pairs for {n} tokens and radius {radius}, causal = {causal}")


@pytest.mark.points(12)
def test_attention_within_windows(submission, rng):
    """Without global tokens each query averages the values of its window under the softmax of q k^T / sqrt(D)."""
    for shape, radius, causal in [((9, 3), 3, False), ((2, 6, 5), 1, True), ((4, 2), 7, False)]:
        q, k, v = draw(rng, *shape)
        found = submission.global_local_attention(q, k, v, radius, [], causal=causal)
        expected = attend(q, k, v, mask_for(shape[-2], radius, [], causal))
        assert_close(found, expected, what=f"the output for radius {radius}, causal = {causal}", exact_dtype=True)


@pytest.mark.points(16)
def test_attention_with_global_tokens(submission, rng):
    """Every query sees the global keys beside its window, each once; global queries see all tokens."""
    # A single feature, which needs no scale.
    cases = [((9, 1), 1, 2, False), ((2, 1, 3, 2, 7, 1), 2, 3, True), ((6, 1), 0, 1, False)]
    for shape, radius, number, causal in cases:
        q, k, v = draw(rng, *shape, n_values=3)
        positions = some_positions(rng, shape[-2], number)
        found = submission.global_local_attention(q, k, v, radius, positions, causal=causal)
        mask = mask_for(shape[-2], radius, positions, causal)
        arguments = (shape[-2], radius, positions, causal)
        expected = with_own_mask(submission, partial(attend, q, k, v), found, mask, *arguments)
        assert_close(found, expected, what=f"the output for radius {radius}, global {positions}, causal = {causal}")


@pytest.mark.points(5)
def test_attention_with_large_logits(submission, rng):
    """Logits of any size overflow nothing, and a hidden key weighs nothing even if its logit is the largest."""
    # Small fractions, so that all sums are exact. The first feature shifts a whole row of logits up or down. The
    # tolerance leaves room for a log-sum-exp, which rounds at this height.
    q, k = rng.integers(-8, 9, size=(8, 4)) / 4, rng.integers(-8, 9, size=(8, 4)) / 4
    v = rng.normal(size=(8, 2))
    k[:, 0] = 1.0
    q[:, 0] = np.array([1, -1, 0, 2, -2, 1, 0, -1]) * 2.0**32
    k[3, 0], k[0, 0] = 2.0, 0.5  # hidden from most queries
    for positions in ([6], [2, 5]):
        found = submission.global_local_attention(q, k, v, 1, positions)
        arguments = (8, 1, positions)
        expected = with_own_mask(submission, partial(attend, q, k, v), found, mask_for(*arguments), *arguments)
        assert_close(found, expected, rtol=1e-4, what=f"the output for radius 1, global {positions}")


@pytest.mark.points(6)
@pytest.mark.timeout(3)
def test_attention_over_a_long_sequence(submission, rng):
    """For 9 000 tokens nothing of the size 9 000 x 9 000 is made."""
    q, k, v = draw(rng, 9_000, 1)
    positions = [int(rng.integers(2_000, 7_000)), 3]
    found = submission.global_local_attention(q, k, v, 1, positions)
    assert_close(found, long_attend(q, k, v, 1, positions), rtol=1e-8, what=f"the output for global {positions}")


@pytest.mark.points(5)
def test_positions_outside_the_sequence_are_refused(submission, rng):
    """A global position below 0 or beyond the end, or a negative radius, raises ValueError in all three functions."""
    q, k, v = draw(rng, 6, 3)
    # Both ends are positions of the sequence; what comes out is the business of other tests.
    assert_equal(submission.global_local_mask(6, 1, [0, 5]).shape, (6, 6), what="the shape of the mask")
    assert isinstance(submission.count_visible(6, 1, [0, 5]), (int, np.integer)), "count_visible should give an int"
    assert_equal(submission.global_local_attention(q, k, v, 1, [0, 5]).shape, v.shape, what="the shape of the output")
    for radius, positions in [(1, [6]), (1, [2, -1]), (-1, [])]:
        with pytest.raises(ValueError):
            submission.global_local_mask(6, radius, positions)
        with pytest.raises(ValueError):
            submission.count_visible(6, radius, positions)
        with pytest.raises(ValueError):
            submission.global_local_attention(q, k, v, radius, positions)
