"""Grades `sequence_policy_ratio`: the oracle goes from answer to answer and token to token, by cases."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

ADVANTAGES = torch.tensor([1.5, -1.0, -0.5, 2.0], dtype=torch.float64)
# All lengths differ, and the advantages of the positions that are left out don't sum to 0.
MASK = torch.tensor([[1, 1, 1, 1, 1], [0, 1, 1, 0, 0], [1, 1, 1, 1, 0], [0, 0, 1, 1, 1]], dtype=torch.bool)
ALL = torch.ones(4, 5, dtype=torch.bool)
WIDE = 50.0  # a width that nothing reaches upwards


def tokens(rng):
    """Log-probabilities under policy and old policy: tokens move both ways, and answers too."""
    old = -normal(rng, 4, 5).abs() - 0.25
    shift = torch.tensor([0.9, -0.7, 0.1, -0.1, 0.6], dtype=torch.float64)
    answers = torch.tensor([0.5, -0.6, 0.4, -0.5], dtype=torch.float64)[:, None]
    return old + shift - 0.16 + answers + 0.05 * normal(rng, 4, 5), old


def chosen(mask, i):
    return [t for t in range(mask.shape[1]) if mask[i, t]]


def clipped(ratio, a, low, high):
    """The term and whether its gradient is gone."""
    gone = ratio > 1 + high if a > 0 else ratio < 1 - low
    return ((1 + high if a > 0 else 1 - low) if gone else ratio) * a, gone


def ratio_of(logp, old, mask, i):
    return math.exp(math.fsum(float(logp[i, t] - old[i, t]) for t in chosen(mask, i)) / len(chosen(mask, i)))


def gspo(logp, old, advantages, mask, low, high):
    slopes, terms = np.zeros(tuple(logp.shape)), []
    for i, a in enumerate(advantages.tolist()):
        ratio = ratio_of(logp, old, mask, i)
        term, gone = clipped(ratio, a, low, high)
        terms.append(term)
        slopes[i, chosen(mask, i)] = 0.0 if gone else -ratio * a / len(chosen(mask, i)) / len(advantages)
    return -math.fsum(terms) / len(terms), torch.from_numpy(slopes)


def dr_grpo(logp, old, advantages, mask, low, high, n_max):
    slopes, total = np.zeros(tuple(logp.shape)), []
    for i, a in enumerate(advantages.tolist()):
        for t in chosen(mask, i):
            ratio = math.exp(float(logp[i, t] - old[i, t]))
            term, gone = clipped(ratio, a, low, high)
            total.append(term)
            slopes[i, t] = 0.0 if gone else -ratio * a / n_max / len(advantages)
    return -math.fsum(total) / n_max / len(advantages), torch.from_numpy(slopes)


def check(function, oracle, *args, what="the loss"):
    assert_close(function(*args), oracle(*args)[0], what=what, rtol=1e-6)


def check_each(function, oracle, logp, old, *rest):
    """Compares the losses of single answers at once: with one sign alone, different ways to clip look the same."""
    alone = [[*(x[i : i + 1] for x in (logp, old, ADVANTAGES, ALL)), *rest] for i in range(4)]
    what = "the losses of single answers with the advantages 1.5, -1, -0.5 and 2"
    found = [function(*args) for args in alone]
    assert_close(found, [oracle(*args)[0] for args in alone], what=what, rtol=1e-6)


def check_gradient(function, oracle, logp, *args):
    leaf = logp.clone().requires_grad_()
    loss = function(leaf, *args)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
    (found,) = torch.autograd.grad(loss, leaf)
    assert_close(found, oracle(logp, *args)[1], rtol=1e-6, what="the gradient")


@pytest.mark.points(14)
def test_the_ratio_of_an_answer(submission, rng):
    """An answer's ratio is the exponential of the mean of logp - old over its tokens."""
    for mask in (ALL, MASK):
        logp, old = tokens(rng)
        right = torch.tensor([ratio_of(logp, old, mask, i) for i in range(4)], dtype=torch.float64)
        assert_close(submission.sequence_ratios(logp, old, mask), right, rtol=1e-6, what="the ratios")


@pytest.mark.points(14)
def test_answers_are_clipped_as_a_whole(submission, rng):
    """GSPO's loss is minus the mean of the clipped terms s A, one for each answer."""
    logp, old = tokens(rng)
    check_each(submission.gspo_loss, gspo, logp, old, 0.25, 0.25)
    width = uniform(rng, 0.1, 0.4)
    check(submission.gspo_loss, gspo, logp, old, ADVANTAGES, MASK, width, width, what="the loss of four answers")


def check_widths(submission, sign, low, high):
    """Both losses of single tokens that have moved far up and far down, where a token is the whole answer."""
    old = torch.full((4, 1), -2.0, dtype=torch.float64)
    logp = old + torch.tensor([[0.9], [0.5], [-0.5], [-0.9]], dtype=torch.float64)
    mask, a = torch.ones(4, 1, dtype=torch.bool), sign * torch.tensor([1.0, 2.0, 0.5, 1.5], dtype=torch.float64)
    args = (logp, old, a, mask, low, high)
    check(submission.gspo_loss, gspo, *args, what=f"GSPO's loss with the widths {low} and {high}")
    check(submission.dr_grpo_loss, dr_grpo, *args, 1, what=f"Dr. GRPO's loss with the widths {low} and {high}")


@pytest.mark.points(5)
def test_clip_high_bounds_upwards(submission):
    """clip_high is how far a ratio may rise, where the advantage is above 0."""
    check_widths(submission, 1, 0.25, 0.5)


@pytest.mark.points(5)
def test_clip_low_bounds_downwards(submission):
    """clip_low is how far a ratio may fall, where the advantage is below 0."""
    check_widths(submission, -1, 0.25, WIDE)


@pytest.mark.points(4)
def test_other_positions_have_no_influence(submission, rng):
    """What stands at other positions has no influence on a loss or its gradient, however large it is."""

    def with_gradient(name, logp, old, *rest):
        leaf = logp.clone().requires_grad_()
        loss = getattr(submission, name)(leaf, old, ADVANTAGES, MASK, 0.25, 0.25, *rest)
        assert loss.requires_grad, f"what {name} gives has no graph: no gradient reaches the policy."
        return loss.detach(), torch.autograd.grad(loss, leaf)[0]

    for name, rest in (("gspo_loss", ()), ("dr_grpo_loss", (5,))):
        logp, old = (x.masked_fill(~MASK, -1.0) for x in tokens(rng))
        logp = old + 0.2 * (logp - old)  # nothing is clipped
        value, slopes = with_gradient(name, logp, old, *rest)
        assert slopes[MASK].numpy().any(), f"the gradient of {name} is 0 at all tokens."
        found = with_gradient(name, logp, old.masked_fill(~MASK, -2000.0), *rest)
        # The gradient first: where the loss is right, it alone may be nan.
        finite = np.isfinite(found[1].numpy()).all()
        assert finite, f"the gradient of {name} holds nan: something overflows at other positions, and inf * 0 is nan."
        what = f"of {name} with -2000 at other positions"
        assert_close(found[1][MASK], slopes[MASK], rtol=1e-6, what=f"the gradient {what}")
        assert_close(found[1][~MASK], 0 * slopes[~MASK], atol=1e-9, what=f"the gradient there {what}")
        assert_close(found[0], value, rtol=1e-6, what=f"the loss {what}")


@pytest.mark.points(10)
def test_the_gradient_of_gspo(submission, rng):
    """A clipped answer has no gradient at any token, another the same at all its tokens."""
    logp, old = tokens(rng)
    check_gradient(submission.gspo_loss, gspo, logp, old, ADVANTAGES, ALL, 0.3, 0.3)


@pytest.mark.points(4)
def test_advantages_keep_their_scale(submission, rng):
    """Rewards twice as large give advantages twice as large: no standard deviation divides them."""
    rewards = normal(rng, 1, 4) + 20.0
    one, other = (np.asarray(submission.centered_advantages(factor * rewards).detach()) for factor in (1, 2))
    assert_equal(list(one.shape), [1, 4], what="the shape of the advantages")
    assert one.any(), "all advantages are 0, though the rewards differ."
    assert np.abs(one).max() < 14, "the advantages still hold what all rewards have in common."
    assert not np.allclose(one, other, rtol=0.05), "Rewards twice as large give the same advantages: they are divided."
    assert_close(other, 2 * one, rtol=1e-6, what="the advantages of rewards twice as large")


@pytest.mark.points(3)
def test_each_group_has_its_own_mean(submission, rng):
    """The mean is that of the group and not of all rewards: the advantages of each prompt's answers sum to 0."""
    fixed = torch.tensor([[1.0, 0.0, 0.0, 3.0], [-2.0, 4.0, 9.0, 5.0]], dtype=torch.float64)
    for rewards in (fixed, 3 * normal(rng, 3, 5)):
        found = submission.centered_advantages(rewards).detach()
        assert_equal(list(found.shape), list(rewards.shape), what="the shape of the advantages")
        assert all(row.any() for row in found.numpy()), "all advantages of a group are 0, though its rewards differ."
        sums = found.sum(dim=1)
        assert_close(sums, torch.zeros_like(sums), atol=1e-6, what="the sums of the advantages within the groups")


@pytest.mark.points(5)
def test_advantages_are_centered_alone(submission, rng):
    """Dr. GRPO's advantage is the reward minus the mean of its group, and isn't scaled; here of a single group."""
    fixed = torch.tensor([[-2.0, 4.0, 9.0, 5.0]], dtype=torch.float64)
    for rewards in (fixed, 3 * normal(rng, 1, 5)):
        rows = [[x - math.fsum(row) / len(row) for x in row] for row in rewards.tolist()]
        right = torch.tensor(rows, dtype=torch.float64)
        assert_close(submission.centered_advantages(rewards), right, rtol=1e-6, atol=1e-9, what="the advantages")


@pytest.mark.points(10)
def test_tokens_are_clipped_for_themselves(submission, rng):
    """Dr. GRPO's terms are those of single tokens, clipped one by one."""
    logp, old = tokens(rng)
    check_each(submission.dr_grpo_loss, dr_grpo, logp, old, 0.25, 0.25, 5)  # as many tokens as n_max
    width = uniform(rng, 0.1, 0.4)
    args = (logp, old, ADVANTAGES, ALL, width, width)
    check(submission.dr_grpo_loss, dr_grpo, *args, 5, what="the loss of four answers")


@pytest.mark.points(10)
def test_sums_are_divided_by_a_constant(submission, rng):
    """Dr. GRPO divides each answer's sum over its tokens by n_max, whatever its length, and averages over answers."""
    logp, old = tokens(rng)
    logp = old + 0.2 * (logp - old)  # nothing is clipped
    for n_max in (8, 20):
        for mask in (MASK, ALL):
            check(submission.dr_grpo_loss, dr_grpo, logp, old, ADVANTAGES, mask, 0.9, WIDE, n_max)


@pytest.mark.points(8)
def test_the_gradient_of_dr_grpo(submission, rng):
    """A clipped token has no gradient, all others that of r A over constants."""
    logp, old = tokens(rng)
    check_gradient(submission.dr_grpo_loss, dr_grpo, logp, old, ADVANTAGES, ALL, 0.3, 0.3, 5)


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """The losses have the dtype of the log-probabilities, and the advantages that of the rewards."""
    for dtype in (torch.float64, torch.float32):
        logp, old, a = (x.to(dtype) for x in (*tokens(rng), ADVANTAGES))
        found = [
            submission.gspo_loss(logp, old, a, MASK, 0.25, 0.25),
            submission.dr_grpo_loss(logp, old, a, MASK, 0.25, 0.25, 5),
            submission.centered_advantages(logp),
        ]
        assert_equal([list(x.shape) for x in found], [[], [], [4, 5]], what="the shapes of the results")
        assert all(x.numpy().any() for x in found), "a result is 0 throughout."
        what = "the dtypes of both losses and of the advantages"
        assert_equal([str(x.dtype) for x in found], [str(dtype)] * 3, what=what)


@pytest.mark.points(6)
def test_what_is_constant_gets_no_gradient(submission, rng):
    """Old log-probabilities and advantages get no gradient."""
    for name, rest in (("gspo_loss", ()), ("dr_grpo_loss", (5,))):
        leaves = [x.requires_grad_() for x in (*tokens(rng), ADVANTAGES.clone())]
        loss = getattr(submission, name)(*leaves, ALL, 0.2, 0.3, *rest)
        assert_equal(list(loss.shape), [], what=f"the shape of what {name} gives")
        gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
        assert gradients[0] is not None, "no gradient reaches the policy."
        for argument, gradient in zip(("old_log_probs", "advantages"), gradients[1:], strict=True):
            assert gradient is None or not gradient.any(), f"{argument} gets a gradient in {name}."
    advantages = submission.centered_advantages(normal(rng, 2, 3).requires_grad_())
    assert_equal(list(advantages.shape), [2, 3], what="the shape of the advantages")
    assert not advantages.requires_grad, "the advantages have a graph."
