"""Grades `attention_sinks`: for each token, those that must be kept are gathered anew and attended to in a loop."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def kept(i, n_sinks, window):
    """The numbers of the tokens in the cache after token i."""
    return [j for j in range(i + 1) if j < n_sinks or i - j < window]


def turned(x, place):
    """rotate, in complex numbers."""
    half = x.shape[-1] // 2
    z = (x[..., :half] + 1j * x[..., half:]) * np.exp(1j * place * 0.01 ** (np.arange(half) / half))
    return np.concatenate([z.real, z.imag], axis=-1)


def outputs(q, k, v, n_sinks, window):
    made = []
    for i in range(len(q)):
        tokens = kept(i, n_sinks, window)
        query = turned(q[i], len(tokens) - 1)
        logits = np.array([(query * turned(k[j], place)).sum(axis=-1) for place, j in enumerate(tokens)])
        logits /= np.sqrt(q.shape[-1])
        weights = np.exp(logits - logits.max(axis=0))
        weights /= weights.sum(axis=0)
        made.append(sum(weights[place][:, None] * v[j] for place, j in enumerate(tokens)))
    return np.array(made)


def text(rng, n_tokens, n_heads, d_head):
    return rng.normal(size=(3, n_tokens, n_heads, d_head)) * np.array([2.0, 1.0, 1.0])[:, None, None, None]


def check(submission, q, k, v, n_sinks, window, **options):
    found = submission.stream(submission.SinkCache(n_sinks, window), q, k, v)
    what = f"the outputs of {len(q)} tokens, for {n_sinks} sinks and a window of {window}"
    assert_close(found, outputs(q, k, v, n_sinks, window), what=what, **options)


@pytest.mark.points(20)
def test_the_mask(submission):
    """A query sees the first n_sinks tokens and the last ones of the window, itself included, and none after it."""
    for n_tokens, n_sinks, window in ((7, 2, 3), (6, 1, 1), (5, 4, 2), (4, 0, 2)):
        expected = np.zeros((n_tokens, n_tokens), dtype=bool)
        for i in range(n_tokens):
            expected[i, kept(i, n_sinks, window)] = True
        what = f"the mask of {n_tokens} tokens, for {n_sinks} sinks and a window of {window}"
        assert_equal(submission.sink_mask(n_tokens, n_sinks, window), expected, what=what)


@pytest.mark.points(25)
def test_a_few_tokens(submission, rng):
    """As long as the cache isn't full, the newest token attends to all tokens, rotated by their places."""
    n_heads, n_tokens, half = sizes(rng, 2, 3, 4)
    check(submission, *text(rng, n_tokens, n_heads, 2 * half), 2, 5, rtol=1e-7)
    x = np.array([[[1.0, 0.5, -1.0, 2.0]], [[0.5, -2.0, 1.0, 1.0]], [[2.0, 1.0, 0.25, -1.0]]])
    check(submission, x, x[::-1], x + 1, 1, 3, rtol=1e-7)


@pytest.mark.points(25)
def test_the_first_and_the_last_tokens_are_kept(submission, rng):
    """In a longer text the first n_sinks tokens and the last ones of the window are kept, the newest included."""
    # Keys of zeros: every token in the cache weighs the same, wherever it stands.
    values = 2.0 ** np.arange(8)[:, None, None] * np.ones((1, 2))
    zeros = np.zeros_like(values)
    for n_sinks, window in ((2, 3), (1, 2), (3, 1)):
        check(submission, zeros + 1, zeros, values, n_sinks, window, rtol=1e-7)
    cache, lengths = submission.SinkCache(2, 3), []
    for i in range(7):
        cache.append(zeros[i], values[i])
        lengths.append(len(cache))
    assert_equal(lengths, [1, 2, 3, 4, 5, 5, 5], what="the lengths of the cache")


@pytest.mark.points(20)
def test_positions_are_places_in_the_cache(submission, rng):
    """When tokens have left, those behind them have moved up, and the query is at the last place."""
    n_heads, half = sizes(rng, 2, 3)
    # Judged where the cache is full and the entries have moved.
    check(submission, *text(rng, 9, n_heads, 2 * half), 2, 3, rtol=1e-7)
    x = np.sin(np.arange(28.0)).reshape(7, 1, 4)
    check(submission, 3 * x, x[::-1], x + 1, 1, 2, rtol=1e-7)


@pytest.mark.points(4)
def test_no_sinks(submission, rng):
    """Without sinks, the last tokens alone are kept; with a window of 1, the newest next to the sinks; no tokens."""
    values = rng.normal(size=(6, 1, 2))
    for n_sinks, window in ((0, 2), (2, 1)):
        check(submission, values, 0 * values, values, n_sinks, window, rtol=1e-7)
    assert_equal(submission.sink_mask(3, 1, 2), np.tri(3, dtype=bool), what="the mask of 3 tokens")
    assert_equal(submission.sink_mask(0, 1, 2), np.zeros((0, 0), dtype=bool), what="the mask of no tokens")


@pytest.mark.points(3)
def test_attending_changes_nothing(submission, rng):
    """attend may be called several times, and two caches share nothing."""
    q, k, v = text(rng, 4, 2, 4)
    k = 0 * k
    one, other = submission.SinkCache(1, 5), submission.SinkCache(1, 5)
    for i in range(4):
        one.append(k[i], v[i])
    other.append(k[0], v[0])
    expected = v[:4].mean(axis=0)
    for times in ("first", "second"):
        assert_close(one.attend(q[3]), expected, rtol=1e-7, what=f"the output of the {times} call")
    # Its weight is 1, so the value comes back as it is: float32 on the way would show.
    assert_close(other.attend(q[0]), v[0], rtol=1e-9, what="the output of a cache with one token")


@pytest.mark.points(3)
def test_large_logits(submission, rng):
    """Logits in the thousands, of either sign, overflow nothing, and one head nothing of another."""
    q = np.array([[[1.0, 2.0]] * 2, [[30.0, 40.0]] * 2, [[30.0, 40.0]] * 2])
    for sign in (1, -1):
        k = np.zeros((3, 2, 2))  # the second head's logits are 0: by the largest of all, they would underflow
        k[2, 0] = 60.0 * sign, 80.0 * sign
        check(submission, q, k, rng.normal(size=(3, 2, 2)), 1, 5, rtol=1e-6)
