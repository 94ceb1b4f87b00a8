"""Grades `sac_losses`: the density by a numerical change of variables, gradients from closed forms in exponentials."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close
from kata.testing.tensors import normal


def policy(rng, n=6, n_actions=3):
    """Mean, log_std and noise, for actions that are far from +-1 as well as near them."""
    return normal(rng, n, n_actions), normal(rng, n, n_actions) * 0.5 - 0.3, normal(rng, n, n_actions)


def expected_log_probs(mean, log_std, noise):
    """Per entry log N(u) + log cosh(u)^2, with log cosh(u) = |u| + log(1 + exp(-2 |u|)) - log 2, in NumPy."""
    mean, log_std, noise = mean.numpy(), log_std.numpy(), noise.numpy()
    size = np.abs(mean + np.exp(log_std) * noise)
    log_cosh = size + np.log1p(np.exp(-2 * size)) - math.log(2)
    density = -0.5 * noise**2 - log_std - 0.5 * math.log(2 * math.pi)
    return torch.from_numpy((density + 2 * log_cosh).sum(axis=1))


def no_gradient(loss, leaf, what):
    grad = torch.autograd.grad(loss, leaf, retain_graph=True, allow_unused=True)[0]
    assert grad is None or not grad.any(), what


@pytest.mark.points(14)
def test_log_probability_of_the_squashed_action(submission, rng):
    """Actions are tanh(u), and log pi is the Gaussian log-density of u minus log(1 - tanh(u)^2), summed."""
    for n, shift in [(6, 0.0), (1, 0.0), (4, 4.0), (4, -6.0)]:
        mean, log_std, noise = policy(rng, n)
        log_std += shift
        actions, log_probs = submission.squashed_gaussian(mean, log_std, noise)
        assert_close(actions, torch.from_numpy(np.tanh((mean + log_std.exp() * noise).numpy())), what="the actions")
        # torch's softplus(x) is x beyond 20, which is 2e-9 away.
        expected, atol = expected_log_probs(mean, log_std, noise), 1e-7 if shift > 0 else None
        assert_close(log_probs, expected, atol=atol, what=f"the log-probabilities at a log_std of about {shift:g}")
    # The density of one entry must integrate to 1 over the actions: the shares of fine cells of (-1, 1).
    u = torch.linspace(-6.0, 6.0, 2001, dtype=torch.float64)[:, None]
    ones = torch.ones_like(u)
    a, log_density = submission.squashed_gaussian(0.2 * ones, math.log(0.7) * ones, (u - 0.2) / 0.7)
    assert_close(np.trapezoid(log_density.exp().numpy(), a[:, 0].numpy()), 1.0, rtol=1e-4, what="the whole probability")


@pytest.mark.points(12)
def test_saturated_actions_have_finite_log_probabilities(submission, rng):
    """Log-probabilities and their gradients are right for u of any size, in float32 too, with nothing added."""
    for size, dtype in [
        (3.0, torch.float64),
        (12.0, torch.float32),
        (12.0, torch.float64),
        (400.0, torch.float64),
        (400.0, torch.float32),
    ]:
        # torch's softplus(x) is x beyond 20, which is 2e-9 away.
        rtol = 1e-6 if dtype == torch.float64 else 1e-4
        mean, log_std, noise = policy(rng, 5, 2)
        mean = (mean + size * torch.sign(mean)).to(dtype)
        log_std, noise = log_std.to(dtype), noise.to(dtype)
        leaf = mean.clone().requires_grad_()
        actions, log_probs = submission.squashed_gaussian(leaf, log_std, noise)
        assert_close(actions.detach(), torch.tanh(mean + log_std.exp() * noise), what="the actions")
        expected = expected_log_probs(mean.double(), log_std.double(), noise.double()).to(dtype)
        assert_close(
            log_probs.detach(), expected, rtol=rtol, exact_dtype=True, what=f"log-probabilities at u of about {size:g}"
        )
        slope = 2 * torch.tanh(mean + log_std.exp() * noise)
        grad = torch.autograd.grad(log_probs.sum(), leaf)[0]
        assert_close(grad, slope, rtol=rtol, what=f"the gradient of the mean at u of about {size:g}")


@pytest.mark.points(14)
def test_gradients_of_mean_and_log_std(submission, rng):
    """Actions and log-probabilities are differentiable with respect to mean and log_std, also through u."""
    mean, log_std, noise = policy(rng)
    leaves = (mean.clone().requires_grad_(), log_std.clone().requires_grad_())
    to_actions, to_log_probs = normal(rng, 6, 3), normal(rng, 6)
    actions, log_probs = submission.squashed_gaussian(*leaves, noise)
    a = torch.tanh(mean + log_std.exp() * noise)
    spread = log_std.exp() * noise  # du / dlog_std
    through_actions = to_actions * (1 - a**2)
    for name, grad, expected in zip(
        ("mean", "log_std"),
        torch.autograd.grad(actions, leaves, to_actions, retain_graph=True),
        (through_actions, through_actions * spread),
        strict=True,
    ):
        assert_close(grad, expected, what=f"the gradient of {name} from the actions")
    through = to_log_probs[:, None] * 2 * a
    for name, grad, expected in zip(
        ("mean", "log_std"),
        torch.autograd.grad(log_probs, leaves, to_log_probs),
        (through, through * spread - to_log_probs[:, None]),
        strict=True,
    ):
        assert_close(grad, expected, what=f"the gradient of {name} from the log-probabilities")


@pytest.mark.points(14)
def test_targets_are_soft_values_of_the_smaller_critic(submission, rng):
    """The target is r + gamma * (min(Q1, Q2) - alpha * log pi), a constant."""
    rewards, q1, q2, log_probs = (normal(rng, 9) for _ in range(4))
    terminated = torch.zeros(9, dtype=torch.bool)
    for log_alpha, gamma in [(-0.7, 0.8), (0.4, 1.0)]:
        columns = (rewards.tolist(), q1.tolist(), q2.tolist(), log_probs.tolist())
        y = [r + gamma * (min(a, b) - math.exp(log_alpha) * p) for r, a, b, p in zip(*columns, strict=True)]
        leaves = [x.clone().requires_grad_() for x in (q1, q2, log_probs, torch.tensor(log_alpha, dtype=q1.dtype))]
        targets = submission.soft_targets(rewards.clone().requires_grad_(), terminated, *leaves, gamma)
        assert_close(targets.detach(), torch.tensor(y, dtype=torch.float64), what="the targets")
        assert not targets.requires_grad, "the targets carry a graph"


@pytest.mark.points(10)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated step the target is the reward alone, without an entropy bonus, even next to inf or nan."""
    rewards, q1, log_probs = (normal(rng, 8) for _ in range(3))
    terminated = torch.from_numpy(rng.permutation(8) < 3)
    log_alpha = torch.tensor(0.3, dtype=torch.float64)
    # The critics agree and the other steps have no bonus, so that how the three are put together plays no part.
    log_probs[~terminated], q2 = 0.0, q1.clone()
    expected = torch.where(terminated, rewards, rewards + 0.9 * q1)
    data = (rewards, terminated, q1, q2, log_probs, log_alpha, 0.9)
    assert_close(submission.soft_targets(*data), expected, what="the targets")
    for tensor, filler in [(log_probs, math.nan), (q1, math.inf), (q2, math.nan)]:
        tensor[terminated] = filler
        assert_close(submission.soft_targets(*data), expected, what=f"the targets with {filler} after the end")


@pytest.mark.points(12)
def test_critic_loss_and_its_gradient(submission, rng):
    """The critic loss is the sum of two halved mean squared errors, with the targets held constant."""
    q1, q2, y = normal(rng, 7), normal(rng, 7), normal(rng, 7)
    leaves = [x.clone().requires_grad_() for x in (q1, q2, y)]
    loss = submission.sac_critic_loss(*leaves)
    pairs = [(q, t) for qs in (q1, q2) for q, t in zip(qs.tolist(), y.tolist(), strict=True)]
    assert_close(loss.detach(), sum((q - t) ** 2 for q, t in pairs) / 14, what="the critic loss")
    for name, q, grad in zip(
        ("q1", "q2"), (q1, q2), torch.autograd.grad(loss, leaves[:2], retain_graph=True), strict=True
    ):
        assert_close(grad, (q - y) / 7, what=f"the gradient of {name}")
    no_gradient(loss, leaves[2], "the critic loss has a gradient for its targets")


@pytest.mark.points(12)
def test_actor_loss_and_its_gradient(submission, rng):
    """The actor loss is the mean of alpha * log pi - min(Q1, Q2), with alpha held constant."""
    log_probs, q1, q2, log_alpha = (
        normal(rng, 8),
        normal(rng, 8),
        normal(rng, 8),
        torch.tensor(-0.9, dtype=torch.float64),
    )
    leaves = [x.clone().requires_grad_() for x in (log_probs, q1, q2, log_alpha)]
    loss = submission.sac_actor_loss(*leaves)
    lower = [min(a, b) for a, b in zip(q1.tolist(), q2.tolist(), strict=True)]
    assert_close(loss.detach(), (math.exp(-0.9) * sum(log_probs.tolist()) - sum(lower)) / 8, what="the actor loss")
    grads = torch.autograd.grad(loss, leaves[:3], retain_graph=True)
    expected = (
        torch.full((8,), math.exp(-0.9) / 8, dtype=torch.float64),
        -(q1 < q2).double() / 8,
        -(q2 < q1).double() / 8,
    )
    for name, grad, right in zip(("log_probs", "q1", "q2"), grads, expected, strict=True):
        assert_close(grad, right, what=f"the gradient of {name}")
    no_gradient(loss, leaves[3], "the actor loss has a gradient for log_alpha")


@pytest.mark.points(12)
def test_temperature_loss_and_its_gradient(submission, rng):
    """The temperature loss is the mean of -alpha * (log pi + target_entropy), and moves log_alpha alone."""
    log_probs = normal(rng, 9) + 0.5
    for value, target_entropy in [(-1.2, -3.0), (0.6, 1.5)]:
        leaves = [log_probs.clone().requires_grad_(), torch.tensor(value, dtype=torch.float64, requires_grad=True)]
        loss = submission.sac_temperature_loss(*leaves, target_entropy)
        expected = -math.exp(value) * (math.fsum(log_probs.tolist()) / 9 + target_entropy)
        assert_close(loss.detach(), expected, what="the temperature loss")
        grad = torch.autograd.grad(loss, leaves[1], retain_graph=True)[0]
        assert_close(grad, expected, what="the gradient of log_alpha")
        no_gradient(loss, leaves[0], "the temperature loss has a gradient for log_probs")
