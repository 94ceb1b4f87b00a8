"""Grades `dilated_attention`: how often each query sees each key is counted, pair by pair, and enters one softmax."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal


def draw(rng, n_batch, n_heads, n_tokens, n_features=4):
    return [2 * normal(rng, n_batch, n_heads, n_tokens, width) for width in (n_features, n_features, 3)]


def counts(n_heads, n_tokens, patterns, causal, queries=None):
    """How often each query sees each key: shape (H, T, T), or with only some of the queries."""
    s = torch.arange(n_tokens)
    t = (s if queries is None else torch.tensor(queries))[:, None]
    h = torch.arange(n_heads)[:, None, None]
    total = torch.zeros(n_heads, len(t), n_tokens)
    for w, r in patterns:
        total += (t // w == s // w) & (t % w % r == h % r) & (s % w % r == h % r)
    return total * (s <= t) if causal else total


def attend(q, k, v, patterns, causal=False, queries=None):
    """One softmax in which a key counts as often as it is seen."""
    number = counts(q.shape[1], q.shape[2], patterns, causal, queries).to(q.dtype)
    q = q if queries is None else q[:, :, queries]
    logits = torch.einsum("bhtf,bhsf->bhts", q, k) / math.sqrt(q.shape[-1])
    peak = logits.detach().masked_fill(number == 0, -1e30).amax(-1, keepdim=True)
    parts = torch.where(number > 0, logits - peak, 0.0).exp() * number
    total = parts.sum(-1, keepdim=True)
    return parts / torch.where(total > 0, total, 1.0) @ v


def check(submission, q, k, v, patterns, causal=False, **tolerance):
    found = submission.dilated_attention(q, k, v, patterns, causal=causal)
    what = f"the output for T = {q.shape[2]}, patterns {patterns}, causal = {causal}"
    assert_close(found, attend(q, k, v, patterns, causal), what=what, exact_dtype=True, **tolerance)


@pytest.mark.points(20)
def test_positions_of_each_segment_and_head(submission, rng):
    """Head h takes the places h mod r, h mod r + r, ... of each segment, the shorter one at the end included."""
    for n, w, r in [(12, 6, 2), (11, 4, 3), (10, 3, 1), (5, 8, 3), (int(rng.integers(15, 20)), 7, 4), (9, 4, 4)]:
        for head in (0, 1, 2, 5):
            expected = [
                [p for p in range(start, min(start + w, n)) if (p - start) % r == head % r] for start in range(0, n, w)
            ]
            found = submission.dilated_positions(n, w, r, head)
            assert_equal(found, expected, what=f"the positions for T = {n}, w = {w}, r = {r}, head {head}")


@pytest.mark.points(16)
def test_segments_without_dilation(submission, rng):
    """With r = 1, the tokens of each segment attend to each other, and to nobody else."""
    q, k, v = draw(rng, 2, 3, 7)
    for w in (3, 9):
        check(submission, q, k, v, [(w, 1)])


@pytest.mark.points(14)
def test_dilation_by_head(submission, rng):
    """With r > 1, each head has tokens of its own in every segment, and tokens without a pattern give 0."""
    q, k, v = draw(rng, 2, 4, 11)
    for w, r in [(6, 2), (5, 3)]:
        check(submission, q, k, v, [(w, r)])


@pytest.mark.points(18)
def test_patterns_share_one_softmax(submission, rng):
    """Patterns are merged by their sums of exp(logit); a key that is in two of them counts twice."""
    # Here and below: whole segments, one head and one feature, since the rest has tests of its own.
    q, k, v = draw(rng, 2, 1, int(rng.choice([12, 24])), 1)
    for patterns in ([(3, 1), (6, 2)], [(12, 4), (2, 1), (6, 3)], [(6, 2), (3, 1), (6, 2)]):
        check(submission, q, k, v, patterns)


@pytest.mark.points(14)
def test_causal_queries_see_no_later_key(submission, rng):
    """With causal, a query sees the keys of its patterns up to its own."""
    q, k, v = draw(rng, 2, 1, 12, 1)
    for patterns in ([(4, 1)], [(12, 3)]):
        check(submission, q, k, v, patterns, causal=True)


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits of tens of thousands overflow nothing, and patterns of very different size are merged rightly."""
    q, k, v = draw(rng, 1, 1, 9, 1)
    # The first feature shifts the logits of each key by up to 40 000, up or down.
    q[..., 0] = torch.tensor([200.0, -200.0, 2.0] * 3)
    k[..., 0] = 400.0 * (torch.arange(9) // 2 - 2)
    check(submission, q, k, v, [(3, 1), (9, 3), (9, 1)], rtol=1e-7)


@pytest.mark.points(6)
def test_gradients(submission, rng):
    """The output is differentiable with respect to q, k and v, also where a query has no pattern."""
    inputs = [x.requires_grad_() for x in draw(rng, 1, 1, 8, 1)]
    cotangent = normal(rng, *inputs[2].shape)
    patterns = [(8, 2), (4, 2)]
    expected = torch.autograd.grad(attend(*inputs, patterns), inputs, cotangent)
    found = torch.autograd.grad(submission.dilated_attention(*inputs, patterns), inputs, cotangent)
    for name, one, other in zip("qkv", found, expected, strict=True):
        assert_close(one, other, what=f"the gradient of {name}")


@pytest.mark.points(8)
def test_a_long_sequence_takes_no_square(submission, rng):
    """For 6 600 tokens a square of logits doesn't fit into the memory; those of the patterns do."""
    n, patterns = 6_600, [(300, 1)]
    q, k, v = (x.float() for x in draw(rng, 1, 1, n, 1))
    found = submission.dilated_attention(q, k, v, patterns)
    rows = [0, n - 1, *rng.integers(n, size=3).tolist(), 12 * int(rng.integers(1, n // 12))]
    expected = attend(q, k, v, patterns, queries=rows)
    assert_close(found[:, :, rows], expected, rtol=1e-3, exact_dtype=True, what=f"the outputs of the queries {rows}")
