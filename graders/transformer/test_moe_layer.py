"""Grades `moe_layer`: the oracle is the dense sum, every expert on every token times a weight that is mostly 0."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal


def layer_state(rng, d_model, d_hidden, n_experts):
    state = {"router.weight": 1.5 * normal(rng, n_experts, d_model)}
    for e in range(n_experts):
        shapes = {f"experts.{e}.fc1": (d_hidden, d_model), f"experts.{e}.fc2": (d_model, d_hidden)}
        state |= linear_state(rng, shapes)
    return state


def build(submission, state, k, dtype=torch.float64):
    n_experts, d_model = state["router.weight"].shape
    layer = submission.MoELayer(d_model, len(state["experts.0.fc1.bias"]), n_experts, k)
    layer.to(dtype)
    # By value, so that what is missing and what is one too many are told apart.
    besides, lacking = layer.load_state_dict(state, strict=False)
    assert_equal((set(state) - set(lacking)) | set(besides), set(state), what="the names in the state dict")
    return layer


def gates(state, rows, k):
    """A weight for every pair of token and expert, shape (N, n)."""
    logits = rows @ state["router.weight"].T
    ranks = (logits[:, :, None] < logits[:, None, :]).sum(-1)  # how many experts are likelier
    p = (logits - logits.amax(1, keepdim=True)).exp()
    p = p / p.sum(1, keepdim=True)
    chosen = torch.where(ranks < k, p, torch.zeros_like(p))
    return chosen / chosen.sum(1, keepdim=True) if k > 1 else chosen


def dense(state, x, g):
    """The sum over all experts, with a weight for every pair of token and expert."""
    rows, out = x.reshape(-1, x.shape[-1]), 0.0
    for e in range(g.shape[1]):
        w1, b1, w2, b2 = (state[f"experts.{e}.{name}"] for name in ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"))
        z = rows @ w1.T + b1
        out = out + g[:, e, None] * ((z * torch.erfc(-z / 2**0.5) / 2) @ w2.T + b2)
    return out.reshape(x.shape)


def check(layer, state, x, what="the output"):
    """The output is compared under the answer's own routing, which has tests of its own."""
    weights, experts = layer.route(x.reshape(-1, x.shape[-1]))
    g = torch.zeros(len(weights), len(state["router.weight"])).double().scatter(1, experts, weights.detach().double())
    assert_close(layer(x), dense(state, x.double(), g).to(x.dtype), rtol=1e-4, atol=1e-5, what=what)


@pytest.mark.points(24)
def test_the_router(submission, rng):
    """route gives the k likeliest experts of each token, the likeliest first, and weights that sum to 1."""
    for n, d_model, n_experts, k in [(4, 3, 5, 2), (6, 5, 4, 3)]:
        state, x = layer_state(rng, d_model, 2, n_experts), normal(rng, n, d_model)
        weights, experts = build(submission, state, k).route(x)
        order = (x @ state["router.weight"].T).argsort(dim=1, descending=True)[:, :k]
        assert_equal(experts, order, what="the experts")
        assert_close(weights, gates(state, x, k).gather(1, order), rtol=1e-5, what="the weights")


@pytest.mark.points(6)
def test_a_single_expert_keeps_its_probability(submission, rng):
    """With k = 1 the weight is the probability of the expert."""
    state, x = layer_state(rng, 3, 2, 4), normal(rng, 5, 3)
    weights, experts = build(submission, state, 1).route(x)
    assert_equal(list(experts.shape), [5, 1], what="the shape of the experts")
    assert_close(weights, gates(state, x, 1).amax(1, keepdim=True), rtol=1e-5, what="the weights")


@pytest.mark.points(28)
def test_the_sum_over_the_chosen_experts(submission, rng):
    """Each token's output is the sum of its k experts' outputs, times their weights."""
    state, x = layer_state(rng, 3, 4, 5), normal(rng, 2, 4, 3).float()
    layer = build(submission, state, 2, torch.float32)
    # One token nine times: all choose the same two experts. (Nine is odd, and a capacity gives both the same number.)
    layer(x[:1, :1].repeat(3, 3, 1))
    experts = layer.experts
    calls = [list(experts[submission.argument(e)].calls) for e in range(5)]
    rows = int(sum(map(sum, calls)))  # none at all where the experts' weights are used without a call
    assert rows == 0 or rows >= 18, f"Of 9 tokens that chose 2 experts each {rows} rows got there: no token is dropped."
    check(layer, state, x)
    state, x = layer_state(rng, 4, 3, 4), normal(rng, 3, 2, 4).float()
    check(build(submission, state, 3, torch.float32), state, x)


@pytest.mark.points(6)
def test_any_number_of_leading_axes(submission, rng):
    """The features are the last axis; each position is a token, with none to three axes before it."""
    state = layer_state(rng, 3, 4, 4)
    layer = build(submission, state, 2, torch.float32)
    for shape in [(6, 3), (2, 1, 3, 3), (3,)]:
        check(layer, state, normal(rng, *shape).float(), what=f"the output for x of shape {shape}")


@pytest.mark.points(20)
def test_only_the_chosen_experts_work(submission, rng):
    """Each expert is called once, with as many tokens as chose it, and not at all if none did."""
    state = layer_state(rng, 4, 3, 4)
    state["router.weight"] = torch.eye(4, dtype=torch.float64)  # the features are the logits
    # By rank, expert 0 would be called with 2 tokens and 1, by text with 1 and 2.
    x = torch.tensor([[[3.0, 2, 1, 0], [1, 3, 2, -1]], [[3, 1, 2, 0], [2, 3, 1, 0]]], dtype=torch.float64)
    layer = build(submission, state, 2, torch.float32)
    out = layer((x + 0.1 * normal(rng, 2, 2, 4)).float())
    assert_equal(list(out.shape), [2, 2, 4], what="the shape of the output")
    for e, count in enumerate([3, 3, 2, 0]):
        found = list(layer.experts[submission.argument(e)].calls)
        assert_equal(
            found, [count] if count else [], what=f"the sizes of the calls of expert {e}, which {count} chose,"
        )


@pytest.mark.points(10)
def test_gradients(submission, rng):
    """Gradients reach x, the router through the weights, and the experts that worked."""
    state, x, cotangent = layer_state(rng, 3, 4, 3), normal(rng, 2, 4, 3).requires_grad_(), normal(rng, 2, 4, 3)
    layer = build(submission, state, 2)
    out = layer(x)
    assert out.requires_grad, "the output has no graph."
    found = submission.grads(layer, out, cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    right = torch.autograd.grad(dense(leaves, x, gates(leaves, x.reshape(-1, 3), 2)), [x, *leaves.values()], cotangent)
    for name, gradient in zip(leaves, right[1:], strict=True):
        one = found.get(name)
        one = np.zeros(gradient.shape) if one is None else one.numpy()
        assert_close(one, gradient.numpy(), rtol=1e-4, atol=1e-6, what=f"the gradient of {name}")
    (dx,) = torch.autograd.grad(layer(x), x, cotangent)
    assert_close(dx, right[0], rtol=1e-4, atol=1e-6, what="the gradient of x")


@pytest.mark.points(6)
def test_large_logits(submission, rng):
    """Logits of the router in the thousands overflow nothing."""
    state, x = layer_state(rng, 3, 4, 4), normal(rng, 2, 4, 3)
    state["router.weight"] = 1000 * state["router.weight"]
    right = dense(state, x, gates(state, x.reshape(-1, 3), 2))
    assert_close(build(submission, state, 2)(x), right, rtol=1e-3, atol=1e-4, what="the output")
