"""Grades `elastic_weight_consolidation`: a linear classifier has a closed form; a network is derived by hand."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import linear_state, normal


def softmax(logits):
    e = (logits - logits.max(dim=-1, keepdim=True).values).exp()
    return e / e.sum(dim=-1, keepdim=True)


def linear_fisher(weight, bias, x):
    """d log p_k / d logit_c is [k = c] - p_c, whose square has the mean p_c (1 - p_c)."""
    p = softmax(x @ weight.T + bias)
    spread = p * (1 - p)  # (N, K)
    return {"weight": spread.T @ x**2 / len(x), "bias": spread.sum(0) / len(x)}


def network_fisher(state, x):
    """The same for logits W2 tanh(W1 x + b1) + b2."""
    w2 = state["linear2.weight"]
    h = torch.tanh(x @ state["linear1.weight"].T + state["linear1.bias"])
    p = softmax(h @ w2.T + state["linear2.bias"])
    out = {name: torch.zeros_like(value) for name, value in state.items()}
    for n in range(len(x)):
        for k in range(len(w2)):
            slope = -p[n]
            slope[k] += 1
            hidden = (slope @ w2) * (1 - h[n] ** 2)
            parts = {"linear2.bias": slope, "linear2.weight": torch.outer(slope, h[n])}
            parts |= {"linear1.bias": hidden, "linear1.weight": torch.outer(hidden, x[n])}
            for name, part in parts.items():
                out[name] += p[n, k] * part**2 / len(x)
    return out


def linear(submission, rng, n_in, n_out):
    state = {"weight": normal(rng, n_out, n_in), "bias": normal(rng, n_out)}
    return submission.given("linear_model", n_in, n_out, state=state), state


def check(found, right, what="F"):
    assert_equal(sorted(found), sorted(right), what="the names of the parameters")
    for name, value in right.items():
        assert_close(found[name], value, rtol=1e-6, atol=1e-9, what=f"{what} of {name}")


@pytest.mark.points(34)
def test_the_fisher_of_one_sample(submission, rng):
    """The squared gradients of log p are averaged over the classes with the model's own probabilities."""
    for n_in, n_out in ((2, 3), (3, 2), (1, 4)):
        model, state = linear(submission, rng, n_in, n_out)
        x = normal(rng, 1, n_in)
        check(submission.fisher_diagonal(model, x), linear_fisher(state["weight"], state["bias"], x))


@pytest.mark.points(16)
def test_the_mean_over_samples(submission, rng):
    """The squares of all samples are averaged: each is squared by itself."""
    model, state = linear(submission, rng, 3, 2)
    for n in (2, 4):
        x = normal(rng, n, 3)
        right = linear_fisher(state["weight"], state["bias"], x)
        check(submission.fisher_diagonal(model, x), right, what=f"F for {n} samples")


@pytest.mark.points(8)
def test_all_layers(submission, rng):
    """Every parameter of a network has its Fisher information, by its name."""
    state = linear_state(rng, {"linear1": (3, 2), "linear2": (3, 3)})
    model = submission.given("mlp", [2, 3, 3], state=state)
    x = normal(rng, 1, 2)
    check(submission.fisher_diagonal(model, x), network_fisher(state, x))


@pytest.mark.points(22)
def test_the_penalty(submission, rng):
    """The penalty is lambda over 2 times the sum of F times the squared distances, over all parameters."""
    for strength in (2.0, uniform(rng, 3.0, 9.0)):
        model, state = linear(submission, rng, 3, 2)
        fisher = {name: value**2 + 0.1 for name, value in linear(submission, rng, 3, 2)[1].items()}
        anchor = linear(submission, rng, 3, 2)[1]
        right = sum(float((fisher[name] * (state[name] - anchor[name]) ** 2).sum()) for name in state)
        found = submission.ewc_penalty(model, fisher, anchor, strength)
        assert_close(found, strength / 2 * right, rtol=1e-6, what=f"the penalty for lambda={strength}")


@pytest.mark.points(12)
def test_the_gradient_pulls_back(submission, rng):
    """The gradient of a parameter is lambda F times its distance from the old value."""
    model, state = linear(submission, rng, 3, 2)
    fisher = {name: value**2 + 0.1 for name, value in linear(submission, rng, 3, 2)[1].items()}
    anchor = {name: value.requires_grad_() for name, value in linear(submission, rng, 3, 2)[1].items()}
    penalty = submission.ewc_penalty(model, fisher, anchor, 2.0)
    assert penalty.requires_grad, "the penalty has no graph: no gradient reaches the model."
    found = submission.grads(model, penalty, torch.ones_like(penalty))
    for name in state:
        right = 2.0 * fisher[name] * (state[name] - anchor[name].detach())
        assert_close(found[name], right, rtol=1e-6, what=f"the gradient of {name}")


@pytest.mark.points(8)
def test_frozen_parameters_are_left_out(submission, rng):
    """A parameter that doesn't require a gradient has no F and no part in the penalty."""
    first, head = ({"weight": normal(rng, 2, n), "bias": normal(rng, 2)} for n in (3, 2))
    model = submission.given("mlp", [3, 2], state={f"linear1.{name}": value for name, value in first.items()})
    model.linear1.requires_grad_(False)
    model.add_module("head", submission.given("linear_model", 2, 2, state=head))
    x = normal(rng, 2, 3)
    right = linear_fisher(head["weight"], head["bias"], x @ first["weight"].T + first["bias"])
    check(submission.fisher_diagonal(model, x), {f"head.{name}": value for name, value in right.items()})
    anchor = {f"head.{name}": value + 1.0 for name, value in head.items()}
    fisher = {name: torch.ones_like(value) for name, value in anchor.items()}
    found = submission.ewc_penalty(model, fisher, anchor, 2.0)
    assert_close(found, 6.0, rtol=1e-6, what="the penalty of six parameters that have moved by 1")
