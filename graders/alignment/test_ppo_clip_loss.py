"""Grades `ppo_clip_loss`: the oracle decides step by step, by cases, whether the clamped term counts."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

# Ratios inside of the range, above and below it, each with both signs of the advantage.
RATIOS = torch.tensor([1.1, 0.9, 2.0, 2.5, 0.25, 0.5], dtype=torch.float64)
ADVANTAGES = torch.tensor([1.5, -2.0, 3.0, -1.0, 0.5, -4.0], dtype=torch.float64)
OLD = torch.tensor([-1.0, -0.5, -2.0, -3.0, -0.25, -1.5], dtype=torch.float64)
LOGP = OLD + RATIOS.log()
V = torch.tensor([2.0, -1.0, 0.5, 3.0, 1.0], dtype=torch.float64)
V_OLD = torch.tensor([0.0, -0.75, 2.0, 2.75, 1.0], dtype=torch.float64)
R = torch.tensor([3.0, 0.0, 0.25, 1.0, 4.0], dtype=torch.float64)


def trapped(ratio, advantage, clip):
    """Whether the clamped term is the smaller one: further on there is nothing to gain."""
    return (advantage > 0 and ratio > 1 + clip) or (advantage < 0 and ratio < 1 - clip)


def policy_terms(log_probs, old, advantages, clip):
    """For each step its loss and the gradient of that."""
    losses, slopes = [], []
    for logp, logq, a in zip(log_probs.tolist(), old.tolist(), advantages.tolist(), strict=True):
        ratio = math.exp(logp) / math.exp(logq)
        if trapped(ratio, a, clip):
            losses.append(-(1 + math.copysign(clip, ratio - 1)) * a)
            slopes.append(0.0)
        else:
            losses.append(-ratio * a)
            slopes.append(-ratio * a)
    return np.array(losses), torch.tensor(slopes, dtype=torch.float64)


def value_terms(values, old, returns, clip):
    losses, slopes = [], []
    for v, v_old, r in zip(values.tolist(), old.tolist(), returns.tolist(), strict=True):
        clipped = v if clip is None else min(max(v, v_old - clip), v_old + clip)
        further = abs(clipped - r) > abs(v - r)
        losses.append(0.5 * max(abs(clipped - r), abs(v - r)) ** 2)
        slopes.append(0.0 if further else v - r)
    return np.array(losses), torch.tensor(slopes, dtype=torch.float64)


def some_steps(rng, n):
    old = -normal(rng, n).abs() - 0.1
    return old + 0.6 * normal(rng, n), old, 2 * normal(rng, n)


def whole(rng, n, k):
    logits, values = 1.5 * normal(rng, n, k), normal(rng, n)
    batch = {"actions": torch.from_numpy(rng.integers(k, size=n)), "old_log_probs": -normal(rng, n).abs() - 0.5}
    batch |= {"old_values": values + normal(rng, n), "advantages": normal(rng, n), "returns": 2 * normal(rng, n)}
    return logits, values, batch


@pytest.mark.points(26)
def test_the_clipped_surrogate(submission, rng):
    """The policy's loss is minus the mean of min(r A, clamp(r, 1 - c, 1 + c) A)."""
    # At once: with one step alone, different ways to clip look the same.
    alone = [[x[i : i + 1] for x in (LOGP, OLD, ADVANTAGES)] for i in range(6)]
    found = [submission.policy_loss(*step, 0.25) for step in alone]
    wanted = [float(policy_terms(*step, 0.25)[0].mean()) for step in alone]
    assert_close(found, wanted, what=f"the losses of single steps with the ratios {RATIOS.tolist()}", rtol=1e-6)
    steps, clip = some_steps(rng, 9), uniform(rng, 0.1, 0.4)
    wanted = policy_terms(*steps, clip)[0].mean()
    assert_close(submission.policy_loss(*steps, clip), wanted, what="the loss of nine steps", rtol=1e-6)


@pytest.mark.points(12)
def test_the_gradient_of_the_policy(submission, rng):
    """Steps that have gone far enough have no gradient; all others have that of -r A / N."""
    for (logp, old, a), clip in (((LOGP, OLD, ADVANTAGES), 0.25), (some_steps(rng, 9), uniform(rng, 0.1, 0.4))):
        leaf = logp.clone().requires_grad_()
        loss = submission.policy_loss(leaf, old, a, clip)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
        (found,) = torch.autograd.grad(loss, leaf)
        assert_close(
            found, policy_terms(logp, old, a, clip)[1] / len(a), what="the gradient of the log-probabilities", rtol=1e-6
        )


@pytest.mark.points(8)
def test_the_squared_error_of_the_critic(submission, rng):
    """Without clip the value loss is the mean of (V - R)^2 / 2."""
    for values, returns in ((V, R), (normal(rng, 4), normal(rng, 4))):
        found = submission.value_loss(values, V_OLD[: len(values)], returns)
        assert_close(
            found, 0.5 * float(np.mean((values.numpy() - returns.numpy()) ** 2)), what="the value loss", rtol=1e-6
        )


@pytest.mark.points(14)
def test_the_clipped_value_loss(submission, rng):
    """With clip each value may leave its old one by c only, and the larger of both squared errors counts."""
    # In the first pair the plain errors have the larger mean, in the second the clipped ones: neither mean counts, nor
    # the larger of both, since each step has its own larger error.
    targets = torch.tensor([[3.0, 0.0], [3.0, 1.0]], dtype=torch.float64)
    moved, old = torch.tensor([[2.0, 3.0], [0.0, 1.0]], dtype=torch.float64)
    found = [submission.value_loss(moved, old, goals, clip=0.5) for goals in targets]
    wanted = [float(value_terms(moved, old, goals, 0.5)[0].mean()) for goals in targets]
    assert_close(found, wanted, what="the clipped value losses of two steps with different returns", rtol=1e-6)
    drawn = normal(rng, 6), normal(rng, 6), 2 * normal(rng, 6)
    for data, clip in (((V, V_OLD, R), 0.5), (drawn, uniform(rng, 0.2, 0.6))):
        leaf = data[0].clone().requires_grad_()
        loss = submission.value_loss(leaf, *data[1:], clip=clip)
        losses, slopes = value_terms(*data, clip)
        assert_close(loss, losses.mean(), what="the clipped value loss", rtol=1e-6)
        assert loss.requires_grad, "the value loss has no graph: no gradient reaches the values."
        (found,) = torch.autograd.grad(loss, leaf)
        assert_close(found, slopes / len(slopes), what="the gradient of the values", rtol=1e-6)


@pytest.mark.points(8)
def test_the_clip_fraction(submission, rng):
    """The share of steps whose ratio is further than c from 1, above or below, whatever their advantages are."""
    # The logarithm of 1.6 is less than 0.5 and that of 0.55 more than that below 0: it is the ratio that counts. The
    # inverse of 1.8 is within the range, and that of 0.64 isn't.
    near = torch.tensor([1.6, 1.55, 0.55, 0.9, 1.8, 0.64], dtype=torch.float64)
    cases = [(RATIOS, 0.25), (RATIOS, 0.8), (near, 0.5), (near[4:5], 0.5)]
    wanted = [sum(abs(ratio - 1) > clip for ratio in ratios.tolist()) / len(ratios) for ratios, clip in cases]
    found = [submission.clip_fraction(OLD[: len(r)] + r.log(), OLD[: len(r)], clip) for r, clip in cases]
    assert_close(found, wanted, what="the fractions of three rows and of a single step", rtol=1e-6)


@pytest.mark.points(20)
def test_the_whole_loss(submission, rng):
    """The loss is policy + value_coef * value - entropy_coef * entropy, with the log-probabilities of the actions."""
    clip = 0.25
    for coefficients in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.75, 0.25)):
        logits, values, batch = whole(rng, 5, 3)
        logp = torch.stack([row - torch.logsumexp(row, dim=0) for row in logits])
        taken = torch.stack([logp[i, a] for i, a in enumerate(batch["actions"].tolist())])
        entropy = -(logp.exp() * logp).sum() / 5
        policy = policy_terms(taken, batch["old_log_probs"], batch["advantages"], clip)[0].mean()
        value = value_terms(values, batch["old_values"], batch["returns"], clip)[0].mean()
        wanted = policy + coefficients[0] * value - coefficients[1] * float(entropy)
        found = submission.ppo_clip_loss(logits, values, batch, clip, *coefficients)
        what = "the loss with value_coef={} and entropy_coef={}".format(*coefficients)
        assert_close(found, wanted, what=what, rtol=1e-6)


@pytest.mark.points(4)
def test_the_entropy_of_sure_policies(submission, rng):
    """Large logits give a finite entropy: near 0 for one choice, log 2 for two."""
    logits = torch.tensor([[900.0, -900.0, 0.0], [0.0, -2000.0, 0.0], [-900.0, -900.0, 900.0]]).double()
    _, values, batch = whole(rng, 3, 3)
    batch |= {"advantages": torch.zeros(3).double(), "actions": torch.tensor([0, 2, 2])}
    found = submission.ppo_clip_loss(logits, values, batch, 0.25, 0.0, 1.0)
    assert_close(found, -math.log(2) / 3, what="the loss that is minus the entropy", rtol=1e-11)


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """The losses have the dtype of the log-probabilities, logits or values; the clip fraction is a Python float."""
    for dtype in (torch.float64, torch.float32):
        policy, values = [x.to(dtype) for x in (LOGP, OLD, ADVANTAGES)], [x.to(dtype) for x in (V, V_OLD, R)]
        logits, critic, batch = whole(rng, 5, 3)
        batch |= {name: x.to(dtype) for name, x in batch.items() if x.is_floating_point()}
        found = [
            submission.policy_loss(*policy, 0.25),
            submission.value_loss(*values, clip=0.25),
            submission.ppo_clip_loss(logits.to(dtype), critic.to(dtype), batch, 0.25, 0.5, 0.25),
        ]
        assert_equal([list(x.shape) for x in found], [[]] * 3, what="the shapes of the losses")
        assert all(float(x) for x in found), "a loss is 0."
        what = "the dtypes of the policy's loss, the critic's and the whole one"
        assert_equal([str(x.dtype) for x in found], [str(dtype)] * 3, what=what)
    share = submission.clip_fraction(LOGP, OLD, 0.25)
    assert isinstance(share, float), "the clip fraction should be a Python float, as .item() makes one of a tensor."


@pytest.mark.points(6)
def test_what_is_constant_gets_no_gradient(submission, rng):
    """Logits, by their entropy too, and values have gradients; old ones, advantages and returns have none."""
    logits, values, batch = whole(rng, 5, 3)
    leaves = [logits.requires_grad_(), values.requires_grad_()]
    constants = ["old_log_probs", "old_values", "advantages", "returns"]
    batch["old_values"] = values.detach() + 0.125  # within the range
    leaves += [batch[name].clone().requires_grad_() for name in constants]
    batch |= dict(zip(constants, leaves[2:], strict=True))
    loss = submission.ppo_clip_loss(*leaves[:2], batch, 0.25, 0.5, 0.25)
    assert_equal(list(loss.shape), [], what="the shape of the loss")
    gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    for gradient in gradients[:2]:
        assert gradient is not None, "the logits or the values get no gradient."
        assert gradient.any(), "the logits or the values get no gradient."
    for name, gradient in zip(constants, gradients[2:], strict=True):
        assert gradient is None or not gradient.any(), f"{name} gets a gradient."
    # The entropy alone: without advantages nothing else moves the logits.
    alone = batch | {name: batch[name].detach() for name in constants} | {"advantages": torch.zeros(5).double()}
    loss = submission.ppo_clip_loss(logits, values.detach(), alone, 0.25, 0.0, 1.0)
    assert loss.requires_grad, "the entropy gives the logits no gradient."
    (gradient,) = torch.autograd.grad(loss, logits)
    assert gradient.any(), "the entropy gives the logits no gradient."
    # Values that have left the range, further away from their targets than within it.
    old, ends = torch.zeros(3).double().requires_grad_(), torch.tensor([3.0, -4.0, 5.0]).double()
    loss = submission.value_loss(ends / 2, old, ends, clip=0.25)
    if loss.requires_grad:
        (gradient,) = torch.autograd.grad(loss, old, allow_unused=True)
        assert gradient is None or not gradient.any(), "The old values get a gradient where they are clipped."
