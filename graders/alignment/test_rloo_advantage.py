"""Grades `rloo_advantage`: leaves each answer out in turn; the expectation over all groups is the exact gradient."""

import itertools

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

REWARDS = torch.tensor([[1.0, 0.0, 0.0, 5.0], [-2.0, 4.0, 4.0, 3.0]], dtype=torch.float64)


def expected(rewards):
    rows = [[row[i] - np.mean(np.delete(row, i)) for i in range(len(row))] for row in rewards.detach().numpy()]
    return torch.tensor(np.array(rows))


@pytest.mark.points(6)
def test_the_scale_of_the_rewards(submission, rng):
    """Rewards that are twice as large give advantages twice as large: no standard deviation divides them."""
    rewards = normal(rng, 1, 4) + 20.0
    one, other = (np.asarray(submission.rloo_advantage(factor * rewards).detach()) for factor in (1, 2))
    assert_equal(list(one.shape), [1, 4], what="the shape of the advantages")
    assert one.any(), "all advantages are 0, though the rewards differ."
    assert np.abs(one).max() < 14, "the advantages still hold what all rewards have in common."
    assert not np.allclose(one, other, rtol=0.05), "Rewards twice as large give the same advantages: they are divided."
    assert_close(other, 2 * one, rtol=1e-6, what="the advantages of rewards twice as large")


@pytest.mark.points(30)
def test_the_others_are_the_baseline(submission, rng):
    """The advantage of an answer is its reward minus the mean reward of the other answers of one group."""
    for rewards in (REWARDS[:1], REWARDS[1:, :3], 3 * normal(rng, 1, 5)):
        assert_close(submission.rloo_advantage(rewards), expected(rewards), what="the advantages", rtol=1e-6)


@pytest.mark.points(12)
def test_groups_are_apart(submission, rng):
    """Each group has a baseline of its own; two answers are each other's baseline."""
    for rewards in (REWARDS, normal(rng, 3, 2) + torch.tensor([[0.0], [9.0], [-5.0]])):
        assert_close(submission.rloo_advantage(rewards), expected(rewards), what="the advantages", rtol=1e-6)


@pytest.mark.points(12)
def test_the_gradient_is_unbiased(submission, rng):
    """Averaged over all groups that can be drawn, the gradient is that of the expected reward."""
    p = torch.tensor([0.5, 0.25, 0.25], dtype=torch.float64)
    worth = torch.from_numpy(rng.normal(size=3) + np.array([2.0, 0.0, -1.0]))
    groups = torch.tensor(list(itertools.product(range(3), repeat=2)))
    advantages = np.asarray(submission.rloo_advantage(worth[groups]).detach())
    assert_equal(list(advantages.shape), [9, 2], what="the shape of the advantages")
    assert_close(advantages.sum(axis=1), np.zeros(9), what="the sum of a group's advantages", atol=1e-6)
    weights = p[groups].prod(dim=1).numpy()
    score = (torch.eye(3, dtype=torch.float64)[groups] - p).numpy()  # the gradient of log p for the logits
    found = np.einsum("g,gi,gik->k", weights, advantages, score) / 2
    exact = (p * (worth - (p * worth).sum())).numpy()
    assert_close(found, exact, what="the mean gradient for the logits of three answers", rtol=1e-6, atol=1e-9)


@pytest.mark.points(16)
def test_the_loss(submission, rng):
    """The loss is minus the mean of advantage times log-probability, over all answers of all prompts."""
    for rewards in (REWARDS, REWARDS[:1], normal(rng, 3, 2)):
        log_probs = -normal(rng, *rewards.shape).abs() - 1.0
        own = np.asarray(submission.rloo_advantage(rewards).detach())
        assert_equal(own.shape, tuple(rewards.shape), what="the shape of the advantages")
        assert own.any(), "all advantages are 0, though the rewards differ."
        wanted = -float((own * log_probs.numpy()).mean())
        assert_close(submission.rloo_loss(log_probs, rewards), wanted, what="the loss", rtol=1e-6)


@pytest.mark.points(12)
def test_the_gradient_of_the_policy(submission, rng):
    """The gradient of a log-probability is minus its advantage over the number of answers."""
    for rewards in (REWARDS, normal(rng, 2, 3)):
        leaf = (-normal(rng, *rewards.shape).abs()).requires_grad_()
        loss = submission.rloo_loss(leaf, rewards)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
        (found,) = torch.autograd.grad(loss, leaf)
        own = np.asarray(submission.rloo_advantage(rewards).detach())
        assert_equal(own.shape, tuple(rewards.shape), what="the shape of the advantages")
        assert own.any(), "all advantages are 0, though the rewards differ."
        assert_close(found, torch.from_numpy(-own / own.size), what="the gradient of the log-probabilities", rtol=1e-6)


@pytest.mark.points(6)
def test_rewards_are_constants(submission, rng):
    """The advantages have no graph, and the loss gives the rewards no gradient."""
    rewards = REWARDS.clone().requires_grad_()
    found = submission.rloo_advantage(rewards)
    assert_equal(list(found.shape), [2, 4], what="the shape of the advantages")
    assert not found.requires_grad, "the advantages have a graph."
    leaf = (-normal(rng, 2, 4).abs()).requires_grad_()
    loss = submission.rloo_loss(leaf, rewards)
    gradients = torch.autograd.grad(loss, [leaf, rewards], allow_unused=True)
    assert gradients[1] is None or not gradients[1].any(), "the rewards get a gradient."


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """Advantages and loss have the dtype of the arguments."""
    for dtype in (torch.float64, torch.float32):
        rewards = REWARDS.to(dtype)
        found = [
            submission.rloo_advantage(rewards),
            submission.rloo_loss(-1 - normal(rng, 2, 4).abs().to(dtype), rewards),
        ]
        assert_equal([list(x.shape) for x in found], [[2, 4], []], what="the shapes of advantages and loss")
        assert found[0].numpy().any(), "all advantages are 0, though the rewards differ."
        assert_equal([str(x.dtype) for x in found], [str(dtype)] * 2, what="the dtypes of advantages and loss")


@pytest.mark.points(4)
def test_one_answer_has_no_others(submission, rng):
    """A group of one raises ValueError; a group of two doesn't."""
    submission.rloo_advantage(REWARDS[:, :2])
    with pytest.raises(ValueError):
        submission.rloo_advantage(REWARDS[:, :1])
