"""Grades `multi_head_attention`: torch's own module without a mask, and one head at a time with one."""

import math

import numpy as np
import pytest
import torch
from _heads import average

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import identity_state, linear_state, normal, random_mask

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def sizes(rng):
    """B, H, T, S and D / H, pairwise different."""
    return (int(size) for size in (*rng.permutation([2, 3]), *rng.permutation([4, 5, 6])))


def layer_shapes(d_model):
    return dict.fromkeys(PROJECTIONS, (d_model, d_model))


def plain_state(rng, d_model, n_heads):
    """Weights for tests of what is visible: every visible key weighs the same, whatever the scale, and the order of the
    heads doesn't matter as long as they see the same."""
    state = linear_state(rng, layer_shapes(d_model))
    for kind in ("weight", "bias"):
        head = state[f"v_proj.{kind}"][: d_model // n_heads]
        state[f"q_proj.{kind}"] = torch.zeros_like(state[f"q_proj.{kind}"])
        state[f"v_proj.{kind}"] = torch.cat([head] * n_heads)
    return state


def build(submission, state, n_heads, dropout=0.0):
    """The answer's module, in float64, with these weights."""
    module = submission.MultiHeadAttention(len(state["q_proj.bias"]), n_heads, dropout=dropout)
    module.double()
    module.load_state_dict(state)
    return module


def attend(state, n_heads, query, key, value, mask=None):
    """The definition, one head at a time, with the slice of features that it owns."""
    q, k, v = (
        x @ state[f"{name}.weight"].T + state[f"{name}.bias"]
        for name, x in zip(PROJECTIONS, (query, key, value), strict=False)
    )
    n_batch, n_queries, d_model = query.shape
    if mask is None:
        mask = torch.ones(1, dtype=torch.bool)
    mask = mask.expand(n_batch, n_heads, n_queries, key.shape[1])
    heads = []
    for h, own in enumerate(torch.arange(d_model).chunk(n_heads)):
        logits = torch.einsum("btf,bsf->bts", q[..., own], k[..., own]) / math.sqrt(len(own))
        heads.append(average(logits, mask[:, h], v[..., own]))
    return torch.cat(heads, dim=-1) @ state["out_proj.weight"].T + state["out_proj.bias"]


@pytest.mark.points(8)
def test_split_heads_moves_the_heads_in_front_of_the_positions(submission, rng):
    """split_heads gives (B, H, T, D / H), and head h holds the h-th consecutive slice of the features."""
    n_batch, n_heads, n, _, d_head = sizes(rng)
    x = normal(rng, n_batch, n, n_heads * d_head)
    expected = torch.stack([x[:, :, h * d_head : (h + 1) * d_head] for h in range(n_heads)], dim=1)
    assert_equal(submission.split_heads(x, n_heads), expected)
    assert_equal(submission.split_heads(x, 1), x[:, None])
    assert_equal(submission.split_heads(x, n_heads * d_head), x.permute(0, 2, 1)[..., None])


@pytest.mark.points(8)
def test_merge_heads_puts_the_features_side_by_side_again(submission, rng):
    """merge_heads gives (B, T, H * F), with the features of each head in one consecutive slice."""
    n_batch, n_heads, n, _, d_head = sizes(rng)
    heads = normal(rng, n_batch, n_heads, n, d_head)
    expected = torch.cat([heads[:, h] for h in range(n_heads)], dim=2)
    assert_equal(submission.merge_heads(heads), expected)


@pytest.mark.points(4)
def test_heads_must_share_the_features_evenly(submission, rng):
    """A number of heads that doesn't divide D raises ValueError, in split_heads and when the module is made."""
    x = normal(rng, 2, 3, 12)
    assert_equal(submission.split_heads(x, 3).shape, (2, 3, 3, 4))
    with pytest.raises(ValueError):
        submission.split_heads(x, 5)
    submission.MultiHeadAttention(12, 3)
    with pytest.raises(ValueError):
        submission.MultiHeadAttention(12, 5)


@pytest.mark.points(6)
def test_the_state_dict_has_the_eight_stated_parameters(submission, rng):
    """The state dict has a weight and a bias for q_proj, k_proj, v_proj and out_proj, and nothing else."""
    d_model = 6
    state = linear_state(rng, layer_shapes(d_model))
    fresh = submission.MultiHeadAttention(d_model, 2).state_dict()
    assert_equal(
        {name: tuple(value.shape) for name, value in fresh.items()}, {k: tuple(v.shape) for k, v in state.items()}
    )
    assert_equal(build(submission, state, 2).state_dict(), state, exact_dtype=True)


@pytest.mark.points(14)
def test_self_attention_agrees_with_torch(submission, rng):
    """With the weights of torch's own module, self-attention gives the same outputs for any number of heads."""
    n_batch, n_heads, n, _, d_head = sizes(rng)
    d_model = n_heads * d_head
    state = linear_state(rng, layer_shapes(d_model))
    x = normal(rng, n_batch, n, d_model)
    for heads in (n_heads, d_model):
        theirs = torch.nn.MultiheadAttention(d_model, heads, batch_first=True, dtype=torch.float64)
        theirs.load_state_dict(
            {
                "in_proj_weight": torch.cat([state[f"{name}.weight"] for name in PROJECTIONS[:3]]),
                "in_proj_bias": torch.cat([state[f"{name}.bias"] for name in PROJECTIONS[:3]]),
                "out_proj.weight": state["out_proj.weight"],
                "out_proj.bias": state["out_proj.bias"],
            }
        )
        expected = theirs(x, x, x, need_weights=False)[0].detach()
        assert_close(build(submission, state, heads)(x, x, x), expected, what=f"the output with {heads} heads")


@pytest.mark.points(8)
def test_queries_keys_and_values_may_differ(submission, rng):
    """Queries ask, keys are compared, values are collected: three different tensors, with T queries over S keys."""
    n_batch, _, n_queries, n_keys, _ = sizes(rng)
    # One head of one feature, which needs no scale and can't be cut in a wrong way.
    state = linear_state(rng, layer_shapes(1))
    query, key, value = (2 * normal(rng, n_batch, n, 1) for n in (n_queries, n_keys, n_keys))
    module = build(submission, state, 1)
    assert_close(module(query, key, value), attend(state, 1, query, key, value))
    one = module(query[:1, :1], key[:1, :1], value[:1, :1])
    assert_close(one, attend(state, 1, query[:1, :1], key[:1, :1], value[:1, :1]), what="with a single key")


@pytest.mark.points(12)
def test_masks_of_any_broadcastable_shape(submission, rng):
    """True means that the query may attend, in masks of shape (T, S), (B, 1, T, S), (B, 1, 1, S) or per head."""
    n_batch, n_heads, n_queries, n_keys, d_head = sizes(rng)
    state = plain_state(rng, n_heads * d_head, n_heads)
    query, key = (normal(rng, n_batch, n, n_heads * d_head) for n in (n_queries, n_keys))
    module = build(submission, state, n_heads)
    shapes = [
        (n_queries, n_keys),
        (n_batch, 1, n_queries, n_keys),
        (n_batch, 1, 1, n_keys),
        (n_heads, 1, n_keys),
        (n_batch, n_heads, n_queries, n_keys),
    ]
    for shape in shapes:
        mask = random_mask(rng, *shape)
        expected = attend(state, n_heads, query, key, key, mask)
        assert_close(module(query, key, key, mask=mask), expected, what=f"the output with a mask of shape {shape}")
    # As many sequences as heads: a mask of three axes still belongs to the heads.
    query, key = (normal(rng, n_heads, n, n_heads * d_head) for n in (n_queries, n_keys))
    mask = random_mask(rng, n_heads, 1, n_keys)
    expected = attend(state, n_heads, query, key, key, mask)
    what = f"the output of {n_heads} sequences with a mask of shape {tuple(mask.shape)}"
    assert_close(module(query, key, key, mask=mask), expected, what=what)


@pytest.mark.points(8)
def test_a_query_without_keys_gives_the_output_bias(submission, rng):
    """A query that may attend to no key gets zeros from its heads: its output is the bias of out_proj, never nan."""
    n_batch, _, n_queries, n_keys, d_model = sizes(rng)
    # One head: how features are cut into heads has tests of its own, and a row of one head stands among the gradients.
    state = plain_state(rng, d_model, 1)
    query, key = (normal(rng, n_batch, n, d_model) for n in (n_queries, n_keys))
    module = build(submission, state, 1)
    one_row = random_mask(rng, n_queries, n_keys)
    one_row[1] = False
    one_query = random_mask(rng, n_batch, 1, n_queries, n_keys)
    one_query[0, 0, 1] = False
    one_sequence = random_mask(rng, n_batch, 1, 1, n_keys)
    one_sequence[1] = False
    for mask in (one_row, one_query, one_sequence):
        expected = attend(state, 1, query, key, key, mask)
        what = f"the output with a mask of shape {tuple(mask.shape)}"
        assert_close(module(query, key, key, mask=mask), expected, what=what)


@pytest.mark.points(6)
def test_large_logits_and_blocked_giants(submission, rng):
    """Logits of tens of thousands overflow nothing, and a blocked key weighs 0 even if its logit is the largest."""
    # One head of one feature, which needs no scale: logits of 40 000 in one query, and of -40 000 in the next.
    n = 5
    query, value = normal(rng, 2, n, 1), normal(rng, 2, n, 1)
    key = torch.full((2, n, 1), 100.0, dtype=torch.float64)
    query[:, 0], query[:, 1] = 400.0, -400.0
    state = identity_state(layer_shapes(1))
    module = build(submission, state, 1)
    expected = attend(state, 1, query, key, value)
    assert_close(module(query, key, value), expected, rtol=1e-7, what="the output without a mask")
    key[:, 2], key[:, 1] = 150.0, 50.0
    mask = torch.ones(n, n, dtype=torch.bool)
    mask[0, 2] = mask[1, 1] = False
    expected = attend(state, 1, query, key, value, mask)
    assert_close(module(query, key, value, mask=mask), expected, rtol=1e-7, what="the output with a mask")


@pytest.mark.points(8)
def test_gradients_of_query_key_and_value(submission, rng):
    """The output is differentiable with respect to query, key and value, also where a query sees no key."""
    n_batch, n_heads, n_queries, n_keys, d_head = sizes(rng)
    state = linear_state(rng, layer_shapes(n_heads * d_head))
    inputs = [normal(rng, n_batch, n, n_heads * d_head).requires_grad_() for n in (n_queries, n_keys, n_keys)]
    cotangent = normal(rng, n_batch, n_queries, n_heads * d_head)
    mask = random_mask(rng, n_batch, n_heads, n_queries, n_keys)
    mask[0, 1, 1] = False
    module = build(submission, state, n_heads)
    expected = torch.autograd.grad(attend(state, n_heads, *inputs, mask), inputs, cotangent)
    found = torch.autograd.grad(module(*inputs, mask=mask), inputs, cotangent)
    for name, one, other in zip(("query", "key", "value"), found, expected, strict=True):
        assert_close(one, other, what=f"the gradient of {name}")


@pytest.mark.points(6)
def test_gradients_of_the_parameters(submission, rng):
    """Each of the eight parameters receives its gradient."""
    n_batch, n_heads, n_queries, n_keys, d_head = sizes(rng)
    state = linear_state(rng, layer_shapes(n_heads * d_head))
    query, key = (normal(rng, n_batch, n, n_heads * d_head) for n in (n_queries, n_keys))
    cotangent = normal(rng, n_batch, n_queries, n_heads * d_head)
    for tensor in state.values():
        tensor.requires_grad_()
    output = attend(state, n_heads, query, key, key)
    expected = dict(zip(state, torch.autograd.grad(output, list(state.values()), cotangent), strict=True))
    module = build(submission, {name: tensor.detach() for name, tensor in state.items()}, n_heads)
    found = submission.grads(module, module(query, key, key), cotangent)
    # k_proj.bias shifts whole rows of logits: its gradient is 0 up to rounding, where no relative tolerance holds.
    assert_close(found, expected, rtol=1e-9, atol=1e-9, what="the gradients")


@pytest.mark.points(8)
def test_dropout_acts_on_the_weights_in_training_only(submission, rng):
    """In training each weight is dropped by itself with probability p and else divided by 1 - p; in eval, none is."""
    n_batch, n_heads, n_queries, n_keys, d_head = 4, 4, 20, 6, 7
    d_model = n_heads * d_head
    p = float(rng.choice([0.3, 0.4, 0.65]))
    query, key = (normal(rng, n_batch, n, d_model) for n in (n_queries, n_keys))
    # Projections that change nothing, and values that show the weights: feature s of a head's output is its weight for
    # key s, and the last feature is the sum of its weights.
    value = torch.eye(n_keys, d_head, dtype=torch.float64)
    value[:, -1] = 1.0
    value = value.repeat(n_batch, 1, n_heads)

    def shown(weights):
        return torch.cat([weights, weights.sum(-1, keepdim=True)], dim=-1).flatten(-2)

    state = identity_state(layer_shapes(d_model))
    module = build(submission, state, n_heads, dropout=p)
    query.requires_grad_()
    # The answer's own weights, as it shows them in eval mode: that they are the right ones is settled above.
    module.eval()
    whole = module(query, key, value)
    weights = whole.unflatten(-1, (n_heads, d_head))[..., :n_keys]
    ones = torch.ones(n_batch, n_queries, n_heads, dtype=torch.float64)
    assert_close(weights.detach().sum(-1), ones, what="the sums of the weights in eval mode")
    assert_close(whole.detach(), shown(weights.detach()), what="the output in eval mode")
    module.train()
    outputs = [module(query, key, value) for _ in range(2)]
    calls = torch.stack(outputs).detach()
    dropped = ~calls.reshape(2, n_batch, n_queries, n_heads, d_head)[..., :n_keys].bool()
    expected = shown(torch.where(dropped, 0.0, weights / (1 - p)))
    assert_close(calls, expected.detach(), what="the output in training mode")
    cotangent = normal(rng, *query.shape)
    found, expected = (torch.autograd.grad(y, query, cotangent)[0] for y in (outputs[0], expected[0]))
    assert_close(found, expected, what="the gradient of query in training mode")
    query, weights = query.detach(), weights.detach()
    module = build(submission, state, n_heads, dropout=0.0)
    module.train()
    assert_close(module(query, key, value), shown(weights), what="the output in training mode with p = 0")
    # Each call, sequence, query, head and key draws for itself: neighbours along every axis are dropped independently.
    dropped = dropped.numpy()
    for axis, name in enumerate(("calls", "sequences", "queries", "heads", "keys")):
        pairs = np.moveaxis(dropped, axis, 0)
        one, other = pairs[::2], pairs[1::2]
        counts = np.bincount((2 * one + other).ravel(), minlength=4)
        chances = [(1 - p) ** 2, (1 - p) * p, p * (1 - p), p**2]
        assert_distribution(counts, chances, what=f"what is dropped for two neighbouring {name}")


@pytest.mark.points(4)
def test_the_dtype_is_that_of_the_parameters(submission, rng):
    """A module computes in the dtype of its parameters: float32 as it was made, float64 after double()."""
    n_batch, _, n, _, d_model = sizes(rng)
    state = plain_state(rng, d_model, 1)
    x = normal(rng, n_batch, n, d_model)
    expected = attend(state, 1, x, x, x)
    assert_close(build(submission, state, 1)(x, x, x), expected, exact_dtype=True)
    single = submission.MultiHeadAttention(d_model, 1)
    single.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    assert_close(single(*[x.float()] * 3), expected.float(), exact_dtype=True)
