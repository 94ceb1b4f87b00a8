"""Grades `dqn_loss`: the networks are written out here as formulas on plain tensors, one transition at a time."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

SIZES = [4, 5, 3]  # features, hidden units, actions


def random_state(rng):
    """Weights of a network with one hidden layer of tanh units, large enough for errors on both sides of 1."""
    features, hidden, actions = SIZES
    return {
        "linear1.weight": normal(rng, hidden, features),
        "linear1.bias": normal(rng, hidden),
        "linear2.weight": normal(rng, actions, hidden),
        "linear2.bias": normal(rng, actions),
    }


def values(state, observation):
    hidden = torch.tanh(state["linear1.weight"] @ observation + state["linear1.bias"])
    return state["linear2.weight"] @ hidden + state["linear2.bias"]


def network(submission, state):
    return submission.given("mlp", SIZES, state=state)


def random_batch(rng, n):
    return {
        "observations": normal(rng, n, SIZES[0]),
        "actions": torch.from_numpy(rng.integers(SIZES[2], size=n)),
        "rewards": normal(rng, n),
        "next_observations": normal(rng, n, SIZES[0]),
        "terminated": torch.zeros(n, dtype=torch.bool),
    }


def expected_targets(online, target, batch, gamma, double=False):
    targets = []
    for i, reward in enumerate(batch["rewards"].tolist()):
        if batch["terminated"][i]:
            targets.append(reward)
            continue
        judged = values(target, batch["next_observations"][i]).tolist()
        chosen = values(online, batch["next_observations"][i]).tolist() if double else judged
        targets.append(reward + gamma * judged[chosen.index(max(chosen))])
    return torch.tensor(targets, dtype=torch.float64)


def expected_loss(online, batch, targets):
    """The mean Huber loss, as the integral of the clipped error."""
    total = 0.0
    for i, y in enumerate(targets.tolist()):
        error = values(online, batch["observations"][i])[batch["actions"][i]] - y
        total = total + (0.5 * error**2 if abs(error.item()) <= 1.0 else abs(error) - 0.5)
    return total / len(targets)


def own_targets(submission, online, target, batch, gamma, double):
    """The targets of the answer's own `dqn_targets`, as constants: wrong ones cost the tests of the targets alone."""
    targets = submission.dqn_targets(network(submission, online), network(submission, target), batch, gamma, double)
    assert_equal(list(targets.shape), [len(batch["rewards"])], what="the shape of the targets")
    return torch.tensor([float(y) for y in targets.detach()], dtype=torch.float64)


@pytest.mark.points(16)
def test_loss_is_the_mean_huber_loss_of_the_actions_taken(submission, rng):
    """The loss is the mean of huber(Q(s, a) - y) over the batch, with errors on both sides of 1."""
    # With gamma = 0 the targets are the rewards.
    some = uniform(rng, 0.5, 0.95)
    for n, gamma, double in [(16, 0.0, False), (9, some, True), (7, some, False), (1, 0.0, False)]:
        online, target, batch = random_state(rng), random_state(rng), random_batch(rng, n)
        batch["rewards"][: n // 2] += 9.0 * torch.sign(batch["rewards"][: n // 2])
        targets = batch["rewards"] if gamma == 0.0 else own_targets(submission, online, target, batch, gamma, double)
        options = {"double": True} if double else {}
        actual = submission.dqn_loss(network(submission, online), network(submission, target), batch, gamma, **options)
        expected = expected_loss(online, batch, targets)
        assert_close(actual, expected, what=f"the loss of {n} transitions, double={double}")


@pytest.mark.points(14)
def test_targets_take_the_largest_value_of_the_target_network(submission, rng):
    """Without termination the target is r + gamma * max Q(s', a), with Q from the target network."""
    online, target, batch = random_state(rng), random_state(rng), random_batch(rng, 7)
    for gamma in (uniform(rng, 0.5, 0.95), 0.0, 1.0):
        actual = submission.dqn_targets(network(submission, online), network(submission, target), batch, gamma)
        assert_close(actual, expected_targets(online, target, batch, gamma), what="the targets")


@pytest.mark.points(12)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated step the target is the reward alone, whatever the networks say about the next state."""
    online, target, batch, gamma = random_state(rng), random_state(rng), random_batch(rng, 8), uniform(rng, 0.5, 0.95)
    ended = torch.from_numpy(rng.permutation([True] * 3 + [False] * 5))
    batch["terminated"] = ended
    spoiled = dict(batch, next_observations=batch["next_observations"].clone())
    spoiled["next_observations"][ended] = math.inf  # tanh's sums of infinities are nan
    for double in (False, True):
        going_on = None
        for data in (batch, spoiled):
            actual = submission.dqn_targets(
                network(submission, online), network(submission, target), data, gamma, double=double
            )
            assert_equal(list(actual.shape), [8], what="the shape of the targets")
            what = f"the targets of terminated steps with double={double}"
            assert_close(actual[ended], batch["rewards"][ended], what=what)
            if going_on is not None:
                assert_close(actual[~ended], going_on, what="the other targets of a batch with inf behind an end")
            going_on = actual[~ended]


@pytest.mark.points(14)
def test_double_dqn_chooses_online_and_values_with_the_target_network(submission, rng):
    """In double DQN the online network chooses the action in s', and the target network gives its value."""
    online, target, batch, gamma = random_state(rng), random_state(rng), random_batch(rng, 24), uniform(rng, 0.5, 0.95)
    actual = submission.dqn_targets(network(submission, online), network(submission, target), batch, gamma, double=True)
    assert_close(actual, expected_targets(online, target, batch, gamma, True), what="the targets of double DQN")


@pytest.mark.points(16)
def test_gradient_of_the_online_network(submission, rng):
    """The gradient is that of the loss with the targets held constant."""
    for double in (False, True):
        online, target, batch, gamma = (
            random_state(rng),
            random_state(rng),
            random_batch(rng, 11),
            uniform(rng, 0.5, 0.95),
        )
        batch["terminated"][3:5] = True
        targets = own_targets(submission, online, target, batch, gamma, double)
        leaves = {name: tensor.clone().requires_grad_() for name, tensor in online.items()}
        grads = torch.autograd.grad(expected_loss(leaves, batch, targets), list(leaves.values()))
        learner = network(submission, online)
        loss = submission.dqn_loss(learner, network(submission, target), batch, gamma, double=double)
        found = submission.grads(learner, loss, torch.tensor(1.0, dtype=torch.float64))
        assert_close(found, dict(zip(leaves, grads, strict=True)), what=f"the gradients with double={double}")


@pytest.mark.points(10)
def test_no_gradient_reaches_the_target_network(submission, rng):
    """The targets have no graph, and the target network gets no gradient from the loss."""
    online, target, batch = random_state(rng), random_state(rng), random_batch(rng, 6)
    for double in (False, True):
        learner, teacher = network(submission, online), network(submission, target)
        targets = submission.dqn_targets(learner, teacher, batch, 0.9, double=double)
        assert not targets.requires_grad, "the targets still carry a graph"
        assert_equal(list(targets.shape), [6], what="the shape of the targets")
        loss = submission.dqn_loss(learner, teacher, batch, 0.9, double=double)
        found = submission.grads(teacher, loss, torch.tensor(1.0, dtype=torch.float64))
        assert all(grad is None or not grad.any() for grad in found.values()), "the target network got a gradient"


@pytest.mark.points(12)
def test_soft_update_moves_every_parameter_by_tau(submission, rng):
    """Each parameter of the target becomes (1 - tau) * target + tau * online; the online network stays as it is."""
    online, target = random_state(rng), random_state(rng)
    fast, slow = network(submission, online), network(submission, target)
    expected = target
    for tau in (uniform(rng, 0.05, 0.4), 0.0, 0.75):
        submission.soft_update(slow, fast, tau)
        expected = {name: tensor - tau * (tensor - online[name]) for name, tensor in expected.items()}
        assert_close(slow.state_dict(), expected, what="the target network")
    submission.soft_update(slow, fast, 1.0)
    assert_close(slow.state_dict(), online, what="the target network after tau = 1")
    assert_equal(fast.state_dict(), online, what="the online network")


@pytest.mark.points(6)
def test_the_networks_stay_two(submission, rng):
    """After a soft update with tau = 1 the networks are equal, but share no memory."""
    online, target = random_state(rng), random_state(rng)
    fast, slow = network(submission, online), network(submission, target)
    submission.soft_update(slow, fast, 1.0)
    fast.load_state_dict(random_state(rng))
    assert_close(slow.state_dict(), online, what="the target network after the online network has moved on")
