"""Grades `adaptive_softmax`: torch's own module with the same weights is the oracle."""

import numpy as np
import pytest
import torch
from torch import nn

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal as normal64

# D, V, cutoffs, reduce: with 1 no cluster is narrower, which has a test of its own.
CASES = [(5, 9, [4], 1), (6, 12, [3, 5], 1), (4, 14, [2, 6, 9], 1)]


def normal(rng, *shape):
    """In float32, as tensors are that an answer makes without a dtype."""
    return normal64(rng, *shape).float()


def layer_state(rng, d_model, vocab_size, cutoffs, reduce):
    state = {"head.weight": normal(rng, cutoffs[0] + len(cutoffs), d_model)}
    for i, (low, high) in enumerate(zip(cutoffs, [*cutoffs[1:], vocab_size], strict=True)):
        d_low = max(1, d_model // reduce ** (i + 1))
        state[f"tails.{i}.down.weight"] = normal(rng, d_low, d_model)
        state[f"tails.{i}.up.weight"] = normal(rng, high - low, d_low)
    return state


def oracle(state, d_model, vocab_size, cutoffs, reduce):
    layer = nn.AdaptiveLogSoftmaxWithLoss(d_model, vocab_size, cutoffs, div_value=reduce).double()
    renamed = {"head.weight": state["head.weight"]}
    for i in range(len(cutoffs)):
        renamed[f"tail.{i}.0.weight"] = state[f"tails.{i}.down.weight"]
        renamed[f"tail.{i}.1.weight"] = state[f"tails.{i}.up.weight"]
    layer.load_state_dict(renamed)
    return layer  # in float64


def build(submission, state, d_model, vocab_size, cutoffs, reduce):
    layer = submission.AdaptiveSoftmax(d_model, vocab_size, cutoffs, reduce=reduce)
    # A bias, which is one test's matter, does nothing in the others.
    biases = {"head.bias": torch.zeros(len(state["head.weight"]))}
    lacking = sorted(set(state) - set(layer.state_dict()))
    assert not lacking, f"The state dict lacks {', '.join(lacking)}."
    surplus, _ = layer.load_state_dict(state | biases, strict=False)
    assert_equal(surplus, [], what="the names in the state dict that don't belong there")
    return layer


@pytest.mark.points(30)
def test_the_log_probabilities(submission, rng):
    """A word of the shortlist has its entry of the head, one of a cluster that of the cluster plus its own."""
    for case in CASES:
        state, x = layer_state(rng, *case), normal(rng, 4, case[0])
        right = oracle(state, *case).log_prob(x.double()).detach()
        what = f"the log-probabilities with cutoffs {case[2]}"
        assert_close(build(submission, state, *case).log_prob(x), right, rtol=1e-4, what=what)


@pytest.mark.points(10)
def test_the_sizes(submission, rng):
    """The head has a row for each word of the shortlist and each cluster; clusters get narrower; none has a bias."""
    for case in ((8, 9, [4], 2), (12, 14, [2, 6, 9], 3), (20, 15, [2, 4, 8], 4)):
        d_model, vocab_size, cutoffs, reduce = case
        right = {name: list(value.shape) for name, value in layer_state(rng, *case).items()}
        layer = submission.AdaptiveSoftmax(d_model, vocab_size, cutoffs, reduce=reduce)
        found = {name: list(value.shape) for name, value in layer.state_dict().items()}
        assert_equal(found, right, what=f"the shapes for D = {d_model}, V = {vocab_size}, cutoffs {cutoffs}")
    found = submission.AdaptiveSoftmax(20, 15, [2, 4]).state_dict()["tails.0.down.weight"]
    assert_equal(list(found.shape), [5, 20], what="the shape of tails.0.down.weight without reduce")


@pytest.mark.points(22)
def test_the_loss(submission, rng):
    """The loss is the mean of -log p(target) over all rows, frequent or rare."""
    for case in CASES:
        state, x = layer_state(rng, *case), normal(rng, 7, case[0])
        layer, right = build(submission, state, *case), oracle(state, *case)
        edges = [edge for cutoff in case[2] for edge in (cutoff - 1, cutoff)] + [case[1] - 1, 0]
        for targets in (rng.permutation(edges)[:7], rng.integers(case[2][0], case[1], size=7)):
            targets = torch.from_numpy(targets)
            rows = x[: len(targets)]
            found = layer.loss(rows, targets)
            assert_close(
                found, right(rows.double(), targets).loss.detach(), rtol=1e-4, what=f"the loss of {targets.tolist()}"
            )


@pytest.mark.points(12)
def test_only_the_clusters_of_the_targets_work(submission, rng):
    """loss calls a tail once, with as many rows as have a target in its cluster, and not at all if none has."""
    case = (6, 12, [3, 5, 8], 1)
    layer = build(submission, layer_state(rng, *case), *case)
    loss = layer.loss(normal(rng, 6, 6), torch.tensor([3, 0, 9, 4, 2, 3]))
    assert np.isfinite(float(loss)), "the loss should be finite."
    for i, count in enumerate([3, 0, 1]):
        found = list(layer.tails[submission.argument(i)].calls)
        assert_equal(
            found, [count] if count else [], what=f"the sizes of the calls of tail {i}, which {count} targets need,"
        )


@pytest.mark.points(10)
def test_the_likeliest_word(submission, rng):
    """predict gives the word with the largest probability, which need not be in the likeliest entry of the head."""
    case = (4, 8, [2, 4], 1)
    state = layer_state(rng, *case)
    state["head.weight"] = torch.eye(4)  # two words and two clusters
    state["tails.0.down.weight"] = state["tails.1.down.weight"] = torch.eye(4)
    state["tails.0.up.weight"] = torch.tensor([[0.2, 0.0, 0, 0], [0, 0, 0.3, 0]])
    state["tails.1.up.weight"] = torch.tensor([[0, 0, 0, 9.0], [0.1, 0, 0, 0], [0] * 4, [0] * 4])
    # Cluster 0 is the likeliest entry of row 0, and halved among its words; in row 2, cluster 1 beats both in one word.
    x = torch.tensor([[2.0, 1, 2.2, 0], [1, 3, 2, 0], [1, 0, 2.0, 1.8], [0, 1, 5, 2]])
    right = oracle(state, *case).log_prob(x.double()).argmax(1)
    assert_equal(build(submission, state, *case).predict(x), right, what="the words")
    case = CASES[2]
    state, x = layer_state(rng, *case), 2 * normal(rng, 6, case[0])
    right = oracle(state, *case).log_prob(x.double()).argmax(1)
    assert_equal(build(submission, state, *case).predict(x), right, what="the words")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits in the thousands give finite log-probabilities and loss."""
    case = CASES[1]
    state, x = layer_state(rng, *case), 1000 * normal(rng, 4, case[0])
    layer, right = build(submission, state, *case), oracle(state, *case)
    assert_close(layer.log_prob(x), right.log_prob(x.double()).detach(), rtol=1e-4, what="the log-probabilities")
    targets = torch.tensor([1, 4, 11, 3])
    assert_close(layer.loss(x, targets), right(x.double(), targets).loss.detach(), rtol=1e-4, what="the loss")


@pytest.mark.points(12)
def test_the_gradients(submission, rng):
    """The loss has its gradient for x, for the head, and for the tails that worked."""
    case = CASES[1]
    state, x = layer_state(rng, *case), normal(rng, 5, case[0]).requires_grad_()
    targets = torch.tensor([11, 0, 4, 3, 7])
    layer, right = build(submission, state, *case), oracle(state, *case)
    loss = layer.loss(x, targets)
    assert loss.requires_grad, "the loss has no graph."
    found = submission.grads(layer, loss, torch.tensor(1.0))
    (dx,) = torch.autograd.grad(layer.loss(x, targets), x)
    exact = x.detach().double().requires_grad_()
    wanted = torch.autograd.grad(right(exact, targets).loss, [exact, *right.parameters()])
    assert_close(dx, wanted[0], rtol=1e-4, what="the gradient of x")
    for name, gradient in zip(state, wanted[1:], strict=True):
        assert_close(found[name], gradient, rtol=1e-4, what=f"the gradient of {name}")
