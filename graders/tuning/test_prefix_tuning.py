"""Grades `prefix_tuning`: the oracle goes from query to query, and from position to position of the prefix."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal, random_mask

L, H, E, P, D_EMBED, D_HIDDEN = 2, 3, 4, 5, 2, 6


def draw(rng):
    width = L * 2 * H * E
    return linear_state(rng, {"fc1": (D_HIDDEN, D_EMBED), "fc2": (width, D_HIDDEN)}) | {
        "table.weight": normal(rng, P, D_EMBED)
    }


def build(submission, state):
    encoder = submission.PrefixEncoder(L, H, E, P, D_EMBED, D_HIDDEN)
    encoder.double()
    encoder.load_state_dict(state)
    return encoder


def prefixes(state):
    """Keys and values of all layers, by the index of each number in its row."""
    columns = []
    for row in state["table.weight"]:
        hidden = torch.tanh(state["fc1.weight"] @ row + state["fc1.bias"])
        columns.append(state["fc2.weight"] @ hidden + state["fc2.bias"])
    out = []
    for layer in range(L):
        for kind in range(2):
            for head in range(H):
                first = ((layer * 2 + kind) * H + head) * E
                out.append(torch.stack([column[first : first + E] for column in columns]))
    return torch.stack(out).reshape(L, 2, H, P, E)


def attention(query, key, value, prefix, mask):
    """The formula, for one query after the other."""
    out = torch.empty_like(query)
    for b, t in np.ndindex(query.shape[0], query.shape[2]):
        keys = torch.cat([prefix[0], key[b][:, mask[b, t]]], dim=1)
        values = torch.cat([prefix[1], value[b][:, mask[b, t]]], dim=1)
        logits = (query[b, :, t, None] * keys).sum(-1) / math.sqrt(query.shape[3])
        weights = (logits - logits.max(dim=1, keepdim=True).values).exp()
        out[b, :, t] = (weights[..., None] * values).sum(1) / weights.sum(1, keepdim=True)
    return out


def layer(rng, b=2, t=3, s=5, p=2):
    return normal(rng, b, H, t, E), normal(rng, b, H, s, E), normal(rng, b, H, s, E), 1.5 * normal(rng, 2, H, p, E)


@pytest.mark.points(28)
def test_queries_attend_to_the_prefix(submission, rng):
    """Each query attends to the keys and values of the prefix beside those of the positions."""
    for b, t, s, p in ((1, 1, 2, 1), (2, 3, 5, 2), (2, 4, 1, 3)):
        args, mask = layer(rng, b, t, s, p), torch.ones(b, t, s, dtype=torch.bool)
        found = submission.prefix_attention(*args, mask)
        assert_close(found, attention(*args, mask), rtol=1e-6, what=f"the output for T={t}, S={s} and P={p}")


@pytest.mark.points(14)
def test_the_mask_is_for_the_positions(submission, rng):
    """The mask hides positions, each query its own, and never the prefix."""
    args, mask = layer(rng), random_mask(rng, 2, 3, 5)
    mask[0, 0] = torch.tensor([True, False, True, True, False])
    found = submission.prefix_attention(*args, mask)
    assert_close(found, attention(*args, mask), rtol=1e-6, what="the output")
    query, key, value, prefix = args
    key[..., 0], prefix[0, ..., 0] = -2000.0, -2000.0
    args = (query.abs() + 300.0, key, value, prefix)  # all logits are about -300000
    found = submission.prefix_attention(*args, mask)
    assert_close(found, attention(*args, mask), rtol=1e-6, what="the output where all logits are far below 0")


@pytest.mark.points(6)
def test_the_prefix_alone(submission, rng):
    """A query that may attend to no position attends to the prefix."""
    (query, *rest), mask = layer(rng), torch.ones(2, 3, 5, dtype=torch.bool)
    args = (0 * query, *rest)  # all that is visible counts equally
    mask[0, 1] = False
    mask[1] = False
    found = submission.prefix_attention(*args, mask)
    assert_close(found, attention(*args, mask), rtol=1e-6, what="the output")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Large queries and keys give the right finite output."""
    query, key, value, prefix = layer(rng)
    key[..., 0] = torch.tensor([100.0, -200, 300, -400, 500])  # no two logits of a query are next to each other
    args, mask = (300 * query.sign(), key, value, prefix), torch.ones(2, 3, 5, dtype=torch.bool)
    found = submission.prefix_attention(*args, mask)
    assert_close(found, attention(*args, mask), rtol=1e-6, what="the output")


@pytest.mark.points(26)
def test_prefixes_of_all_layers(submission, rng):
    """Table and network give the keys and values of each layer and head."""
    for _ in range(2):
        state = draw(rng)
        found = build(submission, state)()
        assert_equal(list(found.shape), [L, 2, H, P, E], what="the shape of the prefixes")
        right = prefixes(state)
        for kind, name in enumerate(("keys", "values")):
            assert_close(found[:, kind], right[:, kind], rtol=1e-6, what=f"the {name} of all layers")


@pytest.mark.points(8)
def test_gradients_of_the_encoder(submission, rng):
    """Table and network get the gradients of the formula."""
    state, cotangent = draw(rng), normal(rng, L, 2, H, P, E)
    encoder = build(submission, state)
    found = submission.grads(encoder, encoder(), cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    wanted = torch.autograd.grad(prefixes(leaves), list(leaves.values()), cotangent)
    for name, gradient in zip(leaves, wanted, strict=True):
        assert_close(found[name], gradient, rtol=1e-6, what=f"the gradient of {name}")


@pytest.mark.points(8)
def test_gradients_of_the_prefix(submission, rng):
    """The gradient of the prefix, summed over the batch, is that of the formula."""
    query, key, value, prefix = layer(rng)
    mask, cotangent = torch.ones(2, 3, 5, dtype=torch.bool), normal(rng, 2, H, 3, E)
    leaf = prefix.clone().requires_grad_()
    out = submission.prefix_attention(query, key, value, leaf, mask)
    assert out.requires_grad, "the output has no graph: no gradient reaches the prefix."
    (found,) = torch.autograd.grad(out, leaf, cotangent)
    mine = prefix.clone().requires_grad_()
    logits = torch.cat([torch.einsum("bhte,hpe->bhtp", query, mine[0]), query @ key.mT], dim=-1) / math.sqrt(E)
    weights = (logits - logits.logsumexp(-1, keepdim=True)).exp()
    right = torch.einsum("bhtp,hpe->bhte", weights[..., :2], mine[1]) + weights[..., 2:] @ value
    (wanted,) = torch.autograd.grad(right, mine, cotangent)
    assert_close(found, wanted, rtol=1e-6, what="the gradient of the prefix")


@pytest.mark.points(6)
def test_the_state_dict(submission):
    """The state dict has the table and the two layers of the network, and nothing else."""
    found = {name: list(x.shape) for name, x in submission.PrefixEncoder(2, 1, 3, 4, 5, 7).state_dict().items()}
    wanted = {"table.weight": [4, 5], "fc1.weight": [7, 5], "fc1.bias": [7], "fc2.weight": [12, 7], "fc2.bias": [12]}
    assert_equal(found, wanted, what="the shapes in the state dict")
