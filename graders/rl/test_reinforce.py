"""Grades `reinforce`: sums over single steps, and the exact gradient of an enumerated expected return."""

import math
from itertools import product

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal


def episodes(rng, lengths, n_actions, n_steps=None):
    """Logits, actions, rewards and mask; padded entries hold ordinary numbers."""
    n_steps = n_steps or max(lengths)
    shape = (len(lengths), n_steps)
    mask = torch.arange(n_steps)[None] < torch.tensor(lengths)[:, None]
    actions = torch.from_numpy(rng.integers(n_actions, size=shape))
    return normal(rng, *shape, n_actions), actions, normal(rng, *shape) + 0.5, mask


def expected_returns(rewards, mask, gamma):
    rows = []
    for row, length in zip(rewards.tolist(), mask.sum(1).tolist(), strict=True):
        sums = [math.fsum(gamma**k * reward for k, reward in enumerate(row[t:length])) for t in range(length)]
        rows.append(sums + [0.0] * (len(row) - length))
    return torch.tensor(rows, dtype=torch.float64)


def expected_loss(logits, actions, mask, weights):
    chosen = (logits * torch.eye(logits.shape[-1], dtype=logits.dtype)[actions]).sum(-1)
    return (weights * (logits.logsumexp(-1) - chosen))[mask].sum() / len(logits)


@pytest.mark.points(12)
def test_a_baseline_is_subtracted(submission, rng):
    """With a baseline each log-probability is weighted with G_t - b_t."""
    logits, actions, rewards, mask = episodes(rng, [5, 3], 3)
    baseline, gamma = normal(rng, 2, 5) * 2, uniform(rng, 0.5, 0.9)
    # Rewards whose returns are G_t - b_t need no baseline: a wrong sign or scale of the loss is the same on both sides.
    weights = torch.where(mask, expected_returns(rewards, mask, gamma) - baseline, 0.0)
    following = torch.cat([weights[:, 1:], torch.zeros(2, 1, dtype=torch.float64)], dim=1)
    expected = submission.reinforce_loss(logits, actions, weights - gamma * following, mask, gamma)
    actual = submission.reinforce_loss(logits, actions, rewards, mask, gamma, baseline=baseline)
    assert torch.is_tensor(actual), "the loss is no tensor"
    assert_close(actual, expected, what="the loss with a baseline")
    without = submission.reinforce_loss(logits, actions, rewards, mask, gamma)
    assert not torch.equal(actual, without), "the loss is the same with a baseline and without one"


@pytest.mark.points(12)
def test_baseline_is_the_mean_of_the_other_episodes(submission, rng):
    """The baseline of a step is the mean return-to-go of the other episodes that still run, 0 if there is none."""
    for lengths in ([3, 5, 2, 4], [4, 1]):
        _, _, rewards, mask = episodes(rng, lengths, 2, n_steps=6)
        gamma = uniform(rng, 0.5, 0.9)
        returns, expected = expected_returns(rewards, mask, gamma), torch.zeros_like(rewards)
        for i, t in mask.nonzero().tolist():
            others = [returns[j, t].item() for j in range(len(lengths)) if j != i and mask[j, t]]
            expected[i, t] = sum(others) / max(len(others), 1)
        rewards[~mask] = 0.0  # what padding holds is judged elsewhere
        assert_close(submission.mean_return_baseline(rewards, mask, gamma), expected, what="the baseline")


@pytest.mark.points(10)
def test_padding_changes_nothing(submission, rng):
    """What padded entries hold changes neither returns, baseline, loss nor gradient, be it inf or nan."""
    logits, actions, rewards, mask = episodes(rng, [2, 5, 3], 3, n_steps=7)
    baseline, gamma = normal(rng, 3, 7), uniform(rng, 0.5, 0.9)
    for tensor in (logits, rewards, baseline):
        tensor[~mask] = 0.0
    # What the answer itself says of padding with zeros: that a loss is right has tests of its own.
    returns = submission.returns_to_go(rewards, mask, gamma)
    means = submission.mean_return_baseline(rewards, mask, gamma)
    leaf = logits.clone().requires_grad_()
    loss = submission.reinforce_loss(leaf, actions, rewards, mask, gamma, baseline)
    slope = torch.autograd.grad(loss, leaf)[0]
    assert_equal(list(slope.shape), list(logits.shape), what="the shape of the gradient")
    assert_equal(bool(slope[~mask].any()), False, what="whether padded logits have a gradient")
    for filler in (math.nan, -math.inf, 3.0):
        for tensor in (logits, rewards, baseline):
            tensor[~mask] = filler
        actions[~mask] = int(rng.integers(3))
        assert_close(submission.returns_to_go(rewards, mask, gamma), returns, what=f"the returns, padded with {filler}")
        actual = submission.mean_return_baseline(rewards, mask, gamma)
        assert_close(actual, means, what=f"the baseline, padded with {filler}")
        leaf = logits.clone().requires_grad_()
        padded = submission.reinforce_loss(leaf, actions, rewards, mask, gamma, baseline)
        assert_close(padded.detach(), loss.detach(), what=f"the loss, padded with {filler}")
        assert_close(torch.autograd.grad(padded, leaf)[0], slope, what=f"the gradient, padded with {filler}")


@pytest.mark.points(12)
def test_returns_to_go_look_ahead(submission, rng):
    """G_t is the discounted sum of the rewards from step t to the end of its episode."""
    _, _, rewards, mask = episodes(rng, [5, 5, 5], 3)
    for gamma in (uniform(rng, 0.5, 0.9), 1.0, 0.0):
        assert_close(submission.returns_to_go(rewards, mask, gamma), expected_returns(rewards, mask, gamma))
    single = submission.returns_to_go(rewards[:, :1], mask[:, :1], 0.7)
    assert_close(single, rewards[:, :1], what="the returns of episodes of one step")
    # In a long episode gamma^t is too small for a float; what lies 12 steps ahead is too small to be seen.
    _, _, rewards, mask = episodes(rng, [190, 180], 3)
    rewards[~mask] = 0.0
    ahead = torch.cat([rewards, torch.zeros(2, 12, dtype=torch.float64)], dim=1)
    expected = sum(0.01**k * ahead[:, k : k + 190] for k in range(12)) * mask
    assert_close(submission.returns_to_go(rewards, mask, 0.01), expected, what="the returns of a long episode")


@pytest.mark.points(14)
def test_loss_weighs_each_log_probability_with_its_return_to_go(submission, rng):
    """The loss is minus the sum of log pi(a_t) * G_t over the steps, averaged over the episodes."""
    for lengths, gamma in [([4, 6, 2], uniform(rng, 0.5, 0.9)), ([3], 1.0), ([1, 1, 1, 1, 1], 0.7)]:
        logits, actions, rewards, mask = episodes(rng, lengths, 4)
        rewards *= 30.0
        expected = expected_loss(logits, actions, mask, expected_returns(rewards, mask, gamma))
        actual = submission.reinforce_loss(logits, actions, rewards, mask, gamma)
        assert_close(actual, expected, what="the loss")


@pytest.mark.points(12)
def test_gradient_of_the_logits(submission, rng):
    """The gradient for the logits of step t is (G_t - b_t) / B times (probabilities - one-hot action)."""
    logits, actions, rewards, mask = episodes(rng, [6, 2, 4], 5)
    baseline, gamma = normal(rng, 3, 6), uniform(rng, 0.5, 0.9)
    weights = expected_returns(rewards, mask, gamma) - baseline
    expected = (torch.softmax(logits, -1) - torch.eye(5, dtype=logits.dtype)[actions]) * weights[..., None] / 3
    expected[~mask] = 0.0
    logits.requires_grad_()
    loss = submission.reinforce_loss(logits, actions, rewards, mask, gamma, baseline)
    assert_close(torch.autograd.grad(loss, logits)[0], expected, what="the gradient of the logits")


@pytest.mark.points(14)
def test_gradient_is_the_policy_gradient_in_expectation(submission, rng):
    """Averaged over all episodes, the negative gradient is that of the expected return, whatever the baseline."""
    n_steps, n_actions = 3, 2
    theta, step_rewards = normal(rng, n_steps, n_actions), normal(rng, n_steps, n_actions)
    pair_rewards = normal(rng, n_steps, n_actions, n_actions)
    runs = torch.tensor(list(product(range(n_actions), repeat=n_steps)))

    # What a step pays depends on its action and on the one before.
    rewards = step_rewards[torch.arange(n_steps), runs]
    rewards[:, 1:] += pair_rewards[torch.arange(1, n_steps), runs[:, :-1], runs[:, 1:]]

    def probabilities(parameters):
        policy = torch.softmax(parameters, -1)
        return policy[torch.arange(n_steps), runs].prod(1)

    def expected_return(parameters):
        return float(probabilities(parameters) @ rewards.sum(1))

    slopes = torch.zeros_like(theta)
    for index in product(range(n_steps), range(n_actions)):
        step = torch.zeros_like(theta)
        step[index] = 1e-5
        slopes[index] = (expected_return(theta + step) - expected_return(theta - step)) / 2e-5
    mask = torch.ones_like(runs, dtype=torch.bool)
    for baseline in (None, (normal(rng, n_steps) * 3).repeat(len(runs), 1)):
        logits = theta.repeat(len(runs), 1, 1).requires_grad_()
        loss = submission.reinforce_loss(logits, runs, rewards, mask, 1.0, baseline)
        each = torch.autograd.grad(loss, logits)[0] * len(runs)
        average = (each * probabilities(theta)[:, None, None]).sum(0)
        assert_close(-average, slopes, rtol=1e-6, what="minus the expected gradient")


@pytest.mark.points(10)
def test_returns_and_baseline_get_no_gradient(submission, rng):
    """Rewards and baseline are constants: the loss has no gradient with respect to them."""
    logits, actions, rewards, mask = episodes(rng, [4, 3], 3)
    baseline = normal(rng, 2, 4).requires_grad_()
    rewards.requires_grad_()
    logits.requires_grad_()
    loss = submission.reinforce_loss(logits, actions, rewards, mask, 0.8, baseline)
    assert torch.autograd.grad(loss, logits, retain_graph=True)[0].any(), "the logits got no gradient"
    grad = torch.autograd.grad(loss, baseline, retain_graph=True, allow_unused=True)[0]
    assert grad is None or not grad.any(), "the baseline got a gradient"
    grad = torch.autograd.grad(loss, rewards, retain_graph=True, allow_unused=True)[0]
    assert grad is None or not grad.any(), "the rewards got a gradient"


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """The loss and its gradient are finite and right for logits of +-1000; float32 stays float32."""
    logits, actions, rewards, mask = episodes(rng, [4, 4], 3)
    logits = logits * 3 + 1000.0 * torch.from_numpy(rng.choice([-1.0, 0.0, 1.0], size=logits.shape))
    weights = expected_returns(rewards, mask, 0.5)
    leaf = logits.clone().requires_grad_()
    loss = submission.reinforce_loss(leaf, actions, rewards, mask, 0.5)
    assert_close(loss.detach(), expected_loss(logits, actions, mask, weights), what="the loss")
    slope = (torch.softmax(logits, -1) - torch.eye(3, dtype=logits.dtype)[actions]) * weights[..., None] / 2
    assert_close(torch.autograd.grad(loss, leaf)[0], slope, what="the gradient")
    loss = submission.reinforce_loss(logits.float(), actions, rewards.float(), mask, 0.5)
    assert loss.dtype == torch.float32, "float32 logits and rewards must give a float32 loss"
    for function in (submission.returns_to_go, submission.mean_return_baseline):
        assert function(rewards.float(), mask, 0.5).dtype == torch.float32, "float32 rewards must give float32"
