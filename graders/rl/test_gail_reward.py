"""Grades `gail_reward`: sums in plain Python, and the best discriminator found by where the loss is flat."""

import math

import pytest
import torch

from kata.testing import assert_close
from kata.testing.tensors import normal


def log1pexp(x):
    """log(1 + e^x) for a float of any size."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def expected_loss(expert, agent):
    surprise = [log1pexp(-d) for d in expert.tolist()], [log1pexp(d) for d in agent.tolist()]
    return math.fsum(surprise[0]) / len(expert) + math.fsum(surprise[1]) / len(agent)


def expected_rewards(logits, kind):
    reward = {
        "gail": log1pexp,
        "negative": lambda d: -log1pexp(-d),
        "airl": lambda d: d,
    }[kind]
    return torch.tensor([reward(d) for d in logits.flatten().tolist()], dtype=torch.float64).reshape(logits.shape)


@pytest.mark.points(16)
def test_loss_averages_each_batch_by_itself(submission, rng):
    """The loss is the mean of -log D over the expert's pairs plus the mean of -log(1 - D) over the agent's."""
    # To a tolerance that a small number inside the logarithm passes: digits are judged at large logits.
    for n, m in [(3, 11), (8, 5), (1, 1)]:
        expert, agent = normal(rng, n) * 2 + 0.7, normal(rng, m) * 2
        actual = submission.discriminator_loss(expert, agent)
        assert_close(actual, expected_loss(expert, agent), rtol=1e-4, what="the loss")


@pytest.mark.points(12)
def test_gradient_of_the_loss(submission, rng):
    """The loss pushes expert logits up by (1 - D) / N and agent logits down by D / M."""
    expert, agent = normal(rng, 4).requires_grad_(), normal(rng, 7).requires_grad_()
    grads = torch.autograd.grad(submission.discriminator_loss(expert, agent), (expert, agent))
    right = -1 / (1 + expert.detach().exp()) / 4, 1 / (1 + (-agent.detach()).exp()) / 7
    assert_close(grads[0], right[0], rtol=1e-4, what="the gradient of the expert's logits")
    assert_close(grads[1], right[1], rtol=1e-4, what="the gradient of the agent's logits")


@pytest.mark.points(12)
def test_loss_and_gradient_at_large_logits(submission, rng):
    """The loss and its gradient are right for logits of +-1000, in float32 and float64."""
    signs = torch.tensor([1.0, -1.0, 1.0, -1.0], dtype=torch.float64)
    for size, dtype in [(1000.0, torch.float64), (1000.0, torch.float32), (60.0, torch.float32), (45.0, torch.float64)]:
        expert = (size * signs + normal(rng, 4)).to(dtype).requires_grad_()
        agent = (-size * signs[:3] + normal(rng, 3)).to(dtype).requires_grad_()
        loss = submission.discriminator_loss(expert, agent)
        right = torch.tensor(expected_loss(expert.detach(), agent.detach()), dtype=dtype)
        assert not float(loss.detach()) < float(right) / 2, (
            "the loss stops growing where the discriminator is most wrong"
        )
        assert_close(loss.detach(), right, exact_dtype=True, what=f"the loss at +-{size:g}")
        grads = torch.autograd.grad(loss, (expert, agent))
        # Beyond 40 the sigmoid is a step; what is left of it is far below the tolerance.
        assert_close(grads[0], -(expert.detach() < 0).to(dtype) / 4, what=f"the gradient at +-{size:g}")
        assert_close(grads[1], (agent.detach() > 0).to(dtype) / 3, what=f"the gradient at +-{size:g}")
    for size in (3.0, 7.0, 12.0):  # where log(1 + e^d) is near d, but isn't d
        expert, agent = normal(rng, 5) - size, normal(rng, 4) + size
        actual = submission.discriminator_loss(expert, agent)
        assert_close(actual, expected_loss(expert, agent), what=f"the loss at logits of about {size:g}")


@pytest.mark.points(12)
def test_gail_reward(submission, rng):
    """The reward "gail", which is the default, is -log(1 - D), positive and growing with D."""
    for shape in [(9,), (2, 3), ()]:
        logits = normal(rng, *shape) * 2
        for rewards in (submission.imitation_reward(logits), submission.imitation_reward(logits, kind="gail")):
            assert_close(rewards, expected_rewards(logits, "gail"), rtol=1e-4, what="the rewards")


@pytest.mark.points(12)
def test_negative_and_airl_rewards(submission, rng):
    """The reward "negative" is log D, and "airl" is the logit itself."""
    for kind in ("negative", "airl"):
        logits = normal(rng, 3, 4) * 2
        actual = submission.imitation_reward(logits, kind)
        assert_close(actual, expected_rewards(logits, kind), rtol=1e-4, what=f"{kind} rewards")


@pytest.mark.points(8)
def test_rewards_at_large_logits(submission, rng):
    """Rewards are right for logits of any size, to all digits, and keep the dtype."""
    for kind, centre in [("gail", 5.0), ("gail", 11.0), ("negative", -7.0)]:
        some = normal(rng, 4) * 3 + centre
        actual = submission.imitation_reward(some, kind)
        assert_close(actual, expected_rewards(some, kind), what=f"{kind} rewards of logits about {centre:g}")
    logits = torch.tensor([1000.0, -1000.0, 45.0, -45.0, 25.0]).double() + normal(rng, 5)
    for kind in ("gail", "negative", "airl"):
        for dtype in (torch.float32, torch.float64):
            given = logits.to(dtype)
            expected = expected_rewards(given, kind).to(dtype)
            # Beside rewards of 1000 the small ones are rounding errors: look at them by themselves.
            for chosen in (slice(0, 2), slice(2, 5)):
                actual = submission.imitation_reward(given[chosen], kind)
                assert_close(actual, expected[chosen], exact_dtype=True, what=f"{kind} rewards")


@pytest.mark.points(8)
def test_rewards_are_constants(submission, rng):
    """Rewards carry no graph to the discriminator."""
    logits = normal(rng, 6).requires_grad_()
    for kind in ("gail", "negative", "airl"):
        rewards = submission.imitation_reward(logits, kind)
        assert_close(rewards.detach(), expected_rewards(logits.detach(), kind), rtol=1e-4, what=f"{kind} rewards")
        assert not rewards.requires_grad, f"the {kind} rewards carry a graph"


@pytest.mark.points(4)
def test_unknown_rewards_are_refused(submission, rng):
    """A kind that is none of the three raises ValueError."""
    logits = normal(rng, 3)
    assert_close(submission.imitation_reward(logits, "airl"), logits, what="airl rewards")
    for kind in ("wgan", "", "GAIL"):
        with pytest.raises(ValueError):
            submission.imitation_reward(logits, kind)


@pytest.mark.points(10)
def test_best_logits_are_log_ratios_of_shares(submission, rng):
    """The best logit is log(p_expert / p_agent): with it the loss over the counted pairs is flat and lowest."""
    for shape, dtype in [((3, 4), torch.int64), ((5,), torch.float64), ((2, 3), torch.float32)]:
        expert = torch.from_numpy(rng.integers(1, 30, size=shape)).to(dtype)
        agent = torch.from_numpy(rng.integers(1, 9, size=shape)).to(dtype)
        actual = submission.best_logits(expert, agent)
        n, m = sum(expert.flatten().tolist()), sum(agent.flatten().tolist())
        pairs = zip(expert.flatten().tolist(), agent.flatten().tolist(), strict=True)
        expected = torch.tensor([math.log(e / n) - math.log(a / m) for e, a in pairs], dtype=torch.float64)
        assert_close(actual, expected.reshape(shape), rtol=1e-6, exact_dtype=True, what="the best logits")
    table = actual.flatten().requires_grad_()
    batches = [
        table[torch.arange(table.numel()).repeat_interleave(counts.flatten().long())] for counts in (expert, agent)
    ]
    slope = torch.autograd.grad(submission.discriminator_loss(*batches), table)[0]
    assert_close(slope, torch.zeros_like(slope), atol=1e-6, what="the slope of the loss at the best logits")


@pytest.mark.points(6)
def test_pairs_that_one_side_never_visits(submission, rng):
    """The best logit is inf for pairs of the expert alone, -inf for those of the agent alone, 0 for pairs of nobody."""
    order = torch.from_numpy(rng.permutation(6))
    expert, agent = torch.tensor([3, 0, 0, 5, 0, 2])[order], torch.tensor([0, 4, 0, 1, 0, 7])[order]
    share = math.log(5 / 10) - math.log(1 / 12), math.log(2 / 10) - math.log(7 / 12)
    expected = torch.tensor([math.inf, -math.inf, 0.0, share[0], 0.0, share[1]], dtype=torch.float64)[order]
    assert_close(submission.best_logits(expert, agent), expected, what="the best logits")
