"""Grades `reward_model_loss`: the oracle is logaddexp in NumPy, pair by pair; gradients are sigmoids by tanh."""

import itertools

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

CHOSEN = torch.tensor([1.5, -0.5, 0.25, 2.0], dtype=torch.float64)
REJECTED = torch.tensor([0.5, 1.0, -1.75, 2.5], dtype=torch.float64)


def pair(better, worse, margin=0.0):
    """-log sigmoid(better - worse - margin) = log(exp(0) + exp(-(...)))."""
    return float(np.logaddexp(0.0, margin - (float(better) - float(worse))))


def expected(chosen, rejected, margin=0.0):
    margins = np.broadcast_to(np.asarray(margin), tuple(chosen.shape))
    return float(np.mean([pair(c, r, m) for c, r, m in zip(chosen, rejected, margins, strict=True)]))


def slope(x):
    """sigmoid(-x), the size of the gradient for a difference x."""
    return 0.5 * (1 - torch.tanh(x / 2))


@pytest.mark.points(30)
def test_the_loss_of_pairs(submission, rng):
    """The loss is the mean of -log sigmoid(r_chosen - r_rejected)."""
    for chosen, rejected in [(CHOSEN[:1], REJECTED[:1]), (CHOSEN, REJECTED), (2 * normal(rng, 5), normal(rng, 5))]:
        found = submission.reward_model_loss(chosen, rejected)
        assert_close(found, expected(chosen, rejected), what=f"the loss of {len(chosen)} pairs", rtol=1e-6)


@pytest.mark.points(12)
def test_the_margin(submission, rng):
    """The margin is subtracted from the difference: one number for all pairs, or one for each."""
    drawn = torch.from_numpy(rng.uniform(0.5, 2.0, size=4))
    for margin in (1.5, torch.tensor([0.5, 3.0, 0.0, 1.0], dtype=torch.float64), drawn):
        found = submission.reward_model_loss(CHOSEN, REJECTED, margin)
        assert_close(found, expected(CHOSEN, REJECTED, margin), what="the loss with margins", rtol=1e-6)


def loss_of_pair(submission, chosen, rejected, dtype):
    return float(submission.reward_model_loss(*(torch.tensor([reward], dtype=dtype) for reward in (chosen, rejected))))


def check_gradients(submission, chosen, rejected):
    leaves = [chosen.clone().requires_grad_(), rejected.clone().requires_grad_()]
    loss = submission.reward_model_loss(*leaves)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the rewards."
    found = torch.autograd.grad(loss, leaves)
    size = slope(chosen - rejected) / len(chosen)
    assert_close(found[0], -size, what="the gradient of the chosen rewards", rtol=1e-6, atol=1e-7)
    assert_close(found[1], size, what="the gradient of the rejected rewards", rtol=1e-6, atol=1e-7)


@pytest.mark.points(4)
def test_large_rewards(submission, rng):
    """Rewards of +-1000 give a finite loss, in float64 and in float32: nothing overflows or rounds to 0 on the way."""
    for size in (60.0, 1000.0):
        for dtype in (torch.float64, torch.float32):
            for chosen, rejected in ((size, -size), (-size, size), (-size, -size - 1)):
                found = loss_of_pair(submission, chosen, rejected, dtype)
                assert np.isfinite(found), (
                    f"The loss of {chosen} over {rejected} is {found} where a number was expected."
                )
            what = f"the loss of {-size} over {-size - 1}"
            assert_close(found, pair(0, -1), rtol=1e-4, what=what)


@pytest.mark.points(6)
def test_the_loss_grows_with_the_error(submission, rng):
    """The further a pair is on the wrong side, the larger the loss: no clamp and no small number caps it."""
    for size in (60.0, 1000.0):
        for dtype in (torch.float64, torch.float32):
            near, far = (loss_of_pair(submission, -reward, reward, dtype) for reward in (size, 2 * size))
            assert_close(far - near, 2 * size, rtol=1e-5, what=f"what the loss gains from {size} to {2 * size}")
            wanted = float(pair(-size, size))
            assert_close(near, wanted, rtol=1e-5, what=f"the loss of {-size} over {size}")
    check_gradients(submission, torch.tensor([-900.0, 900.0]).double(), REJECTED[:2])


@pytest.mark.points(12)
def test_gradients(submission, rng):
    """The gradient of a pair is sigmoid(-(r_chosen - r_rejected)) over N, down for the chosen and up for the other."""
    check_gradients(submission, CHOSEN, REJECTED)


@pytest.mark.points(20)
def test_the_ranking_loss(submission, rng):
    """A ranking's loss is the mean over all pairs of its answers, the earlier one preferred; prompts are averaged."""
    fixed = torch.tensor([[2.0, -1.0, 0.5, 1.0], [0.0, 1.0, 3.0, -2.0]], dtype=torch.float64)
    for rewards in (fixed[:1, :2], fixed[:1], fixed, 2 * normal(rng, 2, 5), 2 * normal(rng, 3, 2)):
        losses = [np.mean([pair(*two) for two in itertools.combinations(row, 2)]) for row in rewards.tolist()]
        what = f"the loss of rewards of shape {tuple(rewards.shape)}"
        assert_close(submission.ranking_loss(rewards), float(np.mean(losses)), what=what, rtol=1e-6)
    # Its gradient in the whole: each pair pulls its two answers apart.
    rewards = fixed.clone().requires_grad_()
    loss = submission.ranking_loss(rewards)
    assert loss.requires_grad, "the ranking loss has no graph: no gradient reaches the rewards."
    (found,) = torch.autograd.grad(loss, rewards)
    wanted = torch.zeros_like(fixed)
    for i, j in itertools.combinations(range(4), 2):
        size = slope(fixed[:, i] - fixed[:, j]) / 12
        wanted[:, i] -= size
        wanted[:, j] += size
    assert_close(found, wanted, what="the gradient of the ranking loss", rtol=1e-6)


@pytest.mark.points(4)
def test_large_rewards_in_a_ranking(submission, rng):
    """Large rewards overflow nothing in a ranking either, and no clamp caps its loss."""
    rewards = torch.tensor([[0.0, 900.0], [900.0, 0.0]]).double()
    near, far = (float(submission.ranking_loss(size * rewards)) for size in (1.0, 2.0))
    assert 0 < near < np.inf, f"The ranking loss of rewards of 900 is {near}."
    # The scale has a test of its own.
    assert_close(far / near, 2.0, rtol=0.01, what="how many times larger the ranking loss of rewards twice as large is")


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """Both losses have the dtype of the rewards."""
    for dtype in (torch.float64, torch.float32):
        chosen, rejected = CHOSEN.to(dtype), REJECTED.to(dtype)
        found = [
            submission.reward_model_loss(chosen, rejected, 0.5),
            submission.ranking_loss(torch.stack([chosen, rejected])),
        ]
        assert_equal([list(x.shape) for x in found], [[], []], what="the shapes of the losses")
        assert all(float(x) for x in found), "a loss is 0."
        assert_equal([str(x.dtype) for x in found], [str(dtype)] * 2, what="the dtypes of both losses")


@pytest.mark.points(8)
def test_the_accuracy(submission, rng):
    """The accuracy is the share of pairs whose chosen answer has the higher reward."""
    assert_close(submission.pairwise_accuracy(CHOSEN[:3], REJECTED[:3]), 2 / 3, what="the accuracy", rtol=1e-6)
    n = int(rng.integers(2, 8))
    chosen = torch.cat([REJECTED - 0.5, torch.arange(n) + 10.0])
    rejected = torch.cat([REJECTED, torch.arange(n) + 9.5])
    assert_close(submission.pairwise_accuracy(chosen, rejected), n / (n + 4), what="the accuracy", rtol=1e-6)


@pytest.mark.points(2)
def test_a_tie_is_no_success(submission):
    """A pair whose rewards are equal counts as ordered wrongly, not as right or half right."""
    tied = torch.tensor([1.5, -3.0]).double()
    assert_close(submission.pairwise_accuracy(CHOSEN[:2], tied), 0.5, what="the accuracy with one tie", rtol=1e-6)
