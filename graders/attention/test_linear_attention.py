"""Grades `linear_attention`: the weights of all pairs, written out and normalised, are the oracle."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close
from kata.testing.tensors import normal


def phi(x):
    """1 + x above 0, else exp(x), in NumPy's float64."""
    x = np.asarray(x, dtype=np.float64)
    return np.where(x > 0, 1 + x, np.exp(np.minimum(x, 0)))


def features(x):
    """phi with a graph: expm1 is exact where exp is small, too."""
    return torch.where(x > 0, 1 + x, torch.minimum(x, torch.zeros_like(x)).exp())


def weighted(q, k, v, causal=False):
    """The definition: a weight for each pair, the rows divided by their sums."""
    weights = torch.einsum("bhtf,bhsf->bhts", features(q), features(k))
    if causal:
        weights = weights * (torch.arange(k.shape[2]) <= torch.arange(q.shape[2])[:, None])
    return torch.einsum("bhts,bhsd->bhtd", weights / weights.sum(-1, keepdim=True), v)


def sums(k, v):
    """The state after these tokens, token by token."""
    kv = sum(features(k[:, :, s])[..., :, None] * v[:, :, s, None, :] for s in range(k.shape[2]))
    return kv, sum(features(k[:, :, s]) for s in range(k.shape[2]))


# What an epsilon in the denominator would change lies below it: that has a test of its own.
ROUGHLY = 1e-4


def sizes(rng):
    """B, H, T, S, F and Dv, pairwise different except for small ones."""
    return (*(int(size) for size in rng.permutation([2, 3])), *(int(size) for size in rng.permutation([4, 5, 6, 7])))


def qkv(rng, n_batch, n_heads, n, d_head, d_value):
    return [2 * normal(rng, n_batch, n_heads, n, width) for width in (d_head, d_head, d_value)]


@pytest.mark.points(12)
def test_the_feature_map(submission, rng):
    """phi(x) is 1 + x for x > 0 and exp(x) below, with all its digits where exp(x) is small."""
    x = torch.cat([10 * normal(rng, 30), torch.tensor([0.0, -1e-9, 1e-9, -40.0, -300.0, 800.0, -2000.0]).double()])
    assert_close(submission.feature_map(x), torch.from_numpy(phi(x)), rtol=1e-12, atol=0)
    x = 5 * normal(rng, 2, 3, 4).float()
    assert_close(submission.feature_map(x), torch.from_numpy(phi(x)).float(), rtol=1e-5, exact_dtype=True)


@pytest.mark.points(8)
def test_the_slope_of_the_feature_map(submission, rng):
    """The slope of phi is 1 above 0, exp(x) below and 1 at 0 itself, never nan, however large x is."""
    x = torch.cat([3 * normal(rng, 20), torch.tensor([-30.0, 90.0, 800.0, -900.0, 0.0]).double()]).requires_grad_()
    cotangent = normal(rng, len(x))
    slope = torch.where(x > 0, 1.0, x.detach().clamp(max=0).exp())
    found = torch.autograd.grad(submission.feature_map(x), x, cotangent)[0]
    assert_close(found, slope * cotangent, rtol=1e-10, atol=0, what="the gradient")


@pytest.mark.points(14)
def test_every_query_sees_every_key(submission, rng):
    """linear_attention averages all values, weighted by phi(q) . phi(k), with T queries over S keys."""
    n_batch, n_heads, n_queries, n_keys, d_head, d_value = sizes(rng)
    q, k = (2 * normal(rng, n_batch, n_heads, n, d_head) for n in (n_queries, n_keys))
    v = normal(rng, n_batch, n_heads, n_keys, d_value)
    assert_close(submission.linear_attention(q, k, v), weighted(q, k, v), rtol=ROUGHLY, exact_dtype=True)
    one = [x[:1, :1, :1] for x in (q, k, v)]
    found = submission.linear_attention(*one)
    assert_close(found, one[2], rtol=ROUGHLY, what="the output for a single key")


@pytest.mark.points(16)
def test_each_token_sees_itself_and_the_past(submission, rng):
    """causal_linear_attention averages the values up to the token's own, weighted by phi(q) . phi(k)."""
    n_batch, n_heads, n, _, d_head, d_value = sizes(rng)
    q, k, v = qkv(rng, n_batch, n_heads, n, d_head, d_value)
    output, _ = submission.causal_linear_attention(q, k, v)
    assert_close(output, weighted(q, k, v, causal=True), rtol=ROUGHLY, exact_dtype=True)


@pytest.mark.points(10)
def test_the_state_holds_both_sums(submission, rng):
    """The state is (kv, norm): the sums of phi(k) v^T and of phi(k) over all tokens so far."""
    n_batch, n_heads, n, _, d_head, d_value = sizes(rng)
    q, k, v = qkv(rng, n_batch, n_heads, n, d_head, d_value)
    _, state = submission.causal_linear_attention(q, k, v)
    assert_close(state, sums(k, v), what="the state of a text", exact_dtype=True)
    q, more_k, more_v = qkv(rng, n_batch, n_heads, 2, d_head, d_value)
    _, state = submission.causal_linear_attention(q, more_k, more_v, sums(k, v))
    expected = sums(torch.cat([k, more_k], dim=2), torch.cat([v, more_v], dim=2))
    assert_close(state, expected, what="the state after two more tokens")


@pytest.mark.points(12)
def test_going_on_from_a_state(submission, rng):
    """A text in pieces, down to single tokens, gives the outputs of the whole text."""
    n_batch, n_heads, _, _, d_head, d_value = sizes(rng)
    q, k, v = qkv(rng, n_batch, n_heads, 7, d_head, d_value)
    q[:, :, 0], k[:, :, 0] = -q[:, :, 0].abs(), -k[:, :, 0].abs()  # negative features, whatever is drawn
    outputs, state = [], None
    for piece in zip(*(x.split([3, 1, 1, 2], dim=2) for x in (q, k, v)), strict=True):
        output, state = submission.causal_linear_attention(*piece, state)
        outputs.append(output)
    outputs = torch.cat(outputs, dim=2)
    assert_close(outputs[:, :, 0], v[:, :, 0], rtol=ROUGHLY, what="the output of the first token")
    # The answer's own outputs for the whole text, which have a test to themselves.
    whole, _ = submission.causal_linear_attention(q, k, v)
    assert_close(outputs, whole, rtol=ROUGHLY, what="the outputs in pieces of 3, 1, 1, 2")


@pytest.mark.points(8)
def test_small_features_still_weigh(submission, rng):
    """Queries and keys around -100 have tiny features and denominators, and the outputs are right all the same."""
    n_batch, n_heads, n, _, d_head, d_value = sizes(rng)
    q, k, v = qkv(rng, n_batch, n_heads, n, d_head, d_value)
    q, k = q - 100, k - 100
    assert_close(submission.linear_attention(q, k, v), weighted(q, k, v), what="the output without causality")
    output, _ = submission.causal_linear_attention(q, k, v)
    assert_close(output, weighted(q, k, v, causal=True), what="the causal output")


@pytest.mark.points(8)
def test_a_long_text_takes_no_square(submission, rng):
    """For 6 600 tokens nothing of the size 6 600 x 6 600 fits into the memory; sums over the keys do."""
    n = 6_600
    q, k, v = (normal(rng, 1, 1, n, width).float() for width in (3, 3, 2))
    kv = features(k)[..., None] * v[..., None, :]
    rows = torch.from_numpy(rng.integers(n // 2, n, size=5))
    a = features(q)
    expected = a @ kv.sum(2) / (a @ features(k).sum(2)[..., None])
    assert_close(
        submission.linear_attention(q, k, v), expected, rtol=1e-3, exact_dtype=True, what="the output without causality"
    )
    output, _ = submission.causal_linear_attention(q, k, v)
    expected = [weighted(q[:, :, t : t + 1], k[:, :, : t + 1], v[:, :, : t + 1])[0, 0, 0] for t in rows.tolist()]
    assert_close(output[0, 0, rows], torch.stack(expected), rtol=1e-3, what=f"the causal outputs at {rows.tolist()}")


@pytest.mark.points(12)
def test_gradients(submission, rng):
    """Outputs and state are differentiable with respect to q, k, v and the given state."""
    n_batch, n_heads, n, _, d_head, d_value = sizes(rng)
    q, k, v = (x.requires_grad_() for x in qkv(rng, n_batch, n_heads, n, d_head, d_value))
    cotangent = normal(rng, *v.shape)
    names = ["q", "k", "v", "state[0]", "state[1]"]
    expected = torch.autograd.grad(weighted(q, k, v), (q, k, v), cotangent)
    found = torch.autograd.grad(submission.linear_attention(q, k, v), (q, k, v), cotangent)
    for name, one, other in zip(names, found, expected, strict=False):
        assert_close(one, other, rtol=ROUGHLY, what=f"the gradient of {name} without causality")
    # Tokens before these, whose sums are the state: the gradient of a sum is that of each of its terms.
    state = [x.detach().requires_grad_() for x in sums(*qkv(rng, n_batch, n_heads, 3, d_head, d_value)[1:])]
    inputs = (q, k, v, *state)
    weights = torch.einsum("bhtf,bhsf->bhts", features(q), features(k)).tril()
    below = weights.sum(-1) + torch.einsum("bhtf,bhf->bht", features(q), state[1])
    above = torch.einsum("bhts,bhsd->bhtd", weights, v) + torch.einsum("bhtf,bhfd->bhtd", features(q), state[0])
    last = [normal(rng, *x.shape) / math.sqrt(n) for x in state]
    after = [one + other for one, other in zip(sums(k, v), state, strict=True)]
    expected = torch.autograd.grad([above / below[..., None], *after], inputs, [cotangent, *last])
    output, new = submission.causal_linear_attention(q, k, v, tuple(state))
    found = torch.autograd.grad([output, *new], inputs, [cotangent, *last])
    for name, one, other in zip(names, found, expected, strict=True):
        assert_close(one, other, rtol=ROUGHLY, what=f"the gradient of {name}")
