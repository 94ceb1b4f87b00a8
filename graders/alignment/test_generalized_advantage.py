"""Grades `generalized_advantage`: the oracle is the sum of discounted TD errors, for each step by itself, in NumPy."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

NEVER = torch.zeros(2, 5, dtype=torch.bool)
SOME = torch.tensor([[0, 1, 0, 0, 0], [0, 0, 1, 0, 1]], dtype=torch.bool)
OTHERS = torch.tensor([[0, 0, 0, 1, 0], [1, 0, 0, 0, 0]], dtype=torch.bool)


def stream(rng, n_streams=2, n=5):
    """Rewards and values of one long episode: the next value is the value of the next step."""
    values = normal(rng, n_streams, n + 1)
    return normal(rng, n_streams, n) + 1.0, values[:, :-1].clone(), values[:, 1:].clone()


def errors(rewards, values, next_values, terminated, gamma):
    r, v, w, end = (x.detach().numpy() for x in (rewards, values, next_values, terminated))
    return np.array([[r[i] - v[i] + (0 if end[i] else gamma * w[i])] for i in np.ndindex(r.shape)]).reshape(r.shape)


def expected(rewards, values, next_values, terminated, truncated, gamma, lam):
    delta = errors(rewards, values, next_values, terminated, gamma)
    ended = (terminated | truncated).numpy()
    advantages = np.zeros(delta.shape)
    for b, t in np.ndindex(delta.shape):
        for k in range(delta.shape[1] - t):
            advantages[b, t] += (gamma * lam) ** k * delta[b, t + k]
            if ended[b, t + k]:
                break
    return torch.from_numpy(advantages), torch.from_numpy(advantages + values.detach().numpy())


def check(submission, *args):
    wanted = expected(*args)
    found = submission.generalized_advantage(*args)
    assert_equal(len(found), 2, what="the number of results")
    assert_close(found[0], wanted[0], what="the advantages", rtol=1e-6)
    return found[1], wanted[1]


@pytest.mark.points(4)
def test_nothing_is_normalised(submission, rng):
    """Rewards and values twice as large give advantages twice as large: nothing is normalised."""
    data = stream(rng)
    rest = NEVER, NEVER, 0.5, 0.75
    one = np.asarray(submission.generalized_advantage(*data, *rest)[0].detach())
    other = np.asarray(submission.generalized_advantage(*(2 * x for x in data), *rest)[0].detach())
    assert_equal(list(one.shape), [2, 5], what="the shape of the advantages")
    assert one.any(), "the advantages are 0 throughout."
    assert not np.allclose(one, data[0].numpy()), "the advantages are the rewards."
    assert not np.allclose(one, other, rtol=0.05), "Rewards and values twice as large give the same advantages."
    assert_close(other, 2 * one, what="the advantages of rewards and values twice as large", rtol=1e-6)


@pytest.mark.points(26)
def test_advantages_are_discounted_sums_of_td_errors(submission, rng):
    """Within one episode, A_t is the sum of (gamma lambda)^k delta_{t+k} to the end of the stream."""
    check(submission, *stream(rng), NEVER, NEVER, 0.5, 0.75)
    check(submission, *stream(rng, 2, 1), NEVER[:, :1], NEVER[:, :1], 0.5, 0.75)
    never = torch.zeros(3, 4, dtype=torch.bool)
    check(submission, *stream(rng, 3, 4), never, never, uniform(rng, 0.6, 0.95), uniform(rng, 0.5, 0.9))


@pytest.mark.points(14)
def test_a_terminated_step_is_worth_its_reward_alone(submission, rng):
    """Where the episode terminated, the next value counts as 0 and the sum stops."""
    for flags in (SOME, OTHERS):
        check(submission, *stream(rng), flags, NEVER, uniform(rng, 0.5, 0.9), 1.0)


@pytest.mark.points(16)
def test_a_truncated_step_keeps_the_next_value(submission, rng):
    """Where the episode was truncated, the value of the state after it still counts, and the sum stops."""
    for flags in (SOME, OTHERS):
        rewards, values, next_values = stream(rng)
        next_values[flags] += 2.0  # the state after a truncation isn't the one in which the next episode begins
        check(submission, rewards, values, next_values, NEVER, flags, uniform(rng, 0.5, 0.9), 1.0)


@pytest.mark.points(6)
def test_both_kinds_of_end(submission, rng):
    """Terminated and truncated steps in one stream; a step that is both is terminated."""
    rewards, values, next_values = stream(rng)
    next_values[OTHERS] -= 2.0
    for flags in ((SOME, OTHERS), (SOME, SOME | OTHERS)):
        check(submission, rewards, values, next_values, *flags, 0.75, 0.5)


@pytest.mark.points(10)
def test_the_td_errors(submission, rng):
    """delta is r + gamma V(s') - V(s), and r - V(s) where the step terminated."""
    for flags, gamma in ((NEVER, 0.5), (SOME, uniform(rng, 0.6, 0.95))):
        data = stream(rng)
        wanted = torch.from_numpy(errors(*data, flags, gamma))
        assert_close(submission.td_errors(*data, flags, gamma), wanted, what="the TD errors", rtol=1e-6)


@pytest.mark.points(10)
def test_the_target_of_the_critic(submission, rng):
    """The returns are the advantages plus the values."""
    for flags in ((NEVER, NEVER), (SOME, OTHERS)):
        rewards, values, next_values = stream(rng)
        args = rewards, values, next_values, *flags, 0.75, 0.5
        own = submission.generalized_advantage(*args)
        assert_equal(list(own[0].shape), [2, 5], what="the shape of the advantages")
        assert own[0].detach().numpy().any(), "the advantages are 0 throughout."
        wanted = np.asarray(own[0].detach()) + values.numpy()
        assert_close(own[1], torch.from_numpy(wanted), what="the returns", rtol=1e-6)


@pytest.mark.points(6)
def test_lambda_0_and_lambda_1(submission, rng):
    """lambda = 0 leaves the TD error, lambda = 1 the discounted return minus the value."""
    for lam, gamma in ((0.0, 0.75), (1.0, 0.75), (1.0, 1.0)):
        check(submission, *stream(rng), NEVER, NEVER, gamma, lam)


@pytest.mark.points(4)
def test_nothing_is_read_behind_a_termination(submission, rng):
    """The next value of a terminated step has no influence, even if it is inf or nan."""
    rewards, values, next_values = stream(rng)
    calm = next_values.masked_fill(SOME, 0.0)
    for wild in (math.inf, math.nan):
        spoiled = next_values.masked_fill(SOME, wild)
        found = submission.generalized_advantage(rewards, values, spoiled, SOME, NEVER, 0.75, 0.5)
        wanted = expected(rewards, values, calm, SOME, NEVER, 0.75, 0.5)
        assert_close(found[0], wanted[0], what=f"the advantages with {wild} behind the ends", rtol=1e-6)
        found = submission.td_errors(rewards, values, spoiled, SOME, 0.75)
        # With lambda 0 the advantages are the TD errors.
        wanted = expected(rewards, values, calm, SOME, NEVER, 0.75, 0.0)
        assert_close(found, wanted[0], what=f"the TD errors with {wild} behind the ends", rtol=1e-6)


@pytest.mark.points(4)
def test_results_are_constants(submission, rng):
    """Advantages, returns and TD errors have no graph, also when the values have one, and the dtype of the values."""
    rewards, values, next_values = stream(rng)
    values.requires_grad_()
    next_values.requires_grad_()
    results = submission.generalized_advantage(rewards, values, next_values, SOME, OTHERS, 0.75, 0.5)
    for found in (*results, submission.td_errors(rewards, values, next_values, SOME, 0.75)):
        assert_equal(list(found.shape), [2, 5], what="the shape of a result")
        assert not found.requires_grad, "a result has a graph: the policy's loss would train the critic."
    for dtype in (torch.float64, torch.float32):
        single = [x.detach().to(dtype) for x in (rewards, values, next_values)]
        results = submission.generalized_advantage(*single, SOME, OTHERS, 0.75, 0.5)
        found = [str(x.dtype) for x in (*results, submission.td_errors(*single, SOME, 0.75))]
        assert_equal(found, [str(dtype)] * 3, what="the dtypes of advantages, returns and TD errors")
