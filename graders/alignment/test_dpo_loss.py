"""Grades `dpo_loss`: the oracle is logaddexp of NumPy, pair by pair; gradients are closed forms by tanh."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

# chosen, rejected, and the same under the reference. The policy finds the chosen answer likelier in pairs 3 and 4; its
# reward is higher in pairs 0, 1 and 3, and equal in pair 4.
PAIRS = [
    torch.tensor(row, dtype=torch.float64)
    for row in (
        [-12.0, -9.5, -12.0, -3.0, -8.0],
        [-11.0, -9.0, -11.5, -6.0, -9.0],
        [-14.0, -8.0, -6.5, -5.0, -7.0],
        [-10.5, -7.0, -10.0, -5.5, -8.0],
    )
]


def random_pairs(rng, n):
    return [-20 + 2 * normal(rng, n) for _ in range(4)]


def differences(pairs, beta):
    chosen, rejected, ref_chosen, ref_rejected = pairs
    return beta * ((chosen - rejected) - (ref_chosen - ref_rejected))


def expected(pairs, beta, smoothing=0.0):
    h = differences(pairs, beta).double().numpy()
    return float(np.mean((1 - smoothing) * np.logaddexp(0, -h) + smoothing * np.logaddexp(0, h)))


@pytest.mark.points(12)
def test_the_implicit_reward(submission, rng):
    """The reward of an answer is beta times the policy's log-probability minus the reference's."""
    for logp, ref, beta in ((PAIRS[0], PAIRS[2], 0.25), (*random_pairs(rng, 4)[:2], uniform(rng, 0.1, 0.9))):
        wanted = torch.from_numpy(beta * (logp.numpy() - ref.numpy()))
        assert_close(submission.implicit_rewards(logp, ref, beta), wanted, what="the rewards", rtol=1e-5)


@pytest.mark.points(36)
def test_the_loss_of_pairs(submission, rng):
    """The loss is the mean of -log sigmoid of the difference of rewards."""
    for pairs, beta in (
        (PAIRS, 0.25),
        ([row[:1] for row in PAIRS], 0.5),
        (random_pairs(rng, 4), uniform(rng, 0.1, 0.9)),
    ):
        what = f"the loss of {len(pairs[0])} pairs"
        assert_close(submission.dpo_loss(*pairs, beta), expected(pairs, beta), what=what, rtol=1e-5)


def plain_loss(submission, pairs, beta):
    """The answer's own loss without smoothing, and that of the same pairs the other way round: judged above."""
    chosen, rejected, ref_chosen, ref_rejected = pairs
    right = float(submission.dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta))
    wrong = float(submission.dpo_loss(rejected, chosen, ref_rejected, ref_chosen, beta))
    assert abs(right - wrong) > 1e-3, "The loss is the same whichever answer is preferred."
    return right, wrong


@pytest.mark.points(10)
def test_smoothed_labels(submission, rng):
    """A share e of the labels counts the other way round."""
    right, wrong = plain_loss(submission, PAIRS, 0.5)
    for smoothing in (0.25, uniform(rng, 0.05, 0.4)):
        found = submission.dpo_loss(*PAIRS, 0.5, label_smoothing=smoothing)
        wanted = (1 - smoothing) * right + smoothing * wrong
        assert_equal(list(found.shape), [], what="the shape of the loss")
        changes = abs(float(found) - right) > 1e-6
        assert changes, f"The loss with label_smoothing={smoothing} is that without: smoothing changes nothing."
        assert_close(found, wanted, what=f"the loss with e={smoothing}", rtol=1e-5)


@pytest.mark.points(14)
def test_the_gradient_of_the_policy(submission, rng):
    """The gradients of the chosen and of the rejected answers are those of the loss."""
    for pairs, beta, options in ((PAIRS, 0.5, ()), (random_pairs(rng, 3), uniform(rng, 0.1, 0.9), (0.25,))):
        leaves = [row.clone().requires_grad_() for row in pairs[:2]]
        loss = submission.dpo_loss(*leaves, *pairs[2:], beta, *options)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
        found = torch.autograd.grad(loss, leaves)
        directions, losses = [normal(rng, len(pairs[0])) for _ in range(2)], []
        for step in (1e-2, -1e-2):
            moved = [row + step * direction for row, direction in zip(pairs, directions, strict=False)]
            losses.append(float(submission.dpo_loss(*moved, *pairs[2:], beta, *options)))
        slope = (losses[0] - losses[1]) / 2e-2
        assert abs(slope) > 1e-9, "The loss doesn't change with the policy's log-probabilities."
        along = sum(float(np.asarray(one) @ np.asarray(way)) for one, way in zip(found, directions, strict=True))
        assert_close(along, slope, what="the slope of the loss in a direction, by the gradient", rtol=1e-4, atol=1e-4)


@pytest.mark.points(6)
def test_the_reference_is_frozen(submission, rng):
    """No gradient reaches the reference's log-probabilities, through the loss or the rewards."""
    leaves = [row.clone().requires_grad_() for row in PAIRS]
    loss, rewards = submission.dpo_loss(*leaves, 0.5), submission.implicit_rewards(leaves[0], leaves[2], 0.5)
    assert_equal(list(loss.shape), [], what="the shape of the loss")
    assert_equal(list(rewards.shape), [5], what="the shape of the rewards")
    for result in (loss, rewards.sum()):
        gradients = torch.autograd.grad(result, leaves, allow_unused=True)
        assert gradients[0] is not None, "no gradient reaches the policy."
        for gradient in gradients[2:]:
            assert gradient is None or not gradient.any(), "the reference gets a gradient."


@pytest.mark.points(2)
def test_the_dtype_of_the_log_probabilities(submission, rng):
    """Rewards and loss have the dtype of the log-probabilities."""
    for dtype in (torch.float64, torch.float32):
        pairs = [row.to(dtype) for row in PAIRS]
        rewards, loss = submission.implicit_rewards(pairs[0], pairs[2], 0.5), submission.dpo_loss(*pairs, 0.5)
        assert_equal([list(rewards.shape), list(loss.shape)], [[5], []], what="the shapes of rewards and loss")
        assert float(rewards.abs().max()) > 0.01, "All rewards are 0."
        assert_equal([str(rewards.dtype), str(loss.dtype)], [str(dtype)] * 2, what="the dtypes of rewards and loss")


@pytest.mark.points(8)
def test_far_on_either_side(submission, rng):
    """Log-probabilities in the thousands give the right finite loss and gradient."""
    for dtype in (torch.float64, torch.float32):
        for sign in (-1, 1):
            rows = [sign * 2000.0], [-sign * 2000.0], [-5.0], [-7.0]
            pairs = [torch.tensor(row, dtype=dtype) for row in rows]
            pairs[0].requires_grad_()
            loss = submission.dpo_loss(*pairs, 0.5)
            assert_equal(list(loss.shape), [], what="the shape of the loss")
            wanted, value = expected([row.detach() for row in pairs], 0.5), float(loss)
            assert math.isfinite(value), (
                f"The loss is {value} in place of {wanted:.0f}: a sigmoid has rounded to 0, or exp overflows."
            )
            assert not (sign < 0 and 5 < value < 200), (
                f"The loss is {value:.1f} in place of {wanted:.0f}: a small number was added to the sigmoid, or it or "
                "h was clipped, before the logarithm was taken."
            )
            assert_close(float(loss), wanted, what="the loss", rtol=1e-5, atol=1e-9)
            if loss.requires_grad:
                (found,) = torch.autograd.grad(loss, pairs[0])
                assert_close(float(found), 0.0 if sign > 0 else -0.5, what="the gradient", rtol=1e-5, atol=1e-9)
            pairs = [row.detach() for row in pairs]
            found = float(submission.dpo_loss(*pairs, 0.5, label_smoothing=0.25))
            assert_close(found, expected(pairs, 0.5, 0.25), what="the loss with e=0.25", rtol=1e-5, atol=1e-9)


@pytest.mark.points(12)
def test_the_metrics(submission, rng):
    """The mean rewards, the mean margin, and the share of pairs whose chosen answer has the higher reward."""
    for pairs, beta in ((PAIRS, 0.5), (random_pairs(rng, 6), uniform(rng, 0.1, 0.9))):
        chosen, rejected, ref_chosen, ref_rejected = (row.numpy() for row in pairs)
        wanted = {
            "chosen_reward": beta * float(np.mean(chosen - ref_chosen)),
            "rejected_reward": beta * float(np.mean(rejected - ref_rejected)),
            "margin": float(differences(pairs, beta).mean()),
            "accuracy": float(np.mean(chosen - rejected > ref_chosen - ref_rejected)),
        }
        found = submission.dpo_metrics(*pairs, beta)
        alone = [submission.dpo_metrics(*(row[i : i + 1] for row in pairs), beta) for i in range(len(chosen))]
        assert_equal(sorted(found), sorted(wanted), what="the names of the metrics")
        for name, number in wanted.items():
            assert isinstance(found[name], float), f"{name} is no Python float."
            if name != "accuracy":
                assert_close(found[name], number, what=name, rtol=1e-5, atol=1e-5)
        # Of several pairs, different comparisons have the same accuracy; pair by pair they haven't.
        shares = [number, *(chosen - rejected > ref_chosen - ref_rejected).astype(float).tolist()]
        what = "the accuracy of all pairs, then that of each pair alone"
        assert_close([one["accuracy"] for one in (found, *alone)], shares, what=what, rtol=1e-5, atol=1e-5)
