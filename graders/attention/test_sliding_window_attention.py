"""Grades `sliding_window_attention`: each token alone, over the slice of the whole text that its window is."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal


def allowed(n_queries, n_keys, window):
    """The definition, pair by pair."""
    rows = range(n_keys - n_queries, n_keys)
    return torch.tensor([[0 <= position - key < window for key in range(n_keys)] for position in rows])


def windowed(q, k, v, window):
    """The outputs of a whole text, one token at a time."""
    outputs = []
    for t in range(q.shape[2]):
        seen = slice(max(0, t - window + 1), t + 1)
        logits = (k[:, :, seen] * q[:, :, t : t + 1]).sum(-1) / math.sqrt(q.shape[-1])
        weights = (logits - logits.logsumexp(-1, keepdim=True)).exp()
        outputs.append((weights[..., None] * v[:, :, seen]).sum(2))
    return torch.stack(outputs, dim=2)


def run(submission, q, k, v, window, pieces):
    """A new cache that was given these many tokens at a time, and all its outputs."""
    cache = submission.RollingCache(q.shape[0], q.shape[1], window, q.shape[3], dtype=q.dtype)
    chunks = zip(*(x.split(pieces, dim=2) for x in (q, k, v)), strict=True)
    return cache, torch.cat([cache.attend(*chunk) for chunk in chunks], dim=2)


def check(submission, rng, window, pieces):
    q, k, v = (2 * normal(rng, 2, 3, sum(pieces), 4) for _ in range(3))
    _, found = run(submission, q, k, v, window, pieces)
    what = f"the outputs for W = {window} in pieces of {pieces} tokens"
    assert_close(found, windowed(q, k, v, window), what=what, exact_dtype=True)


@pytest.mark.points(14)
def test_each_token_sees_the_last_w_tokens(submission, rng):
    """Position p sees p - W + 1 to p, so W tokens with its own, and fewer at the start."""
    for n, window in [(7, 3), (int(rng.integers(5, 9)), 2), (4, 1), (3, 3), (3, 8)]:
        assert_equal(
            submission.sliding_window_mask(n, n, window), allowed(n, n, window), what=f"the mask for W = {window}"
        )


@pytest.mark.points(12)
def test_queries_are_the_last_positions(submission, rng):
    """With more keys than queries, the queries are the last positions."""
    for n_queries, n_keys, window in [(2, 7, 3), (1, 6, 4), (3, 5, 9), (4, int(rng.integers(6, 10)), 2)]:
        found = submission.sliding_window_mask(n_queries, n_keys, window)
        what = f"the mask of {n_queries} queries over {n_keys} keys for W = {window}"
        # The answer's own square mask, which has a test to itself.
        assert_equal(found, submission.sliding_window_mask(n_keys, n_keys, window)[-n_queries:], what=what)
        # And what is so in any of them: of these queries, only the last one may see the last key.
        assert_equal(found[:, -1], torch.arange(n_queries) == n_queries - 1, what=f"the last column of {what}")


@pytest.mark.points(4)
def test_impossible_masks_are_refused(submission):
    """Fewer keys than queries, or a window below 1, raises ValueError."""
    assert_equal(submission.sliding_window_mask(3, 3, 1).shape, (3, 3), what="the shape for W = 1")
    for n_queries, n_keys, window in [(3, 2, 1), (3, 3, 0), (3, 3, -2)]:
        with pytest.raises(ValueError):
            submission.sliding_window_mask(n_queries, n_keys, window)


@pytest.mark.points(10)
def test_layers_add_up_to_a_longer_context(submission, rng):
    """Through L layers, a token is influenced by as many tokens as can be reached in L steps of a window each."""
    n = 40
    for n_layers, window in [(3, 5), (1, 6), (4, 1), (0, 7), (int(rng.integers(2, 5)), int(rng.integers(2, 9)))]:
        reached = torch.eye(n, dtype=torch.bool)[-1]
        for _ in range(n_layers):
            reached = (reached[:, None] & allowed(n, n, window)).any(0)
        found = submission.effective_context(n_layers, window)
        assert_equal(found, int(reached.sum()), what=f"the context of {n_layers} layers with W = {window}")


@pytest.mark.points(14)
def test_a_prefill_shorter_or_longer_than_the_window(submission, rng):
    """A first chunk of any length gives every token the average over its window."""
    for window, n in [(5, 3), (3, int(rng.integers(7, 10))), (1, 4)]:
        check(submission, rng, window, [n])


@pytest.mark.points(14)
def test_decoding_token_by_token(submission, rng):
    """Token by token, far beyond W tokens, each one sees its window."""
    for window, first in [(3, 2), (2, 4), (5, 1)]:
        check(submission, rng, window, [first] + [1] * (window + 2))


@pytest.mark.points(14)
def test_chunks_of_any_length(submission, rng):
    """In chunks shorter, equal to or longer than W, the first tokens of a chunk still see old keys."""
    for window, pieces in [(4, [3, 2, 3, 4]), (3, [5, 7, 1, 2])]:
        check(submission, rng, window, pieces)


@pytest.mark.points(12)
def test_position_p_lies_in_slot_p_modulo_w(submission, rng):
    """After any chunks, slot p % W holds the key and value of position p, for the last W positions."""
    older, x = submission.RollingCache(2, 1, 4, 3, dtype=torch.float64), normal(rng, 2, 1, 4, 3)
    older.attend(x, x, x)
    for window, pieces in [(4, [2]), (5, [13]), (4, [3, 7]), (3, [4, 1])]:
        n = sum(pieces)
        q, k, v = (normal(rng, 2, 1, n, 3) for _ in range(3))
        cache, _ = run(submission, q, k, v, window, pieces)
        assert_equal(cache.length, n, what="the length")
        last = range(max(0, n - window), n)
        slots = [p % window for p in last]
        for name, stored, given in (("keys", cache.keys, k), ("values", cache.values, v)):
            assert_equal(stored.shape, (2, 1, window, 3), what=f"the shape of {name}")
            what = f"the {name} in the slots {slots} after pieces of {pieces} tokens"
            assert_equal(stored[:, :, slots], given[:, :, list(last)], what=what)
    assert_equal(older.keys, x, what="the keys of a cache after others were filled")


@pytest.mark.points(6)
def test_large_logits_and_hidden_giants(submission, rng):
    """Logits in the tens of thousands overflow nothing, and a key outside the window has no influence."""
    n, window = 9, 3
    q, k, v = (normal(rng, 1, 2, n, 4) for _ in range(3))
    # The first feature shifts a whole row of logits by about 40 000, up or down.
    k[..., 0] = 1000.0
    q[..., 0] = torch.tensor([1.0, -1.0, 0.5] * 3) * 80.0
    k[:, :, 2, 0], k[:, :, 4, 0] = 3000.0, -3000.0
    for pieces in ([n], [4, 5]):
        _, found = run(submission, q, k, v, window, pieces)
        assert_close(found, windowed(q, k, v, window), rtol=1e-7, what=f"the outputs in pieces of {pieces} tokens")
