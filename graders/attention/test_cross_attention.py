"""Grades `cross_attention`: torch's own module without padding, and sequences cut down to their real keys with it."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "out_proj")


def sizes(rng):
    """B, H, T, S, D and the width of the memory; D / H is 4 or 5."""
    n_batch, n_heads = (int(size) for size in rng.permutation([2, 3]))
    n_queries, n_keys = (int(size) for size in rng.permutation([4, 6]))
    return n_batch, n_heads, n_queries, n_keys, n_heads * int(rng.integers(4, 6)), int(rng.choice([7, 17]))


def layer_shapes(d_model, d_memory):
    return {name: (d_model, d_memory if name in ("k_proj", "v_proj") else d_model) for name in PROJECTIONS}


def plain_state(rng, d_model, n_heads):
    """Weights for tests of what is visible: every visible key weighs the same, whatever the scale, and neither the
    projection of the values nor the order of the heads matters. The memory has D features."""
    state = linear_state(rng, layer_shapes(d_model, d_model))
    for kind in ("weight", "bias"):
        head = state[f"v_proj.{kind}"][: d_model // n_heads]
        state[f"q_proj.{kind}"] = torch.zeros_like(state[f"q_proj.{kind}"])
        state[f"k_proj.{kind}"] = state[f"v_proj.{kind}"] = torch.cat([head] * n_heads)
    return state


def build(submission, state, n_heads):
    """The answer's module, in float64, with these weights."""
    d_model, d_memory = state["k_proj.weight"].shape
    module = submission.CrossAttention(d_model, n_heads, d_memory=d_memory)
    module.double()
    module.load_state_dict(state)
    return module


def project(state, name, x):
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def attend(state, n_heads, query, memory, key_is_real):
    """Sequence by sequence, over the real keys only: padding never enters a sum."""
    outputs = []
    for b, row in enumerate(query):
        real = key_is_real[b % len(key_is_real)]
        tokens = memory[b % len(memory)][real]
        q, k, v = (
            project(state, name, x).unflatten(-1, (n_heads, -1))
            for name, x in zip(PROJECTIONS, (row, tokens, tokens), strict=False)
        )
        logits = torch.einsum("thf,shf->hts", q, k) / math.sqrt(q.shape[-1])
        weights = (logits - logits.logsumexp(-1, keepdim=True)).exp()
        outputs.append(torch.einsum("hts,shf->thf", weights, v).flatten(1))
    return project(state, "out_proj", torch.stack(outputs))


def random_padding(rng, *shape):
    """About half the keys are real, at least two and not all of them."""
    real = torch.from_numpy(rng.random(shape) < 0.5)
    first = torch.from_numpy(rng.integers(shape[-1], size=shape[:-1]))[..., None]
    for step, value in enumerate((True, False, True)):
        real.scatter_(-1, (first + step) % shape[-1], value)
    return real


@pytest.mark.points(28)
def test_without_padding_it_agrees_with_torch(submission, rng):
    """Queries ask, the memory's keys are compared and its values collected, as in torch's own module."""
    n_batch, n_heads, n_queries, n_keys, d_model, d_memory = sizes(rng)
    state = linear_state(rng, layer_shapes(d_model, d_memory))
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_memory)
    theirs = torch.nn.MultiheadAttention(
        d_model, n_heads, kdim=d_memory, vdim=d_memory, batch_first=True, dtype=torch.float64
    )
    theirs.load_state_dict(
        {f"{name}_weight": state[f"{name}.weight"] for name in PROJECTIONS[:3]}
        | {"in_proj_bias": torch.cat([state[f"{name}.bias"] for name in PROJECTIONS[:3]])}
        | {name: state[name] for name in ("out_proj.weight", "out_proj.bias")}
    )
    module = build(submission, state, n_heads)
    for what, text in (("the result", memory), ("the result for another memory", memory.flip(1) - 1.0)):
        expected = theirs(query, text, text, need_weights=False)[0].detach()
        assert_close(module(query, text), expected, what=what)


@pytest.mark.points(6)
def test_the_state_dict_has_the_eight_stated_parameters(submission, rng):
    """The state dict has a weight and a bias for each projection; k_proj and v_proj take the memory's features."""
    for d_model, d_memory, given in [(6, int(rng.choice([4, 10])), True), (8, 8, False)]:
        state = linear_state(rng, layer_shapes(d_model, d_memory))
        fresh = submission.CrossAttention(d_model, 2, **{"d_memory": d_memory} if given else {}).state_dict()
        found = {name: tuple(value.shape) for name, value in fresh.items()}
        assert_equal(found, {name: tuple(value.shape) for name, value in state.items()}, what="the shapes")


@pytest.mark.points(12)
def test_the_memory_is_projected_into_heads(submission, rng):
    """project_memory gives keys and values of shape (B, H, S, D / H), head h from the h-th slice of features."""
    n_batch, n_heads, _, n_keys, d_model, d_memory = sizes(rng)
    state = linear_state(rng, layer_shapes(d_model, d_memory))
    memory = normal(rng, n_batch, n_keys, d_memory)
    k, v = build(submission, state, n_heads).project_memory(memory)
    for name, found in (("k_proj", k), ("v_proj", v)):
        expected = torch.stack(project(state, name, memory).chunk(n_heads, dim=-1), dim=1)
        assert_close(found, expected, what=f"what {name} gives")


@pytest.mark.points(10)
def test_a_projected_memory_serves_every_step(submission, rng):
    """attend gives every query, alone or with others, what forward gives it, from keys and values computed once."""
    n_batch, n_heads, n_queries, n_keys, d_model, _ = sizes(rng)
    state = linear_state(rng, layer_shapes(d_model, d_model))
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_model)
    module = build(submission, state, n_heads)
    k, v = module.project_memory(memory)
    # What the answer's own forward gives: that this is right is another test's business.
    whole = module(query, memory).detach()
    assert_close(module.attend(query, k, v).detach(), whole, what="the output for all queries")
    # Values that don't belong to these keys, so that they are used as they come.
    plain = plain_state(rng, d_model, n_heads)
    other = normal(rng, n_batch, 1, n_keys, d_model // n_heads).expand(-1, n_heads, -1, -1).contiguous()
    expected = project(plain, "out_proj", other.mean(dim=2).flatten(1))[:, None].expand(-1, n_queries, -1)
    module = build(submission, plain, n_heads)
    assert_close(module.attend(query, other, other), expected, what="the output for other values")
    step = module.attend(query[:, 1:2], other, other)
    assert_close(step, expected[:, 1:2], what="the output for one query alone")


@pytest.mark.points(14)
def test_padding_is_hidden_wherever_it_stands(submission, rng):
    """key_is_real is True for a token and False for padding, which may stand anywhere and is another in each row."""
    n_batch, _, n_queries, n_keys, d_model, _ = sizes(rng)
    n_heads = 1  # how features are cut into heads has tests of its own
    state = plain_state(rng, d_model, n_heads)
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_model)
    module = build(submission, state, n_heads)
    real = random_padding(rng, n_batch, n_keys)
    real[0] = torch.arange(n_keys) < 2
    assert_close(module(query, memory, real), attend(state, n_heads, query, memory, real))
    # As many keys as queries and sequences: the axes of the mask can be told apart by their values only.
    query, memory = normal(rng, n_batch, n_batch, d_model), normal(rng, n_batch, n_batch, d_model)
    real = torch.eye(n_batch, dtype=torch.bool)
    real[0, 1] = True
    assert_close(module(query, memory, real), attend(state, n_heads, query, memory, real))


@pytest.mark.points(8)
def test_a_memory_of_padding_gives_the_output_bias(submission, rng):
    """A query whose memory is all padding gets zeros from its heads: its output is the bias of out_proj, never nan."""
    n_batch, _, n_queries, n_keys, d_model, _ = sizes(rng)
    n_heads = 1  # how features are cut into heads has tests of its own
    state = plain_state(rng, d_model, n_heads)
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_model)
    real = (torch.arange(n_keys) < 2).repeat(n_batch, 1)
    real[1] = False
    expected = attend(state, n_heads, query, memory, real)
    module = build(submission, state, n_heads)
    assert_close(module(query, memory, real), expected)


@pytest.mark.points(6)
def test_large_logits_and_giant_padding(submission, rng):
    """Logits in the tens of thousands overflow nothing, and padding weighs 0 even if its logit is the largest."""
    n_batch, n_heads, n_keys, d_model = 2, 1, 5, 1
    state = {}
    for name in PROJECTIONS:
        state[f"{name}.weight"] = torch.eye(d_model, dtype=torch.float64)
        state[f"{name}.bias"] = torch.zeros(d_model, dtype=torch.float64)
    query, memory = normal(rng, n_batch, 3, d_model), normal(rng, n_batch, n_keys, d_model)
    # One head of one feature, and keys that are alike: logits of 40 000 in one query, and of -40 000 in the next.
    memory[:] = 100.0
    query[:, 0], query[:, 1] = 400.0, -400.0
    real = torch.ones(n_batch, n_keys, dtype=torch.bool)
    real[0, 2] = real[1, 4] = False
    memory[0, 2] = 150.0
    memory[1, 4] = 50.0
    module = build(submission, state, n_heads)
    assert_close(module(query, memory, real), attend(state, n_heads, query, memory, real), rtol=1e-7)
    everything = torch.ones_like(real)
    found = module(query, memory)
    assert_close(found, attend(state, n_heads, query, memory, everything), rtol=1e-7, what="the result without padding")


@pytest.mark.points(6)
def test_one_memory_serves_the_whole_batch(submission, rng):
    """A memory of one sequence, and its padding, is read by every sequence of queries."""
    _, _, n_queries, n_keys, d_model, _ = sizes(rng)
    n_heads = 1  # as above
    state = plain_state(rng, d_model, n_heads)
    query, memory = normal(rng, 4, n_queries, d_model), normal(rng, 1, n_keys, d_model)
    module = build(submission, state, n_heads)
    real = random_padding(rng, 1, n_keys)
    expected = attend(state, n_heads, query, memory, real)
    assert_close(module(query, memory, real), expected, what="the output")
    # Each query may still have a padding of its own.
    real = random_padding(rng, 4, n_keys)
    expected = attend(state, n_heads, query, memory, real)
    assert_close(module.attend(query, *module.project_memory(memory), real), expected, what="with four masks")
    # And a padding of one sequence may go with a memory for each.
    memory, real = normal(rng, 4, n_keys, d_model), real[:1]
    expected = attend(state, n_heads, query, memory, real)
    assert_close(module(query, memory, real), expected, what="the output with one mask for four memories")


@pytest.mark.points(4)
def test_gradients_of_query_and_memory(submission, rng):
    """The output is differentiable with respect to query and memory, also where the memory is all padding."""
    n_batch, n_heads, n_queries, n_keys, d_model, _ = sizes(rng)
    state = linear_state(rng, layer_shapes(d_model, d_model))
    shapes = [(n_batch, n_queries, d_model), (n_batch, n_keys, d_model)]
    inputs = [normal(rng, *shape).requires_grad_() for shape in shapes]
    cotangent = normal(rng, *shapes[0])
    real = random_padding(rng, n_batch, n_keys)
    real[1] = False
    module = build(submission, state, n_heads)
    expected = torch.autograd.grad(attend(state, n_heads, *inputs, real), inputs, cotangent)
    found = torch.autograd.grad(module(*inputs, real), inputs, cotangent)
    for name, one, other in zip(("query", "memory"), found, expected, strict=True):
        assert_close(one, other, what=f"the gradient of {name}")


@pytest.mark.points(2)
def test_gradients_of_the_parameters(submission, rng):
    """Each of the eight parameters receives its gradient."""
    n_batch, n_heads, n_queries, n_keys, d_model, _ = sizes(rng)
    state = linear_state(rng, layer_shapes(d_model, d_model))
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_model)
    cotangent = normal(rng, *query.shape)
    real = random_padding(rng, n_batch, n_keys)
    module = build(submission, state, n_heads)
    found = submission.grads(module, module(query, memory, real), cotangent)
    for tensor in state.values():
        tensor.requires_grad_()
    output = attend(state, n_heads, query, memory, real)
    expected = dict(zip(state, torch.autograd.grad(output, list(state.values()), cotangent), strict=True))
    # k_proj.bias shifts whole rows of logits: its gradient is 0 up to rounding, where no relative tolerance holds.
    assert_close(found, expected, rtol=1e-9, atol=1e-9, what="the gradients")


@pytest.mark.points(2)
def test_heads_must_share_the_features_evenly(submission, rng):
    """A number of heads that doesn't divide D raises ValueError, whatever the width of the memory."""
    submission.CrossAttention(12, 3, d_memory=10)
    with pytest.raises(ValueError):
        submission.CrossAttention(12, 5, d_memory=10)


@pytest.mark.points(2)
def test_the_dtype_is_that_of_the_parameters(submission, rng):
    """As it was made, a module computes in float32, the dtype of its parameters."""
    n_batch, _, n_queries, n_keys, d_model, _ = sizes(rng)
    n_heads = 1
    state = plain_state(rng, d_model, n_heads)
    query, memory = normal(rng, n_batch, n_queries, d_model), normal(rng, n_batch, n_keys, d_model)
    real = torch.ones(n_batch, n_keys, dtype=torch.bool)
    expected = attend(state, n_heads, query, memory, real)
    single = submission.CrossAttention(d_model, n_heads, d_model)
    single.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    assert_close(single(query.float(), memory.float()), expected.float(), exact_dtype=True)
