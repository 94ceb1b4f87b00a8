"""Grades `ring_attention`: attention of the whole text at once, and the sums of all keys written out."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def blocks(rng, lengths, d_head, d_value, dtype=np.float64):
    """Queries, keys and values of ranks with these lengths."""
    q, k = ([2 * rng.normal(size=(n, d_head)) for n in lengths] for _ in range(2))
    v = [rng.normal(size=(n, d_value)) for n in lengths]
    return [[block.astype(dtype) for block in blocks] for blocks in (q, k, v)]


def whole(q, k, v, causal=False):
    """The outputs of each rank, from the whole text at once."""
    lengths = [len(block) for block in q]
    q, k, v = (np.concatenate(blocks).astype(np.float64) for blocks in (q, k, v))
    logits = q @ k.T / np.sqrt(q.shape[1])
    if causal:
        logits = np.where(np.tri(len(q), dtype=bool), logits, -np.inf)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.split((weights / weights.sum(axis=1, keepdims=True)) @ v, np.cumsum(lengths)[:-1])


def sums(q, k, v, mask=None):
    """(m, z, total) of all keys at once, key by key."""
    m, z, total = np.full(len(q), -np.inf), np.zeros(len(q)), np.zeros((len(q), v.shape[1]))
    for t in range(len(q)):
        seen = [s for s in range(len(k)) if mask is None or mask[t, s]]
        logits = [float(q[t] @ k[s]) / len(q[t]) ** 0.5 for s in seen]
        m[t] = max(logits, default=-np.inf)
        for s, logit in zip(seen, logits, strict=True):
            z[t] += np.exp(logit - m[t])
            total[t] += np.exp(logit - m[t]) * v[s]
    return m, z, total


def nothing(q, v):
    return np.full(len(q), -np.inf), np.zeros(len(q)), np.zeros((len(q), v.shape[1]))


Q = np.array([[1.0, 2.0, -1.0, 0.5], [3.0, -1.0, 0.0, 2.0]])
K = np.array([[2.0, 0.5, 1.0, 1.0], [-1.0, 3.0, 0.5, 0.0], [4.0, 1.0, -2.0, 3.0]])
V = np.array([[1.0, -2.0, 0.5], [3.0, 1.0, 2.0], [-1.0, 4.0, 1.0]])


@pytest.mark.points(14)
def test_the_first_block(submission, rng):
    """The first block gives the largest logit, the sum of exponentials below it, and the sum of the weighted values."""
    found = submission.absorb(nothing(Q, V), Q, K, V)
    assert_close(found, sums(Q, K, V), rtol=1e-7, what="(m, z, total)")
    (q,), (k,), (v,) = blocks(rng, [4], 3, 2)
    found = submission.absorb(nothing(q, v), q, k, v)
    assert_close(found, sums(q, k, v), rtol=1e-7, what="(m, z, total)")


@pytest.mark.points(18)
def test_a_second_block(submission, rng):
    """A second block is added, with what was summed before brought to the larger of both largest logits."""
    # The answer is given right statistics of the first block; the larger logits are in the second, or in the first.
    for first, second in (([0, 1], [2]), ([2], [0, 1])):
        found = submission.absorb(sums(Q, K[first], V[first]), Q, K[second], V[second])
        order = first + second
        assert_close(found, sums(Q, K[order], V[order]), rtol=1e-7, what="(m, z, total) after two blocks")
    (q, _), k, v = blocks(rng, [4, 3], 3, 2)
    found = submission.absorb(sums(q, k[0], v[0]), q, k[1], v[1])
    assert_close(found, sums(q, np.concatenate(k), np.concatenate(v)), rtol=1e-7, what="(m, z, total) after two blocks")


@pytest.mark.points(10)
def test_hidden_keys(submission):
    """Hidden keys count nothing; a query whose row is all hidden keeps what it had, and nothing is nan."""
    mask = np.array([[True, False, True], [False, False, False]])
    found = submission.absorb(nothing(Q, V), Q, K, V, mask)
    assert_close(found, sums(Q, K, V, mask), rtol=1e-7, what="(m, z, total) of a first block")
    before = sums(Q, K[::-1] + 1, V[:, ::-1])
    found = submission.absorb(before, Q, K, V, mask)
    assert_close([x[1] for x in found], [x[1] for x in before], rtol=1e-7, what="(m, z, total) of the hidden row")


@pytest.mark.points(24)
def test_every_query_meets_every_key(submission, rng):
    """The outputs are those of the attention over the whole text, for ranks with blocks of several lengths."""
    for lengths in ((3, 1, 2, 4), (2, 3), (3,)):
        q, k, v = blocks(rng, lengths, 3, 2)
        outputs, _, _ = submission.ring_attention(q, k, v)
        assert_close(outputs, whole(q, k, v), rtol=1e-7, what=f"the outputs for blocks of {list(lengths)} tokens")


@pytest.mark.points(14)
def test_causal_queries_see_the_past(submission, rng):
    """With causality a query sees the keys up to its own position in the whole text."""
    # Positions that take all blocks to be as long as the first or as the rank's own are wrong in one of these.
    for lengths in ((2, 3), (1, 4, 2), (3, 1, 2, 4)):
        q, k, v = blocks(rng, lengths, 3, 2)
        outputs, _, _ = submission.ring_attention(q, k, v, True)
        assert_close(outputs, whole(q, k, v, True), rtol=1e-7, what=f"the outputs for blocks of {list(lengths)} tokens")


@pytest.mark.points(8)
def test_the_bytes_that_are_sent(submission, rng):
    """R - 1 times, each rank sends the keys and values that it holds."""
    for lengths, dtype in (((3, 1, 2, 4), np.float32), ((2, 3), np.float64), ((3,), np.float64)):
        q, k, v = blocks(rng, lengths, 3, 2, dtype)
        _, sent, skipped = submission.ring_attention(q, k, v)
        expected = (len(lengths) - 1) * sum(lengths) * (3 + 2) * np.dtype(dtype).itemsize
        assert_equal(
            (sent, skipped), (expected, 0), what=f"sent and skipped for {list(lengths)} tokens of {dtype.__name__}"
        )


@pytest.mark.points(6)
def test_causal_blocks_are_skipped_and_sent(submission, rng):
    """With causality each block is skipped by the ranks before it, R (R - 1) / 2 in all, and passed on by them."""
    for lengths in ((3, 1, 2, 4), (2, 3)):
        q, k, v = blocks(rng, lengths, 3, 2)
        _, causal_sent, skipped = submission.ring_attention(q, k, v, True)
        _, sent, _ = submission.ring_attention(q, k, v)
        assert_equal(skipped, len(lengths) * (len(lengths) - 1) // 2, what=f"skipped for {list(lengths)} tokens")
        # What exactly is counted is judged elsewhere: here, that causality doesn't change it.
        assert int(sent) > 0, "Nothing was sent."
        assert_equal(causal_sent, int(sent), what="the bytes sent with causality, which are those sent without,")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits in the thousands overflow nothing, in whichever block the largest one is."""
    q, k, v = blocks(rng, [2, 2, 2], 4, 3)
    for r in range(3):
        keys = [(1000 if i == r else 300) * block for i, block in enumerate(k)]
        outputs, _, _ = submission.ring_attention(q, keys, v)
        assert_close(outputs, whole(q, keys, v), rtol=1e-6, what=f"the outputs with the largest keys in block {r}")
    # Against a maximum of 0, from which nobody was asked to start, all these exponentials are 0.
    keys = [np.array([[-900.0, -600.0, -901.0, -700.0]]), np.array([[-901.0, -600.0, -899.0, -700.0]])]
    queries, values = [np.ones((1, 4)), 2 * np.ones((1, 4))], [V[:1], V[1:2]]
    outputs, _, _ = submission.ring_attention(queries, keys, values)
    assert_close(outputs, whole(queries, keys, values), rtol=1e-6, what="the outputs where all logits are far below 0")


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 inputs give float32 outputs."""
    q, k, v = blocks(rng, [2, 3], 3, 2, np.float32)
    outputs, _, _ = submission.ring_attention(q, k, v)
    expected = [output.astype(np.float32) for output in whole(q, k, v)]
    assert_close(outputs, expected, rtol=1e-4, exact_dtype=True, what="the outputs")
