"""Grades `td3_targets`: the noise by its law, a whole step by formulas on plain tensors."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import normal

NETWORKS = ("actor", "critic1", "critic2")
N_OBSERVATIONS, N_ACTIONS, N_HIDDEN, N = 3, 2, 4, 9


def cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def torch_generator(submission, rng):
    return submission.torch_generator(int(rng.integers(2**31)))


def random_state(rng):
    critic = (N_HIDDEN, N_OBSERVATIONS + N_ACTIONS)
    shapes = {"actor": (N_ACTIONS, N_OBSERVATIONS), "critic1": critic, "critic2": critic}
    state = {}
    for name, shape in shapes.items():
        for network in (name, f"{name}_target"):
            state[f"{network}.weight"] = normal(rng, *shape) * 0.7
            state[f"{network}.bias"] = normal(rng, shape[0]) * 0.5
    return state


def random_batch(rng):
    return {
        "observations": normal(rng, N, N_OBSERVATIONS),
        "actions": torch.tanh(normal(rng, N, N_ACTIONS)),
        "rewards": normal(rng, N),
        "next_observations": normal(rng, N, N_OBSERVATIONS),
        "terminated": torch.from_numpy(rng.permutation(N) < 3),
    }


def ended_batch(rng):
    """A batch whose targets are its rewards: what the targets hold is judged elsewhere."""
    return random_batch(rng) | {"terminated": torch.ones(N, dtype=torch.bool)}


def act(state, name, s):
    return torch.tanh(s @ state[f"{name}.weight"].T + state[f"{name}.bias"])


def value(state, name, s, a):
    return torch.tanh(torch.hstack([s, a]) @ state[f"{name}.weight"].T + state[f"{name}.bias"]).sum(1) / N_HIDDEN


def descended(state, name, loss_of, lr):
    """The state after one step of descent for one network."""
    leaves = {key: state[key].clone().requires_grad_() for key in (f"{name}.weight", f"{name}.bias")}
    grads = torch.autograd.grad(loss_of(state | leaves), list(leaves.values()))
    return state | {key: state[key] - lr * grad for key, grad in zip(leaves, grads, strict=True)}


def expected_step(state, batch, gamma, tau, lr, delayed, next_actions=None):
    """The state after one step, without noise unless the next actions are known."""
    s, following = batch["observations"], batch["next_observations"]
    a = act(state, "actor_target", following) if next_actions is None else next_actions
    both = [value(state, f"{name}_target", following, a).tolist() for name in NETWORKS[1:]]
    y = batch["rewards"].clone()
    for i in (~batch["terminated"]).nonzero().flatten().tolist():
        y[i] += gamma * min(both[0][i], both[1][i])
    for name in NETWORKS[1:]:
        state = descended(state, name, lambda w, name=name: ((value(w, name, s, batch["actions"]) - y) ** 2).mean(), lr)
    if delayed:
        state = descended(state, "actor", lambda w: -value(w, "critic1", s, act(w, "actor", s)).mean(), lr)
        for name in NETWORKS:
            for key in ("weight", "bias"):
                old, new = state[f"{name}_target.{key}"], state[f"{name}.{key}"]
                state = state | {f"{name}_target.{key}": (1 - tau) * old + tau * new}
    return state


def agent_with(submission, state):
    agent = submission.Agent(N_OBSERVATIONS, N_ACTIONS, N_HIDDEN)
    agent.load(state)
    return agent


@pytest.mark.points(12)
def test_the_actor_climbs_critic_1_and_the_targets_follow(submission, rng):
    """On its turn the actor climbs the updated critic1, and then all three target networks move by tau."""
    state, batch = random_state(rng), ended_batch(rng)
    agent = agent_with(submission, state)
    submission.td3_step(agent, batch, 6, 0.8, 0.0, 0.5, 0.3, 3, 0.4, torch_generator(submission, rng))
    assert_close(agent.state(), expected_step(state, batch, 0.8, 0.3, 0.4, True), what="the networks")


@pytest.mark.points(14)
def test_targets_take_the_smaller_value(submission, rng):
    """The target is r + gamma times the smaller of the two next values, for each transition by itself."""
    rewards, q1, q2 = normal(rng, 12), normal(rng, 12), normal(rng, 12)
    q1 += q2.mean() - q1.mean() + 0.1  # the first critic is the larger one on the whole
    terminated = torch.zeros(12, dtype=torch.bool)
    for gamma in (0.75, 1.0, 0.0):
        expected = [r + gamma * min(a, b) for r, a, b in zip(*(x.tolist() for x in (rewards, q1, q2)), strict=True)]
        actual = submission.td3_targets(rewards, terminated, q1, q2, gamma)
        assert_close(actual, torch.tensor(expected, dtype=torch.float64), what="the targets")


@pytest.mark.points(10)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated step the target is the reward alone, even if a critic says inf or nan about the next state."""
    # The same value everywhere: which of the two is taken is judged elsewhere.
    rewards, q1, q2 = (
        normal(rng, 8),
        torch.full((8,), 1.5, dtype=torch.float64),
        torch.full((8,), 1.5, dtype=torch.float64),
    )
    terminated = torch.from_numpy(rng.permutation(8) < 3)
    expected = torch.where(terminated, rewards, rewards + 0.75 * 1.5)
    for filler in (5.0, -math.inf, math.nan):
        q1[terminated] = q2[terminated] = filler
        assert_close(submission.td3_targets(rewards, terminated, q1, q2, 0.75), expected, what="the targets")


@pytest.mark.points(10)
def test_critic_loss_and_its_gradient(submission, rng):
    """The critic loss is the sum of the two mean squared errors, and its gradient 2 (q - y) / B for each critic."""
    q1, q2, y = normal(rng, 7).requires_grad_(), normal(rng, 7).requires_grad_(), normal(rng, 7)
    loss = submission.td3_critic_loss(q1, q2, y)
    expected = sum((q - target) ** 2 for qs in (q1, q2) for q, target in zip(qs.tolist(), y.tolist(), strict=True)) / 7
    assert_close(loss.detach(), expected, what="the critic loss")
    for name, q, grad in zip(("q1", "q2"), (q1, q2), torch.autograd.grad(loss, (q1, q2)), strict=True):
        assert_close(grad, 2 * (q.detach() - y) / 7, what=f"the gradient of {name}")


@pytest.mark.points(8)
def test_targets_are_constants(submission, rng):
    """The targets carry no graph, and the critic loss has no gradient for them."""
    rewards, y = normal(rng, 5).requires_grad_(), normal(rng, 5).requires_grad_()
    q1, q2 = (torch.full((5,), -0.5, dtype=torch.float64, requires_grad=True) for _ in range(2))
    targets = submission.td3_targets(rewards, torch.zeros(5, dtype=torch.bool), q1, q2, 0.75)
    assert_close(targets.detach(), rewards.detach() + 0.75 * -0.5, what="the targets")
    assert not targets.requires_grad, "The targets carry a graph: a loss of them would train the target networks."
    grad = torch.autograd.grad(submission.td3_critic_loss(q1, q2, y), y, allow_unused=True)[0]
    assert grad is None or not grad.any(), "The critic loss has a gradient for its targets."


@pytest.mark.points(12)
def test_a_step_moves_the_critics_first(submission, rng):
    """Between two turns of the actor, only the two critics move, by one descent towards their common targets."""
    state, batch = random_state(rng), random_batch(rng)
    agent = agent_with(submission, state)
    submission.td3_step(agent, batch, 5, 0.8, 0.0, 0.5, 0.3, 3, 0.4, torch_generator(submission, rng))
    assert_close(agent.state(), expected_step(state, batch, 0.8, 0.3, 0.4, False), what="the networks")


@pytest.mark.points(8)
def test_actor_and_targets_wait_for_their_turn(submission, rng):
    """Actor and target networks move on multiples of policy_delay only, counted from step 1."""
    state, batch = random_state(rng), ended_batch(rng)
    # Two critics that are one, and right: their own descent, which doesn't move them, is judged elsewhere.
    state |= {f"critic2.{key}": state[f"critic1.{key}"].clone() for key in ("weight", "bias")}
    batch["rewards"] = value(state, "critic1", batch["observations"], batch["actions"])
    agent, generator = agent_with(submission, state), torch_generator(submission, rng)
    for step, delay in [(2, 3), (3, 3), (4, 1)]:
        submission.td3_step(agent, batch, step, 0.9, 0.0, 0.5, 0.2, delay, 0.3, generator)
        state = expected_step(state, batch, 0.9, 0.2, 0.3, step % delay == 0)
        assert_close(agent.state(), state, what=f"the networks after step {step} with a delay of {delay}")


@pytest.mark.points(8)
def test_noise_is_gaussian_and_clipped(submission, rng):
    """The noise is N(0, sigma^2), and what lies beyond +-clip becomes +-clip."""
    base = normal(rng, 400, 5)
    sigma, clip = 0.3, 0.45
    actual = submission.smoothed_actions(base, sigma, clip, -90.0, 90.0, torch_generator(submission, rng))
    noise = np.asarray(actual) - base.numpy()
    edges = np.array([-clip + 1e-9, -0.25, -0.05, 0.1, 0.3, clip - 1e-9])
    counts = np.bincount(np.digitize(noise.ravel(), edges), minlength=7)
    law = np.diff([0.0, *(cdf(edge / sigma) for edge in edges), 1.0])
    assert_distribution(counts, law, what="the noise")
    assert_close(np.abs(noise).max(), clip, what="the largest noise")


@pytest.mark.points(8)
def test_actions_stay_in_their_range(submission, rng):
    """Noisy actions are clipped to [low, high], after the noise was clipped; without noise only the range acts."""
    actions = normal(rng, 6, 3) * 2
    generator = torch_generator(submission, rng)
    expected = torch.from_numpy(np.clip(actions.numpy(), -1.5, 0.5))
    for dtype in (torch.float64, torch.float32):
        for sigma, clip in [(0.0, 0.5), (2.0, 0.0)]:
            actual = submission.smoothed_actions(actions.to(dtype), sigma, clip, -1.5, 0.5, generator)
            assert_close(actual, expected.to(dtype), exact_dtype=True, what="the actions")
    noisy = submission.smoothed_actions(torch.zeros(40, 5), 50.0, 0.75, -0.5, 2.0, generator)
    assert_close(noisy.min(), -0.5, what="the smallest action")
    assert_close(noisy.max(), 0.75, what="the largest action")


@pytest.mark.points(4)
def test_a_step_smooths_the_target_actions(submission, rng):
    """A step clips noise and next actions (to [-1, 1]), and depends on the generator alone."""
    state, batch = random_state(rng), random_batch(rng)
    seed = int(rng.integers(2**31))
    results = []
    for clip in (0.5, 0.5, 0.0):
        agent = agent_with(submission, state)
        submission.td3_step(agent, batch, 2, 0.9, 0.6, clip, 0.2, 3, 0.3, submission.torch_generator(seed))
        results.append(agent.state())
    quiet = expected_step(state, batch, 0.9, 0.2, 0.3, False)
    assert_close(results[2], quiet, what="the networks after a step whose noise is clipped to 0")
    assert_equal(results[1], results[0], what="the networks with the same seed again")
    assert not torch.equal(results[0]["critic1.weight"], results[2]["critic1.weight"]), "The noise had no effect."
    # Noise so large that every entry of the one next action is clipped, to -1 or to 1.
    one = {name: tensor[:1] for name, tensor in random_batch(rng).items()} | {"terminated": torch.tensor([False])}
    agent = agent_with(submission, state)
    submission.td3_step(agent, one, 2, 0.9, 1e9, 50.0, 0.2, 3, 0.3, torch_generator(submission, rng))
    found = agent.state()
    corners = [torch.tensor([[x, y]], dtype=torch.float64) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
    possible = [expected_step(state, one, 0.9, 0.2, 0.3, False, corner) for corner in corners]
    nearest = min(possible, key=lambda after: (after["critic1.bias"] - found["critic1.bias"]).abs().max().item())
    assert_close(found, nearest, what="the networks when the next actions are clipped to -1 or 1")


@pytest.mark.points(6)
def test_every_entry_has_a_noise_of_its_own(submission, rng):
    """Every entry of every action is moved by a draw of its own."""
    noise = submission.smoothed_actions(torch.zeros(60, 20), 1.0, 9.0, -90.0, 90.0, torch_generator(submission, rng))
    positive = np.asarray(noise) > 0
    for name, one, other in [
        ("actions", positive[::2], positive[1::2]),
        ("entries", positive[:, ::2], positive[:, 1::2]),
    ]:
        counts = np.bincount((2 * one + other).ravel(), minlength=4)
        assert_distribution(counts, np.full(4, 0.25), what=f"the signs of the noise of two neighbouring {name}")
