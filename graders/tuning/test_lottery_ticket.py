"""Grades `lottery_ticket`: magnitudes are made from ranks that are known; training is a script that takes notes."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal, random_mask


def ranked(rng, shape, order=None):
    """A tensor of both signs whose magnitudes have this order, 0 for the smallest."""
    n = int(np.prod(shape))
    order = rng.permutation(n) if order is None else order
    values = (1.0 + order + rng.uniform(0, 0.4, size=n)) * rng.choice([-1.0, 1.0], size=n)
    return torch.from_numpy(values.reshape(shape)), order


def step(w, g, v, mask, lr, m, d):
    """One number after the other."""
    out = []
    for a, b, c, keep in zip(
        w.flatten().tolist(), g.flatten().tolist(), v.flatten().tolist(), mask.flatten().tolist(), strict=True
    ):
        velocity = m * c + b + d * a if keep else 0.0
        out.append([a - lr * velocity if keep else 0.0, velocity])
    return [torch.tensor(part, dtype=w.dtype).reshape(w.shape) for part in zip(*out, strict=True)]


def check_step(submission, rng, lr, m, d, pruned=True, begun=True):
    names = {"a": (3, 4), "b": (4,)}
    weights, grads, velocities = ({name: normal(rng, *shape) for name, shape in names.items()} for _ in range(3))
    masks = {name: random_mask(rng, *shape) for name, shape in names.items()}
    if begun:  # what is pruned is 0 already
        weights = {name: value * masks[name] for name, value in weights.items()}
    options = (lr, m, d) if m or d else (lr,)
    found = submission.masked_step(weights, grads, velocities, masks, *options)
    assert_equal(len(found), 2, what="the number of dicts")
    for name, mask in masks.items():
        right = step(weights[name], grads[name], velocities[name], mask, lr, m, d)
        for part, value, what in zip(found, right, ("weight", "velocity"), strict=True):
            where = mask if not pruned else torch.ones_like(mask)
            text = f"the {what} {name}" + ("" if pruned else " where nothing is pruned")
            assert_close(part[name][where], value[where], rtol=1e-6, atol=1e-9, what=text)


@pytest.mark.points(12)
def test_a_step_of_sgd(submission, rng):
    """What isn't pruned moves by the learning rate times the velocity, with momentum and weight decay."""
    for lr, m, d in ((0.1, 0.0, 0.0), (0.2, 0.7, 0.0), (0.3, 0.4, 0.5)):
        check_step(submission, rng, lr, m, d, pruned=False)


@pytest.mark.points(14)
def test_pruned_weights_stay_0(submission, rng):
    """Pruned weights and their velocities are 0 after a step, whatever their gradients and velocities were."""
    check_step(submission, rng, 0.1, 0.0, 0.0)
    check_step(submission, rng, 0.2, 0.6, 0.3)
    check_step(submission, rng, 0.2, 0.6, 0.3, begun=False)


@pytest.mark.points(18)
def test_the_smallest_go(submission, rng):
    """The share of a tensor with the smallest magnitudes goes; each tensor is ranked by itself."""
    sizes = {"a": (2, 4), "b": (4, 3)}
    weights, orders = {}, {}
    for name, shape in sizes.items():
        weights[name], orders[name] = ranked(rng, shape)
    weights["b"] = weights["b"] * 100
    masks = {name: torch.ones(shape, dtype=torch.bool) for name, shape in sizes.items()}
    for rate in (0.25, 0.5):
        found = submission.prune(weights, masks, rate)
        for name, shape in sizes.items():
            right = torch.from_numpy(orders[name] >= rate * len(orders[name])).reshape(shape)
            assert_equal(found[name], right, what=f"the mask of {name} for the rate {rate}")


@pytest.mark.points(14)
def test_the_share_of_what_is_left(submission, rng):
    """In later rounds the share is that of the weights that are still there, and what was pruned stays pruned."""
    order = rng.permutation(20)
    for factor in (1.0, 0.0):
        weight = ranked(rng, (4, 5), order)[0].abs() / 100
        mask = torch.from_numpy(order >= 6).reshape(4, 5)
        large = torch.where(mask, weight, factor * (1000.0 + weight))  # what stands at pruned places has no meaning
        found = submission.prune({"w": large}, {"w": mask}, 0.5)["w"]
        right = torch.from_numpy(order >= 13).reshape(4, 5)
        assert_equal(found, right, what=f"the mask where pruned places hold {factor * 1000:g}")
    mask = torch.tensor([[True, False, True, False]])
    found = submission.prune({"w": torch.tensor([[3.0, 0.0, 0.0, 0.0]])}, {"w": mask}, 0.5)["w"]
    right = torch.tensor([[True, False, False, False]])
    assert_equal(found, right, what="the mask where a weight that is left is 0, as are those pruned before")


@pytest.mark.points(4)
def test_the_number_is_rounded_down(submission, rng):
    """floor(rate * n) weights go: none for a small share of few, all for a rate of 1."""
    weight, order = ranked(rng, (1, 7))
    weight = weight.abs()
    mask = torch.ones(1, 7, dtype=torch.bool)
    for rate, gone in ((0.1, 0), (0.5, 3), (0.85, 5), (1.0, 7)):
        right = torch.from_numpy(order >= gone).reshape(1, 7)
        assert_equal(
            submission.prune({"w": weight}, {"w": mask}, rate)["w"], right, what=f"the mask for the rate {rate}"
        )
    found = submission.prune({"w": weight}, {"w": ~mask}, 0.5)["w"]
    assert_equal(found, ~mask, what="the mask where nothing is left to prune")


@pytest.mark.points(4)
def test_equal_magnitudes(submission):
    """Of equal magnitudes those with the lower index go first."""
    mask = torch.ones(1, 40, dtype=torch.bool)
    found = submission.prune({"w": torch.ones(1, 40)}, {"w": mask}, 0.5)["w"]
    assert_equal(found, (torch.arange(40) >= 20)[None], what="the mask of 40 equal magnitudes, of which 20 go")
    weight = torch.tensor([[2.0, 1.0, 3.0, 1.0, 1.0, 1.0, 1.0, 4.0]])
    found = submission.prune({"w": weight}, {"w": torch.ones(1, 8, dtype=torch.bool)}, 0.375)["w"]
    right = torch.tensor([[True, False, True, False, False, True, True, True]])
    assert_equal(found, right, what="the mask of five equal magnitudes, of which three go")


@pytest.mark.points(6)
def test_biases_stay(submission, rng):
    """Tensors with one axis are never pruned; those with three are."""
    weights = {"bias": normal(rng, 6), "conv": ranked(rng, (2, 2, 3), np.arange(12))[0].abs()}
    masks = {name: torch.ones(value.shape, dtype=torch.bool) for name, value in weights.items()}
    found = submission.prune(weights, masks, 0.5)
    assert_equal(found["bias"], masks["bias"], what="the mask of the bias")
    assert_equal(found["conv"], (torch.arange(12) >= 6).reshape(2, 2, 3), what="the mask of a tensor with three axes")


@pytest.mark.points(28)
def test_rounds_begin_with_the_initial_weights(submission, rng):
    """Each round trains the initial weights under the masks so far, and the ticket is made of them too."""
    order = rng.permutation(16)
    initial = {"w": normal(rng, 4, 4), "b": normal(rng, 3)}
    trained = [{"w": ranked(rng, (4, 4), order)[0].abs(), "b": normal(rng, 3)} for _ in range(3)]
    seen = []

    def train(weights, masks):
        seen.append((weights, masks))
        return trained[len(seen) - 1]

    masks, ticket = submission.find_ticket(initial, submission.callback(train, limit=3), 0.5, 3)
    assert_equal(len(seen), 3, what="the number of trainings")
    for n, (weights, given) in enumerate(seen):
        mask = torch.from_numpy(order >= (0, 8, 12)[n]).reshape(4, 4)
        assert_equal(given["w"], mask, what=f"the mask of round {n + 1}")
        assert_equal(weights["w"], initial["w"] * mask, what=f"the weights that round {n + 1} begins with")
        assert_equal(weights["b"], initial["b"], what=f"the biases that round {n + 1} begins with")
    mask = torch.from_numpy(order >= 14).reshape(4, 4)
    assert_equal(masks["w"], mask, what="the last mask")
    assert_equal(masks["b"], torch.ones(3, dtype=torch.bool), what="the mask of the biases")
    assert_equal(ticket, {"w": initial["w"] * mask, "b": initial["b"]}, what="the ticket")
    masks, ticket = submission.find_ticket(initial, submission.callback(train, limit=1), 0.5, 0)
    assert_equal(masks["w"], torch.ones(4, 4, dtype=torch.bool), what="the mask after no rounds")
    assert_equal(ticket, initial, what="the ticket after no rounds")
