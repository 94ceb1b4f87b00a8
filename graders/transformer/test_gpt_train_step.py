"""Grades `gpt_train_step`: the model, AdamW and the schedule are written out as formulas on plain tensors."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

MATRICES = ("head.weight", "embedding.weight")
BIASES = ("norm.bias", "head.bias")
TEXT = torch.tensor([[0, 3, 1, 4, 2, 5, 1, 3]])
FREE = 1e9  # a norm that no gradient reaches


def model_state(rng, vocab_size=6, d_model=4):
    state = {"embedding.weight": normal(rng, vocab_size, d_model), "head.weight": normal(rng, vocab_size, d_model)}
    state |= {"norm.weight": normal(rng, d_model).abs() + 0.5, "norm.bias": normal(rng, d_model)}
    return state | {"head.bias": normal(rng, vocab_size)}


def loss_of(state, tokens):
    """The mean of -log p of the next tokens, by sums over the vocabulary."""
    x = state["embedding.weight"][tokens[:, :-1]]
    steps = torch.arange(x.shape[1])
    x = x + torch.stack([x[:, : t + 1].mean(1) for t in steps], dim=1)
    centered = x - x.mean(-1, keepdim=True)
    z = centered / (centered.square().mean(-1, keepdim=True) + 1e-5).sqrt() * state["norm.weight"] + state["norm.bias"]
    logits = torch.einsum("btd,vd->btv", z, state["head.weight"]) + state["head.bias"]
    return (logits.exp().sum(-1).log() - logits.gather(-1, tokens[:, 1:, None]).squeeze(-1)).mean()


def simulate(state, batches, rates, decay=0.0, max_norm=FREE, frozen=(), plain=False):
    """The state after steps of AdamW, or of plain gradient descent, with the loss and the norm of each."""
    state = dict(state)
    moments = {name: [torch.zeros_like(value)] * 2 for name, value in state.items()}
    reports = []
    for step, (tokens, lr) in enumerate(zip(batches, rates, strict=True), start=1):
        leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
        loss = loss_of(leaves, tokens)
        grads = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))
        grads = {name: grad for name, grad in grads.items() if name not in frozen}
        norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))
        reports.append((float(loss), norm))
        for name, grad in grads.items():
            grad = grad * min(1.0, max_norm / norm)
            if plain:
                state[name] = state[name] - lr * grad
                continue
            first, second = moments[name]
            moments[name] = first, second = 0.9 * first + 0.1 * grad, 0.95 * second + 0.05 * grad**2
            move = first / (1 - 0.9**step) / ((second / (1 - 0.95**step)).sqrt() + 1e-8)
            state[name] = state[name] * (1 - lr * decay * (name in MATRICES)) - lr * move
    return state, reports


def schedule(step, n_warmup, n_steps, peak, floor):
    if step < n_warmup:
        return peak * (step + 1) / n_warmup
    angle = math.pi * min(1.0, (step - n_warmup) / (n_steps - n_warmup))
    return floor + (peak - floor) * math.cos(angle / 2) ** 2


def build(submission, state):
    model = submission.SmallLM(*state["embedding.weight"].shape)
    model.double()
    model.load_state_dict(state)
    return model


def run(submission, state, batches, rates, decay=0.0, max_norm=FREE, first_lr=None, plain=False):
    """The model after the answer's steps, and what they reported."""
    model = build(submission, state)
    first_lr = rates[0] if first_lr is None else first_lr
    optimizer = submission.given("sgd", model, first_lr) if plain else submission.make_optimizer(model, first_lr, decay)
    pairs = zip(batches, rates, strict=True)
    return model, [submission.train_step(model, optimizer, tokens, lr, max_norm) for tokens, lr in pairs]


def tokens_of(rng, n_steps):
    return [torch.from_numpy(rng.integers(6, size=(2, 5))) for _ in range(n_steps)]


@pytest.mark.points(12)
def test_the_loss_of_the_next_tokens(submission, rng):
    """A step reports the mean cross-entropy of token t + 1 under the logits at position t, from before the update."""
    for batch in (TEXT, *tokens_of(rng, 1)):
        state = model_state(rng)
        _, reports = run(submission, state, [batch], [0.1], plain=True)
        assert isinstance(reports[0][0], float), "the loss should be a Python float."
        assert_close(reports[0][0], float(loss_of(state, batch)), rtol=1e-7, what="the loss")


@pytest.mark.points(16)
def test_each_step_follows_its_own_gradient(submission, rng):
    """A step moves the parameters by the gradient of its own batch and of nothing before it, here with plain SGD."""
    state, batches = model_state(rng), tokens_of(rng, 3)
    model, _ = run(submission, state, batches, [0.1] * 3, plain=True)
    right, _ = simulate(state, batches, [0.1] * 3, plain=True)
    assert_close(model.state_dict(), right, rtol=1e-6, what="the state dict after three steps")


@pytest.mark.points(8)
def test_the_optimizer_is_adam(submission, rng):
    """Without decay the optimizer moves the parameters as Adam does, with betas of 0.9 and 0.95."""
    state, batches = model_state(rng), tokens_of(rng, 3)
    model, _ = run(submission, state, batches, [0.1] * 3)
    right, _ = simulate(state, batches, [0.1] * 3)
    assert_close(model.state_dict(), right, rtol=1e-5, what="the state dict after three steps")


@pytest.mark.points(10)
def test_the_matrices_decay_and_nothing_else(submission, rng):
    """Weight decay pulls embeddings and matrices, and leaves biases and gains alone; with 0 it pulls nothing."""
    state = model_state(rng)
    for decay in (0.0, uniform(rng, 0.3, 0.8)):
        model, _ = run(submission, state, [TEXT], [0.1], decay)
        right, _ = simulate(state, [TEXT], [0.1], decay)
        found = model.state_dict()
        for names, what in ((MATRICES, "matrices"), (BIASES, "biases"), (("norm.weight",), "gains of the norm")):
            for name in names:
                what_after = f"the {what} after a step with decay {decay}, {name}"
                assert_close(found[name], right[name], rtol=1e-5, what=what_after)


@pytest.mark.points(4)
def test_frozen_parameters_stay(submission, rng):
    """A frozen parameter is in no group: neither gradient nor decay moves it."""
    state = model_state(rng)
    model = build(submission, state)
    model.embedding.requires_grad_(False)
    optimizer = submission.make_optimizer(model, 0.1, 0.5)
    submission.train_step(model, optimizer, TEXT, 0.1, FREE)
    n_held = sum(len(group["params"]) for group in optimizer.param_groups)
    assert_equal(n_held, 4, what="the number of parameters in the groups")
    right, _ = simulate(state, [TEXT], [0.1], 0.5, frozen=["embedding.weight"])
    assert_close(model.state_dict(), right, rtol=1e-5, what="the state dict")


@pytest.mark.points(10)
def test_gradients_are_clipped_together(submission, rng):
    """Gradients whose norm is above max_norm are scaled down to it, all by one factor, and others aren't."""
    state = model_state(rng)
    ((_, norm),) = simulate(state, [TEXT], [0.1])[1]
    for factor in (0.05, 1.5):
        model, _ = run(submission, state, [TEXT], [0.1], max_norm=factor * norm, plain=True)
        right, _ = simulate(state, [TEXT], [0.1], max_norm=factor * norm, plain=True)
        what = f"the state dict after a step with a max_norm of {factor} times the norm"
        assert_close(model.state_dict(), right, rtol=1e-5, what=what)


@pytest.mark.points(4)
def test_the_norm_before_clipping(submission, rng):
    """A step reports the Euclidean norm of all gradients together, as it was before they were clipped."""
    state = model_state(rng)
    (_, norm), *_ = simulate(state, [TEXT], [0.1])[1]
    for max_norm in (FREE, 0.1 * norm):
        found = run(submission, state, [TEXT], [0.1], max_norm=max_norm, plain=True)[1][0][1]
        assert isinstance(found, float), "the norm should be a Python float."
        assert_close(found, norm, rtol=1e-6, what=f"the norm with max_norm={max_norm:.4g}")


@pytest.mark.points(6)
def test_the_learning_rate_of_the_step(submission, rng):
    """A step uses the learning rate that it is given, in both groups, whatever the optimizer was made with."""
    state = model_state(rng)
    lr = uniform(rng, 0.03, 0.2)
    found, right = (run(submission, state, [TEXT], [lr], first_lr=first)[0].state_dict() for first in (3.0, lr))
    # What a step is has been settled above. Adam's first one is as long as the learning rate, wherever it goes.
    moved = max(float(np.abs(np.asarray(right[name]) - state[name].numpy()).max()) for name in state)
    assert_close(moved, lr, rtol=1e-3, what=f"the largest move in a step of {lr}, by an optimizer made for it")
    for names, what in ((MATRICES, "matrices"), ((*BIASES, "norm.weight"), "biases and gains")):
        for name in names:
            what_after = f"the {what} after a step of {lr}, by an optimizer made for 3, {name}"
            assert_close(found[name], right[name], rtol=1e-5, what=what_after)


@pytest.mark.points(6)
def test_the_warm_up(submission, rng):
    """In the warm-up the learning rate rises by equal steps from peak / W to the peak."""
    for n_warmup, n_steps, peak in [(4, 10, 1.0), (5, 9, uniform(rng, 0.1, 0.9))]:
        found = [submission.learning_rate(step, n_warmup, n_steps, peak, 0.0) for step in range(n_warmup)]
        assert_close(found, [peak * (step + 1) / n_warmup for step in range(n_warmup)], what="the learning rates")


@pytest.mark.points(8)
def test_the_cosine(submission, rng):
    """After the warm-up the learning rate falls along a cosine from the peak to the floor, and stays there."""
    for n_warmup, n_steps, peak, floor in [(0, 8, 1.0, 0.0), (3, 10, uniform(rng, 0.5, 0.9), 0.2)]:
        steps = range(n_warmup, n_steps + 1)
        found = [submission.learning_rate(step, n_warmup, n_steps, peak, floor) for step in steps]
        right = [schedule(step, n_warmup, n_steps, peak, floor) for step in steps]
        assert_close(found, right, rtol=1e-7, atol=1e-9, what="the learning rates from W to N")
    found = [submission.learning_rate(step, 3, 10, 0.8, 0.2) for step in (11, 16, 40)]
    assert_close(found, [0.2] * 3, what="the learning rates after N")


@pytest.mark.points(12)
def test_train_makes_the_steps_of_the_schedule(submission, rng):
    """train makes a step for each batch, with the rate of that step, and gives the losses."""
    state, batches = model_state(rng), tokens_of(rng, 5)
    model = build(submission, state)
    losses = submission.train(model, batches, 0.2, 2, 0.4, 0.5)
    # What a step, a rate and a group are is settled above: here the answer's own are taken.
    rates = [submission.learning_rate(step, 2, 5, 0.2, 0.02) for step in range(5)]
    right, reports = run(submission, state, batches, rates, decay=0.4, max_norm=0.5)
    assert_close(losses, [loss for loss, _ in reports], rtol=1e-6, what="the losses")
    assert_close(model.state_dict(), right.state_dict(), rtol=1e-6, what="the state dict after five steps")
    moved = np.abs(np.asarray(model.state_dict()["head.bias"]) - state["head.bias"].numpy()).min()
    assert moved > 1e-6, "train has not moved the parameters."


@pytest.mark.points(4)
def test_a_text_by_heart(submission, rng):
    """Trained on one small text, the model learns it until its loss is nearly 0."""
    model = build(submission, model_state(rng, d_model=8))
    losses = [float(loss) for loss in submission.train(model, [TEXT[:, :6]] * 24, 0.3, 3, 0.0, 5.0)]
    assert_close(losses[-1], float(loss_of(model.state_dict(), TEXT[:, :6])), atol=0.05, what="the last loss")
    assert losses[-1] < 0.1, f"the last loss is {losses[-1]:.3g}; the text isn't learnt by heart."
