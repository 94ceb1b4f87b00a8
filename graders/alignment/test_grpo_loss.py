"""Grades `grpo_loss`: the oracle goes from token to token in Python's floats, by cases, with its gradient."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

ADVANTAGES = torch.tensor([1.5, -1.0, -0.5, 2.0], dtype=torch.float64)
MASK = torch.tensor([[1, 1, 1, 1, 1], [0, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 0, 1, 1, 1]], dtype=torch.bool)
ALL = torch.ones(4, 5, dtype=torch.bool)


def tokens(rng):
    """Policy, old policy and reference: ratios within the range and on both sides of it."""
    old = -normal(rng, 4, 5).abs() - 0.25
    shift = torch.tensor([0.75, -0.75, 0.1, -0.1, 0.5], dtype=torch.float64)
    return old + shift + 0.05 * normal(rng, 4, 5), old, old + 0.5 * normal(rng, 4, 5)


def expected(logp, old, ref, advantages, mask, clip, beta):
    """The loss and its gradient."""
    slopes, rows = np.zeros(tuple(logp.shape)), []
    for i, a in enumerate(advantages.tolist()):
        terms = []
        chosen = [t for t in range(logp.shape[1]) if mask[i, t]]
        for t in chosen:
            ratio = math.exp(float(logp[i, t]) - float(old[i, t]))
            d = float(logp[i, t]) - float(ref[i, t])
            gone = ratio > 1 + clip if a > 0 else ratio < 1 - clip
            bound = (1 + clip if a > 0 else 1 - clip) if gone else ratio
            terms.append(bound * a - beta * (math.expm1(-d) + d))
            slopes[i, t] = (0.0 if gone else ratio * a) + beta * math.expm1(-d)
            slopes[i, t] /= -len(chosen) * len(advantages)
        rows.append(math.fsum(terms) / len(terms))
    return -math.fsum(rows) / len(rows), torch.from_numpy(slopes)


def check(submission, *args, what="the loss"):
    assert_close(submission.grpo_loss(*args), expected(*args)[0], what=what, rtol=1e-6)


@pytest.mark.points(16)
def test_advantages_within_each_group(submission, rng):
    """The advantage of an answer is its reward minus the mean of its group, over the group's standard deviation."""
    fixed = torch.tensor([[1.0, 0.0, 0.0, 3.0], [-2.0, 4.0, 9.0, 5.0]], dtype=torch.float64)
    for rewards, eps in ((fixed[:1], 0.25), (fixed, 0.25), (3 * normal(rng, 3, 5), uniform(rng, 0.1, 0.5))):
        rows = [[(x - np.mean(row)) / (np.std(row) + eps) for x in row] for row in rewards.tolist()]
        found = submission.group_advantages(rewards, eps=eps)
        assert_close(found, torch.tensor(rows, dtype=torch.float64), what="the advantages", rtol=1e-6)


@pytest.mark.points(6)
def test_a_group_without_differences(submission, rng):
    """Equal rewards give advantages of 0, never nan; another group isn't touched."""
    rewards = torch.tensor([[7.0, 7.0, 7.0], [1.0, 2.0, 6.0], [0.1, 0.1, 0.1]], dtype=torch.float64)
    found = submission.group_advantages(rewards)
    assert_equal(list(found.shape), [3, 3], what="the shape of the advantages")
    assert bool(found[1].detach().numpy().any()), "the advantages of a group with differences are 0."
    assert_close(found[[0, 2]], torch.zeros(2, 3).double(), what="the advantages of equal rewards", atol=1e-9)


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """The advantages have the dtype of the rewards, and the loss that of the log-probabilities."""
    for dtype in (torch.float64, torch.float32):
        args = [x.to(dtype) for x in (*tokens(rng), ADVANTAGES)]
        results = submission.group_advantages(args[0]), submission.grpo_loss(*args, MASK, 0.25, 0.5)
        assert_equal([list(x.shape) for x in results], [[4, 5], []], what="the shapes of advantages and loss")
        assert results[0].numpy().any(), "the advantages are 0 throughout."
        assert_equal([str(x.dtype) for x in results], [str(dtype)] * 2, what="the dtypes of advantages and loss")


@pytest.mark.points(22)
def test_the_clipped_terms(submission, rng):
    """With beta = 0 the loss is minus the mean of the clipped terms r A, token by token."""
    # At once: with an advantage of one sign alone, different ways to clip look the same.
    logp, old, ref = tokens(rng)
    alone = [[*(x[i : i + 1] for x in (logp, old, ref, ADVANTAGES, ALL)), 0.25, 0.0] for i in range(4)]
    found = [submission.grpo_loss(*args) for args in alone]
    what = "the losses of single answers with the advantages 1.5, -1, -0.5 and 2"
    assert_close(found, [expected(*args)[0] for args in alone], what=what, rtol=1e-6)
    check(submission, *tokens(rng), ADVANTAGES, ALL, uniform(rng, 0.15, 0.45), 0.0)


@pytest.mark.points(14)
def test_the_penalty(submission, rng):
    """With beta above 0, beta times k3 towards the reference is added to the loss."""
    logp, old, ref = tokens(rng)
    for beta in (0.5, uniform(rng, 0.1, 0.9)):
        check(submission, logp, old, ref, 0 * ADVANTAGES, ALL, 0.25, beta, what="the loss of advantages of 0")
    check(submission, old + 0.1, old, ref, ADVANTAGES, ALL, 0.25, 0.5, what="the loss where nothing is clipped")


@pytest.mark.points(12)
def test_each_answer_weighs_the_same(submission, rng):
    """The tokens of an answer are averaged first, those of the mask alone, and the answers then."""
    _, old, ref = tokens(rng)
    logp = old + torch.from_numpy(rng.uniform(-0.2, 0.2, size=(4, 5)))  # nothing is clipped
    for beta in (0.0, 0.5):
        check(submission, logp, old, ref, ADVANTAGES, MASK, 0.25, beta, what=f"the loss with beta={beta}")


@pytest.mark.points(4)
def test_other_positions_have_no_influence(submission, rng):
    """What stands at other positions has no influence on the loss or its gradient, however large it is."""

    def with_gradient(logp, old, ref):
        leaf = logp.clone().requires_grad_()
        loss = submission.grpo_loss(leaf, old, ref, ADVANTAGES, MASK, 0.25, 0.5)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
        return loss.detach(), torch.autograd.grad(loss, leaf)[0]

    logp, old, ref = tokens(rng)
    value, slopes = with_gradient(*(x.masked_fill(~MASK, -1.0) for x in (logp, old, ref)))
    assert slopes[MASK].numpy().any(), "the gradient is 0 at all tokens."
    found = with_gradient(logp, old.masked_fill(~MASK, -2000.0), ref.masked_fill(~MASK, 2000.0))
    # The gradient first: where the loss is right, it alone may be nan.
    finite = np.isfinite(found[1].numpy()).all()
    assert finite, "the gradient holds nan: something overflows at other positions, and inf * 0 is nan."
    assert_close(found[1][MASK], slopes[MASK], rtol=1e-6, what="the gradient with 2000 and -2000 at other positions")
    assert_close(found[1][~MASK], 0 * slopes[~MASK], atol=1e-9, what="the gradient of other positions")
    assert_close(found[0], value, rtol=1e-6, what="the loss with 2000 and -2000 at other positions")


@pytest.mark.points(16)
def test_the_gradient(submission, rng):
    """Clipped tokens keep the gradient of the penalty alone, all others have that of r A too, and the rest none."""
    for beta in (0.0, 0.5):
        logp, old, ref = tokens(rng)
        leaf = logp.clone().requires_grad_()
        loss = submission.grpo_loss(leaf, old, ref, ADVANTAGES, ALL, 0.25, beta)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
        (found,) = torch.autograd.grad(loss, leaf)
        wanted = expected(logp, old, ref, ADVANTAGES, ALL, 0.25, beta)[1]
        assert_close(found, wanted, what=f"the gradient with beta={beta}", rtol=1e-6)


@pytest.mark.points(4)
def test_the_first_step_has_a_gradient(submission, rng):
    """Where the old policy is still the policy itself, r is 1 and its gradient isn't 0."""
    logp, _, ref = tokens(rng)
    leaf = logp.clone().requires_grad_()
    loss = submission.grpo_loss(leaf, logp, ref, ADVANTAGES, ALL, 0.25, 0.0)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
    (found,) = torch.autograd.grad(loss, leaf)
    assert_close(found, -(ADVANTAGES[:, None] / 20).expand(4, 5), what="the gradient", rtol=1e-6)


@pytest.mark.points(4)
def test_what_is_constant_gets_no_gradient(submission, rng):
    """Old and reference log-probabilities and advantages get no gradient."""
    leaves = [x.requires_grad_() for x in (*tokens(rng), ADVANTAGES.clone())]
    loss = submission.grpo_loss(*leaves, ALL, 0.25, 0.5)
    assert_equal(list(loss.shape), [], what="the shape of the loss")
    gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    assert gradients[0] is not None, "no gradient reaches the policy."
    for name, gradient in zip(("old_log_probs", "ref_log_probs", "advantages"), gradients[1:], strict=True):
        assert gradient is None or not gradient.any(), f"{name} gets a gradient."
    advantages = submission.group_advantages(normal(rng, 2, 3).requires_grad_())
    assert_equal(list(advantages.shape), [2, 3], what="the shape of the advantages")
    assert not advantages.requires_grad, "the advantages have a graph."
