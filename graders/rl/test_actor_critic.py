"""Grades `actor_critic`: returns as explicit sums over the steps ahead, gradients from their closed forms."""

import math

import pytest
import torch

from kata.testing import assert_close, uniform
from kata.testing.tensors import normal


def rollout(rng, n_envs, n_steps, n_actions=4):
    """Logits, values, actions, rewards, terminated and last values; nothing terminates."""
    return (
        normal(rng, n_envs, n_steps, n_actions) * 1.5,
        normal(rng, n_envs, n_steps),
        torch.from_numpy(rng.integers(n_actions, size=(n_envs, n_steps))),
        normal(rng, n_envs, n_steps) + 0.5,
        torch.zeros(n_envs, n_steps, dtype=torch.bool),
        normal(rng, n_envs) * 4.0,
    )


def expected_returns(rewards, terminated, last_values, gamma):
    rows = []
    for row, ends, last in zip(rewards.tolist(), terminated.tolist(), last_values.tolist(), strict=True):
        returns = []
        for t in range(len(row)):
            ahead = row[t : ends.index(True, t) + 1] if True in ends[t:] else [*row[t:], last]
            returns.append(math.fsum(gamma**k * reward for k, reward in enumerate(ahead)))
        rows.append(returns)
    return torch.tensor(rows, dtype=torch.float64)


def one_hot(actions, n_actions):
    return torch.eye(n_actions, dtype=torch.float64)[actions]


def expected_losses(logits, values, actions, returns):
    """Policy loss, value loss and entropy, for finite logits."""
    p = torch.softmax(logits, -1)
    chosen = (p * one_hot(actions, p.shape[-1])).sum(-1)
    n = chosen.numel()
    policy = -((returns - values) * chosen.log()).sum() / n
    return policy, ((returns - values) ** 2).sum() / (2 * n), -(p * p.log()).sum() / n


def expected_gradients(logits, values, actions, returns, value_coef, entropy_coef):
    """The gradients of the whole loss for logits and values, from the closed forms."""
    p = torch.softmax(logits, -1)
    n = values.numel()
    log_p = torch.where(p > 0, p, 1.0).log()
    entropy = -(p * log_p).sum(-1, keepdim=True)
    policy = (returns - values)[..., None] * (p - one_hot(actions, p.shape[-1]))
    return (policy + entropy_coef * p * (log_p + entropy)) / n, value_coef * (values - returns) / n


@pytest.mark.points(10)
def test_the_whole_loss_adds_three_parts(submission, rng):
    """The loss is policy loss + value_coef * value loss - entropy_coef * entropy; by default 0.5 and 0.01."""
    logits, values, actions, rewards, terminated, last_values = rollout(rng, 3, 5)
    terminated[1, 3] = True
    last_values.zero_()  # what the end of a rollout is worth is judged elsewhere
    gamma = uniform(rng, 0.5, 0.9)
    returns = expected_returns(rewards, terminated, last_values, gamma)
    policy, value, entropy = expected_losses(logits, values, actions, returns)
    data = (logits, values, actions, rewards, terminated, last_values, gamma)
    actual = submission.a2c_loss(*data, value_coef=0.7, entropy_coef=0.3)
    assert_close(actual, policy + 0.7 * value - 0.3 * entropy, what="the loss")
    assert_close(submission.a2c_loss(*data), policy + 0.5 * value - 0.01 * entropy, what="the loss by default")


@pytest.mark.points(8)
def test_forbidden_actions_add_nothing(submission, rng):
    """A logit of -inf adds 0 to the entropy, and losses and gradients stay finite."""
    logits, values, actions, rewards, terminated, last_values = rollout(rng, 2, 3, 5)
    blocked = (actions[..., None] + torch.tensor([1, 3])) % 5
    logits.scatter_(-1, blocked, -math.inf)
    last_values.zero_()
    logits[1, 2] = torch.where(torch.arange(5) == actions[1, 2], 0.4, -math.inf)  # one action is left
    returns = expected_returns(rewards, terminated, last_values, 0.8)
    p = torch.softmax(logits, -1)
    entropy = -(p * torch.where(p > 0, p, 1.0).log()).sum() / 6
    expected = expected_gradients(logits, values, actions, returns, 0.5, 0.6)[0]
    logits.requires_grad_()
    assert_close(submission.a2c_losses(logits, values, actions, returns)[2].detach(), entropy, what="the entropy")
    loss = submission.a2c_loss(logits, values, actions, rewards, terminated, last_values, 0.8, 0.5, 0.6)
    assert_close(torch.autograd.grad(loss, logits)[0], expected, what="the gradient of the logits")


@pytest.mark.points(12)
def test_returns_stop_where_an_episode_terminates(submission, rng):
    """After a terminated step the return is the reward alone, whatever comes after."""
    _, _, _, rewards, terminated, last_values = rollout(rng, 4, 6)
    terminated[0, 2] = terminated[1, 5] = terminated[2, 0] = terminated[2, 3] = True
    last_values[[0, 2, 3]] = 0.0  # where the rollout only stops: judged elsewhere
    gamma = uniform(rng, 0.5, 0.9)
    expected = expected_returns(rewards, terminated, last_values, gamma)
    assert_close(submission.bootstrapped_returns(rewards, terminated, last_values, gamma), expected)
    for value in (math.inf, math.nan):
        last_values[1] = value
        actual = submission.bootstrapped_returns(rewards, terminated, last_values, gamma)
        assert_close(actual, expected, what=f"the returns when the value after a terminated step is {value}")
        following = rewards.clone()
        following[0, 3:] = value  # the episode after the one that ended
        actual = submission.bootstrapped_returns(following, terminated, last_values, gamma)
        assert_close(
            actual[0, :3], expected[0, :3], what=f"the returns when rewards after a terminated step are {value}"
        )


@pytest.mark.points(12)
def test_returns_bootstrap_from_the_last_value(submission, rng):
    """R_t is the discounted sum of the rewards ahead, and of the last value where the rollout stops."""
    for shape, gamma in [((3, 5), uniform(rng, 0.5, 0.9)), ((2, 1), uniform(rng, 0.5, 0.9)), ((1, 4), 1.0)]:
        _, _, _, rewards, terminated, last_values = rollout(rng, *shape)
        expected = expected_returns(rewards, terminated, last_values, gamma)
        assert_close(submission.bootstrapped_returns(rewards, terminated, last_values, gamma), expected)
    actual = submission.bootstrapped_returns(rewards.float(), terminated, last_values.float(), gamma)
    assert_close(actual, expected.float(), exact_dtype=True, what="the returns of float32 rewards")


@pytest.mark.points(10)
def test_policy_loss_weighs_log_probabilities_with_advantages(submission, rng):
    """The policy loss is minus the mean of log pi(a_t) * (R_t - V(s_t)) over all steps."""
    for shape in [(3, 5), (4, 1), (1, 6)]:
        logits, values, actions, _, _, _ = rollout(rng, *shape)
        returns = normal(rng, *shape) * 2
        actual = submission.a2c_losses(logits, values, actions, returns)[0]
        assert_close(
            actual, expected_losses(logits, values, actions, returns)[0], what=f"the policy loss of {shape} steps"
        )
    large = 1000.0 * torch.tensor([[[1.0, -1.0, 0.0]]], dtype=torch.float64)
    action, value, target = torch.tensor([[2]]), values[:1, :1], returns[:1, :1]
    actual = submission.a2c_losses(large, value, action, target)[0]
    assert_close(actual, 1000.0 * (target - value).sum(), what="the policy loss at logits of +-1000")


@pytest.mark.points(10)
def test_value_loss_is_half_the_mean_squared_error(submission, rng):
    """The value loss is the mean of (V(s_t) - R_t)^2 / 2 over all steps."""
    logits, values, actions, _, _, _ = rollout(rng, 2, 7)
    returns = normal(rng, 2, 7) * 30
    actual = submission.a2c_losses(logits, values, actions, returns)[1]
    assert_close(actual, expected_losses(logits, values, actions, returns)[1], what="the value loss")


@pytest.mark.points(10)
def test_entropy_is_that_of_the_policy(submission, rng):
    """The entropy is the mean over all steps of -sum_a pi(a) log pi(a), in nats."""
    logits, values, actions, _, _, _ = rollout(rng, 3, 4, 5)
    actual = submission.a2c_losses(logits, values, actions, values)[2]
    assert_close(actual, expected_losses(logits, values, actions, values)[2], what="the entropy")
    shifted = logits + torch.tensor([-500.0, 0.0, 800.0], dtype=torch.float64)[:, None, None]
    actual = submission.a2c_losses(shifted, values, actions, values)[2]
    assert_close(actual, expected_losses(logits, values, actions, values)[2], what="the entropy of shifted logits")
    uniform = torch.full((1, 2, 5), -300.0, dtype=torch.float64)
    actual = submission.a2c_losses(uniform, values[:1, :2], actions[:1, :2], values[:1, :2])[2]
    assert_close(actual, math.log(5), what="the entropy of five equal logits")


@pytest.mark.points(12)
def test_gradients_of_the_whole_loss(submission, rng):
    """Logits learn from policy loss and entropy, values from the value loss alone."""
    logits, values, actions, rewards, terminated, last_values = rollout(rng, 3, 5)
    terminated[0, 1] = True
    returns = expected_returns(rewards, terminated, last_values, 0.8)
    expected = expected_gradients(logits, values, actions, returns, 0.7, 0.3)
    leaves = (logits.requires_grad_(), values.requires_grad_())
    loss = submission.a2c_loss(*leaves, actions, rewards, terminated, last_values, 0.8, 0.7, 0.3)
    for name, actual, grad in zip(("logits", "values"), torch.autograd.grad(loss, leaves), expected, strict=True):
        assert_close(actual, grad, what=f"the gradient of the {name}")


@pytest.mark.points(8)
def test_the_policy_loss_leaves_the_critic_alone(submission, rng):
    """The policy loss has no gradient with respect to the values, and the value loss none for the logits."""
    logits, values, actions, _, _, _ = rollout(rng, 2, 3)
    returns = normal(rng, 2, 3)
    leaves = (logits.requires_grad_(), values.requires_grad_())
    policy, value, entropy = submission.a2c_losses(*leaves, actions, returns)
    expected = expected_losses(logits.detach(), values.detach(), actions, returns)
    assert_close((policy.detach(), value.detach(), entropy.detach()), expected, what="the losses")
    for name, loss, leaf in (
        ("policy loss", policy, values),
        ("value loss", value, logits),
        ("entropy", entropy, values),
    ):
        grad = torch.autograd.grad(loss, leaf, retain_graph=True, allow_unused=True)[0]
        of = "values" if leaf is values else "logits"
        assert grad is None or not grad.any(), f"The {name} has a gradient for the {of}."


@pytest.mark.points(8)
def test_returns_are_constants(submission, rng):
    """The returns carry no graph, and no loss has a gradient for them or for the last values."""
    logits, values, actions, rewards, terminated, last_values = rollout(rng, 2, 3)
    expected = expected_returns(rewards, terminated, last_values, 0.7)
    last_values.requires_grad_()
    rewards.requires_grad_()
    returns = submission.bootstrapped_returns(rewards, terminated, last_values, 0.7)
    assert_close(returns.detach(), expected, what="the returns")
    assert not returns.requires_grad, "The returns carry a graph."
    values.requires_grad_()
    given = expected.clone().requires_grad_()
    policy_loss, value_loss, _ = submission.a2c_losses(logits.requires_grad_(), values, actions, given)
    loss = submission.a2c_loss(logits, values, actions, rewards, terminated, last_values, 0.7)
    for name, output, leaf in (
        ("returns", policy_loss, given),
        ("returns", value_loss, given),
        ("last values", loss, last_values),
        ("rewards", loss, rewards),
    ):
        grad = torch.autograd.grad(output, leaf, retain_graph=True, allow_unused=True)[0]
        assert grad is None or not grad.any(), f"A loss has a gradient for the {name}."
