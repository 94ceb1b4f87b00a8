"""Grades `moe_router`: experts by sorting in Python, weights as 1 / sums of exp of differences, slots by queues."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

LOGITS = torch.tensor([[0.5, 2.0, -1.0, 1.0], [3.0, 0.0, 2.5, -2.0], [-1.0, 0.25, 0.0, 1.5]], dtype=torch.float64)
CHOICES = torch.tensor([[0, 1], [0, 2], [1, 0], [0, 1], [2, 0], [1, 2]])
WEIGHTS = torch.tensor([[0.75, 0.25], [0.5, 0.5], [0.625, 0.375], [0.875, 0.125], [0.6, 0.4], [0.7, 0.3]]).double()


def chosen(logits, k):
    return [sorted(range(len(row)), key=lambda i, row=row: -row[i])[:k] for row in logits.tolist()]


def gates(logits, k):
    """The weights, for the given logits as a tensor with a graph."""
    rows = []
    for row, experts in zip(logits, chosen(logits, k), strict=True):
        rivals = experts if k > 1 else range(len(row))
        rows.append(torch.stack([1 / sum(torch.exp(row[j] - row[i]) for j in rivals) for i in experts]))
    return torch.stack(rows)


def slots_of(experts, n, capacity):
    queues, slots = [[] for _ in range(n)], torch.full(experts.shape, -1)
    for rank in range(experts.shape[1]):
        for token in range(experts.shape[0]):
            queue = queues[int(experts[token, rank])]
            if len(queue) < capacity:
                slots[token, rank] = len(queue)
                queue.append(token)
    return slots


def draw(rng, n_tokens, n, k):
    return torch.from_numpy(np.stack([rng.permutation(n)[:k] for _ in range(n_tokens)]))


@pytest.mark.points(2)
def test_the_dtypes(submission, rng):
    """Weights have the dtype of the logits; experts and slots are int64."""
    for dtype in (torch.float64, torch.float32):
        weights, experts = submission.top_k_gates(LOGITS.to(dtype), 2)
        kept, slots = submission.assign_slots(WEIGHTS.to(dtype), CHOICES, 3, 2)
        shapes = [list(part.shape) for part in (weights, experts, kept, slots)]
        assert_equal(shapes, [[3, 2], [3, 2], [6, 2], [6, 2]], what="the shapes of weights, experts, kept and slots")
        assert float(weights.abs().max()) > 0.1, "All weights are hardly anything."
        dtypes = [str(part.dtype) for part in (weights, experts, kept, slots)]
        right = [str(dtype), "torch.int64"] * 2
        assert_equal(dtypes, right, what="the dtypes of weights, experts, kept and slots")


@pytest.mark.points(12)
def test_the_likeliest_experts_are_chosen(submission, rng):
    """The k experts with the largest logits are chosen, the largest first."""
    for logits, k in ((LOGITS, 2), (LOGITS, 1), (normal(rng, 5, 6), 3)):
        _, experts = submission.top_k_gates(logits, k)
        assert_equal(experts, torch.tensor(chosen(logits, k)), what=f"the chosen experts for k = {k}")


@pytest.mark.points(20)
def test_the_weights_of_the_chosen_experts(submission, rng):
    """The weights are the probabilities of the chosen experts, divided by their sum."""
    for logits, k in ((LOGITS, 2), (LOGITS, 4), (normal(rng, 5, 6), 3)):
        weights, _ = submission.top_k_gates(logits, k)
        assert_close(weights, gates(logits, k), what=f"the weights for k = {k}", rtol=1e-5)


@pytest.mark.points(10)
def test_a_single_choice_keeps_its_probability(submission, rng):
    """With k = 1 the weight is the probability itself, and the router has a gradient."""
    for logits in (LOGITS, normal(rng, 4, 3)):
        leaf = logits.clone().requires_grad_()
        weights, _ = submission.top_k_gates(leaf, 1)
        assert_close(weights, gates(logits, 1), what="the weights for k = 1", rtol=1e-5)
        assert weights.requires_grad, "the weights have no graph: no gradient reaches the router."
        cotangent = normal(rng, len(logits), 1)
        (found,) = torch.autograd.grad(weights, leaf, cotangent)
        twin = logits.clone().requires_grad_()
        (wanted,) = torch.autograd.grad(gates(twin, 1), twin, cotangent)
        assert_close(found, wanted, what="the gradient of the logits", rtol=1e-5, atol=1e-5)


@pytest.mark.points(8)
def test_the_gradient_of_the_weights(submission, rng):
    """With k > 1 the gradient goes through the probabilities and their sum."""
    leaf, twin, cotangent = LOGITS.clone().requires_grad_(), LOGITS.clone().requires_grad_(), normal(rng, 3, 2)
    weights, _ = submission.top_k_gates(leaf, 2)
    assert weights.requires_grad, "the weights have no graph: no gradient reaches the router."
    (found,) = torch.autograd.grad(weights, leaf, cotangent)
    (wanted,) = torch.autograd.grad(gates(twin, 2), twin, cotangent)
    assert_close(found, wanted, what="the gradient of the logits", rtol=1e-5, atol=1e-5)
    leaf, cotangent = WEIGHTS.clone().requires_grad_(), normal(rng, 6, 2)
    kept, _ = submission.assign_slots(leaf, CHOICES, 3, 2)
    assert kept.requires_grad, "the weights kept by assign_slots have no graph: no gradient reaches the router."
    (found,) = torch.autograd.grad(kept, leaf, cotangent)
    wanted = cotangent * (slots_of(CHOICES, 3, 2) >= 0)
    assert_close(found, wanted, what="the gradient of the weights handed to assign_slots", rtol=1e-5, atol=1e-5)


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits in the thousands give finite weights."""
    logits = torch.tensor([[2000.0, 1999.0, 0.0], [-900.0, -901.0, -902.0]]).double()
    weights, _ = submission.top_k_gates(logits, 2)
    half = 1 / (1 + math.exp(-1))
    assert_close(weights, torch.tensor([[half, 1 - half]] * 2).double(), what="the weights for k = 2", rtol=1e-5)


@pytest.mark.points(10)
def test_the_capacity(submission, rng):
    """The capacity is factor N k / n, rounded up."""
    for n_tokens, n, k, factor in ((10, 4, 2, 1.0), (10, 4, 2, 1.5), (16, 8, 2, 1.25), (3, 8, 1, 1.0), (7, 3, 1, 2.0)):
        wanted = math.ceil(Fraction(factor) * n_tokens * k / n)
        found = submission.expert_capacity(n_tokens, n, k, factor)
        assert_equal(found, wanted, what=f"the capacity for {n_tokens} tokens, {n} experts, k = {k}, factor {factor}")


@pytest.mark.points(12)
def test_slots_are_given_out_in_order(submission, rng):
    """With room for all, the choices of an expert have the slots 0, 1, 2, ... in the order in which they are served."""
    for experts in (CHOICES[:, :1], draw(rng, 7, 3, 1)):
        _, slots = submission.assign_slots(torch.ones(experts.shape).double(), experts, 3, 9)
        assert_equal(slots, slots_of(experts, 3, 9), what="the slots of first choices")


@pytest.mark.points(10)
def test_first_choices_come_first(submission, rng):
    """All first choices are served before any second choice."""
    for experts, n in ((CHOICES, 3), (draw(rng, 6, 4, 3), 4)):
        _, slots = submission.assign_slots(torch.ones(experts.shape).double(), experts, n, 99)
        assert_equal(slots, slots_of(experts, n, 99), what="the slots of all choices")


@pytest.mark.points(12)
def test_full_experts_drop(submission, rng):
    """A choice whose expert is full has the slot -1 and the weight 0; the other weights stay as they are."""
    experts, found = torch.tensor([[0], [0], [1], [0], [0], [1]]), {}
    for capacity in (2, 1):
        found[capacity], slots = submission.assign_slots(WEIGHTS[:, :1], experts, 3, capacity)
        assert_equal(slots, slots_of(experts, 3, capacity), what=f"the slots with a capacity of {capacity}")
    # Of two choices one may be dropped: the weight of the other stays as it is.
    kept, _ = submission.assign_slots(WEIGHTS[:2], torch.tensor([[0, 1], [0, 2]]), 3, 1)
    assert_close(kept, torch.tensor([[0.75, 0.25], [0.0, 0.5]]).double(), what="the weights of two tokens", rtol=1e-5)
    for capacity, kept in found.items():
        wanted = WEIGHTS[:, :1] * (slots_of(experts, 3, capacity) >= 0)
        assert_close(kept, wanted, what=f"the weights with a capacity of {capacity}", rtol=1e-5)
