"""Grades `grouped_query_attention`: torch's own module with repeated key heads, and one head at a time with masks."""

import math

import pytest
import torch
from _heads import average

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import identity_state, linear_state, normal, random_mask

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def sizes(rng):
    """B, H, G, T, S and F: groups of two or three heads, T and S different from the rest."""
    n_heads, n_kv_heads = (int(size) for size in [(6, 2), (6, 3)][rng.integers(2)])
    n_queries, n_keys = (int(size) for size in rng.permutation([5, 7]))
    return 2, n_heads, n_kv_heads, n_queries, n_keys, 4


def layer_shapes(d_model, d_kv):
    return {name: (d_kv if name in ("k_proj", "v_proj") else d_model, d_model) for name in PROJECTIONS}


def plain_state(rng, n_heads, n_kv_heads, d_head):
    """Weights for tests of masks: every visible key weighs the same, whatever the scale, and key heads are alike."""
    state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
    for kind in ("weight", "bias"):
        state[f"q_proj.{kind}"] = torch.zeros_like(state[f"q_proj.{kind}"])
        for name in ("k_proj", "v_proj"):
            state[f"{name}.{kind}"] = torch.cat([state[f"{name}.{kind}"][:d_head]] * n_kv_heads)
    return state


def build(submission, state, n_heads, n_kv_heads):
    """The answer's module, in float64, with these weights."""
    module = submission.GroupedQueryAttention(len(state["q_proj.bias"]), n_heads, n_kv_heads)
    module.double()
    module.load_state_dict(state)
    return module


def torch_output(state, n_heads, n_kv_heads, query, key, value):
    """torch's multi-head attention, every key head of which is repeated for its group."""
    d_model = len(state["q_proj.bias"])
    repeats = n_heads // n_kv_heads

    def repeat(parameter):
        return parameter.unflatten(0, (n_kv_heads, -1)).repeat_interleave(repeats, dim=0).flatten(0, 1)

    parts = [
        state[f"{name}.{kind}"] if name == "q_proj" else repeat(state[f"{name}.{kind}"])
        for kind in ("weight", "bias")
        for name in PROJECTIONS[:3]
    ]
    theirs = torch.nn.MultiheadAttention(d_model, n_heads, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(
        {"in_proj_weight": torch.cat(parts[:3]), "in_proj_bias": torch.cat(parts[3:])}
        | {name: state[name] for name in ("out_proj.weight", "out_proj.bias")}
    )
    return theirs(query, key, value, need_weights=False)[0].detach()


def attend(state, n_heads, n_kv_heads, query, key, value, mask):
    """One query head at a time, with the slices of features that it uses."""
    q, k, v = (
        x @ state[f"{name}.weight"].T + state[f"{name}.bias"]
        for name, x in zip(PROJECTIONS, (query, key, value), strict=False)
    )
    d_head = query.shape[-1] // n_heads
    mask = mask.expand(len(query), n_heads, query.shape[1], key.shape[1])
    heads = []
    for h in range(n_heads):
        own, shared = (slice(i * d_head, (i + 1) * d_head) for i in (h, h // (n_heads // n_kv_heads)))
        logits = q[..., own] @ k[..., shared].transpose(1, 2) / math.sqrt(d_head)
        heads.append(average(logits, mask[:, h], v[..., shared]))
    return torch.cat(heads, dim=-1) @ state["out_proj.weight"].T + state["out_proj.bias"]


@pytest.mark.points(24)
def test_each_group_of_query_heads_shares_a_key_head(submission, rng):
    """Query head h uses key head h // (H / G): as torch's own module with each key head repeated H / G times."""
    n_batch, n_heads, n_kv_heads, n, _, d_head = sizes(rng)
    state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
    x = normal(rng, n_batch, n, n_heads * d_head)
    expected = torch_output(state, n_heads, n_kv_heads, x, x, x)
    assert_close(build(submission, state, n_heads, n_kv_heads)(x, x, x), expected)


@pytest.mark.points(16)
def test_from_one_key_head_to_as_many_as_queries(submission, rng):
    """G = 1 is multi-query attention, G = H multi-head attention; queries, keys and values may differ."""
    n_batch, _, _, n_queries, n_keys, d_head = sizes(rng)
    n_heads = 4
    query, key, value = (normal(rng, n_batch, n, n_heads * d_head) for n in (n_queries, n_keys, n_keys))
    for n_kv_heads in (1, n_heads):
        state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
        expected = torch_output(state, n_heads, n_kv_heads, query, key, value)
        found = build(submission, state, n_heads, n_kv_heads)(query, key, value)
        assert_close(found, expected, what=f"the output with H = {n_heads} and G = {n_kv_heads}")


@pytest.mark.points(8)
def test_the_state_dict_has_the_eight_stated_parameters(submission, rng):
    """The state dict has a weight and a bias for each projection; k_proj and v_proj make G * F features."""
    _, n_heads, n_kv_heads, _, _, d_head = sizes(rng)
    state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
    fresh = submission.GroupedQueryAttention(n_heads * d_head, n_heads, n_kv_heads).state_dict()
    found = {name: tuple(value.shape) for name, value in fresh.items()}
    assert_equal(found, {name: tuple(value.shape) for name, value in state.items()}, what="the shapes")


@pytest.mark.points(12)
def test_masks_of_any_broadcastable_shape(submission, rng):
    """True means that the query may attend, in masks of shape (T, S), (B, 1, T, S), (B, 1, 1, S) or per query head."""
    n_batch, n_heads, n_kv_heads, n_queries, n_keys, d_head = sizes(rng)
    state = plain_state(rng, n_heads, n_kv_heads, d_head)
    query, key = (normal(rng, n_batch, n, n_heads * d_head) for n in (n_queries, n_keys))
    module = build(submission, state, n_heads, n_kv_heads)
    shapes = [
        (n_queries, n_keys),
        (n_batch, 1, n_queries, n_keys),
        (n_batch, 1, 1, n_keys),
        (n_heads, 1, n_keys),
        (n_batch, n_heads, n_queries, n_keys),
    ]
    for shape in shapes:
        mask = random_mask(rng, *shape)
        expected = attend(state, n_heads, n_kv_heads, query, key, key, mask)
        assert_close(module(query, key, key, mask=mask), expected, what=f"the output with a mask of shape {shape}")
    # As many sequences as heads: a mask of three axes still belongs to the heads.
    query, key = (normal(rng, n_heads, n, n_heads * d_head) for n in (n_queries, n_keys))
    mask = random_mask(rng, n_heads, 1, n_keys)
    expected = attend(state, n_heads, n_kv_heads, query, key, key, mask)
    what = f"the output of {n_heads} sequences with a mask of shape {tuple(mask.shape)}"
    assert_close(module(query, key, key, mask=mask), expected, what=what)


@pytest.mark.points(8)
def test_a_query_without_keys_gives_the_output_bias(submission, rng):
    """A query that may attend to no key gets zeros from its heads: its output is the bias of out_proj, never nan."""
    n_batch, _, _, n_queries, n_keys, d_head = sizes(rng)
    # One head, which can't be cut in a wrong way; a row of one head among several stands among the gradients.
    state = plain_state(rng, 1, 1, d_head)
    query, key = (normal(rng, n_batch, n, d_head) for n in (n_queries, n_keys))
    module = build(submission, state, 1, 1)
    one_row = random_mask(rng, n_queries, n_keys)
    one_row[1] = False
    one_query = random_mask(rng, n_batch, 1, n_queries, n_keys)
    one_query[0, 0, 1] = False
    for mask in (one_row, one_query):
        expected = attend(state, 1, 1, query, key, key, mask)
        what = f"the output with a mask of shape {tuple(mask.shape)}"
        assert_close(module(query, key, key, mask=mask), expected, what=what)


@pytest.mark.points(4)
def test_large_logits_and_blocked_giants(submission, rng):
    """Logits of tens of thousands overflow nothing, and a blocked key weighs 0 even if its logit is the largest."""
    n_batch, n = 2, 5
    state = identity_state(layer_shapes(1, 1))
    # One head of one feature, and keys that are alike: logits of 40 000 in one query, and of -40 000 in the next.
    query, key = normal(rng, n_batch, n, 1), torch.full((n_batch, n, 1), 100.0).double()
    query[:, 0], query[:, 1] = 400.0, -400.0
    key[:, 2], key[:, 1] = 150.0, 50.0
    mask = torch.ones(n, n, dtype=torch.bool)
    mask[0, 2] = mask[1, 1] = False
    module = build(submission, state, 1, 1)
    expected = attend(state, 1, 1, query, key, key, mask)
    assert_close(module(query, key, key, mask=mask), expected, rtol=1e-7)
    expected = attend(state, 1, 1, query, key, key, torch.ones_like(mask))
    assert_close(module(query, key, key), expected, rtol=1e-7, what="the result without a mask")


@pytest.mark.points(14)
def test_pooled_heads_are_the_means_of_their_groups(submission, rng):
    """pool_kv_heads averages each group of H / G consecutive heads, in weights and in biases."""
    for n_heads, n_kv_heads, d_head, d_in in [(6, 2, 4, 5), (6, 3, 2, 7), (4, 1, 3, 8), (3, 3, 2, 6)]:
        weight, bias = normal(rng, n_heads * d_head, d_in), normal(rng, n_heads * d_head)
        size = n_heads // n_kv_heads
        for name, parameter in (("weight", weight), ("bias", bias)):
            heads = parameter.split(d_head)
            expected = torch.cat([torch.stack(heads[g * size : (g + 1) * size]).mean(0) for g in range(n_kv_heads)])
            found = submission.pool_kv_heads(parameter, n_heads, n_kv_heads)
            assert_close(found, expected, what=f"the {name} for H = {n_heads} and G = {n_kv_heads}")


@pytest.mark.points(6)
def test_gradients_of_the_parameters(submission, rng):
    """Each parameter receives its gradient: a key head's is the sum over the query heads of its group."""
    n_batch, n_heads, n_kv_heads, n_queries, n_keys, d_head = sizes(rng)
    state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
    query, key, value = (normal(rng, n_batch, n, n_heads * d_head) for n in (n_queries, n_keys, n_keys))
    cotangent = normal(rng, *query.shape)
    mask = random_mask(rng, n_queries, n_keys)
    module = build(submission, state, n_heads, n_kv_heads)
    found = submission.grads(module, module(query, key, value, mask=mask), cotangent)
    for tensor in state.values():
        tensor.requires_grad_()
    output = attend(state, n_heads, n_kv_heads, query, key, value, mask)
    expected = dict(zip(state, torch.autograd.grad(output, list(state.values()), cotangent), strict=True))
    # k_proj.bias shifts whole rows of logits: its gradient is 0 up to rounding, where no relative tolerance holds.
    assert_close(found, expected, rtol=1e-9, atol=1e-9, what="the gradients")


@pytest.mark.points(4)
def test_gradients_of_query_key_and_value(submission, rng):
    """The output is differentiable with respect to query, key and value, also where a query sees no key."""
    n_batch, n_heads, _, n_queries, n_keys, d_head = sizes(rng)
    n_kv_heads = n_heads
    state = linear_state(rng, layer_shapes(n_heads * d_head, n_kv_heads * d_head))
    inputs = [normal(rng, n_batch, n, n_heads * d_head).requires_grad_() for n in (n_queries, n_keys, n_keys)]
    cotangent = normal(rng, *inputs[0].shape)
    mask = random_mask(rng, n_batch, n_heads, n_queries, n_keys)
    mask[0, 1, 1] = False
    expected = torch.autograd.grad(attend(state, n_heads, n_kv_heads, *inputs, mask), inputs, cotangent)
    module = build(submission, state, n_heads, n_kv_heads)
    found = torch.autograd.grad(module(*inputs, mask=mask), inputs, cotangent)
    for name, one, other in zip(("query", "key", "value"), found, expected, strict=True):
        assert_close(one, other, what=f"the gradient of {name}")


@pytest.mark.points(2)
def test_heads_that_dont_fit_are_refused(submission, rng):
    """H must divide D and G must divide H, else ValueError, in the module and in pool_kv_heads."""
    submission.GroupedQueryAttention(12, 6, 3)
    for d_model, n_heads, n_kv_heads in [(12, 5, 1), (12, 6, 4), (16, 4, 8)]:
        with pytest.raises(ValueError):
            submission.GroupedQueryAttention(d_model, n_heads, n_kv_heads)
    assert_close(submission.pool_kv_heads(torch.ones(12), 6, 3), torch.ones(6))
    with pytest.raises(ValueError):
        submission.pool_kv_heads(torch.ones(12), 6, 4)


@pytest.mark.points(2)
def test_the_dtype_is_that_of_the_parameters(submission, rng):
    """As it was made, a module computes in float32, the dtype of its parameters."""
    n_batch, _, _, n, _, d_head = sizes(rng)
    state = plain_state(rng, 1, 1, d_head)
    x = normal(rng, n_batch, n, d_head)
    module = submission.GroupedQueryAttention(d_head, 1, 1)
    module.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    expected = torch_output(state, 1, 1, x, x, x).float()
    assert_close(module(*[x.float()] * 3), expected, exact_dtype=True)
