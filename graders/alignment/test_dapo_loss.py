"""Grades `dapo_loss`: the oracle goes from token to token in Python's floats, by cases, with its gradient."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

ADVANTAGES = torch.tensor([1.5, -1.0, -0.5, 2.0], dtype=torch.float64)
MASK = torch.tensor([[1, 1, 1, 1, 1], [0, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 0, 1, 1, 1]], dtype=torch.bool)
ALL = torch.ones(4, 5, dtype=torch.bool)


def tokens(rng):
    """Log-probabilities under policy and old policy: ratios within every range and on both sides of it."""
    old = -normal(rng, 4, 5).abs() - 0.25
    shift = torch.tensor([0.9, -0.9, 0.1, -0.1, 0.5], dtype=torch.float64)
    return old + shift + 0.05 * normal(rng, 4, 5), old


def expected(logp, old, advantages, mask, low, high):
    """The loss and its gradient."""
    slopes, terms = np.zeros(tuple(logp.shape)), []
    n_tokens = int(mask.sum())
    for i, a in enumerate(advantages.tolist()):
        for t in range(logp.shape[1]):
            if not mask[i, t]:
                continue
            ratio = math.exp(float(logp[i, t]) - float(old[i, t]))
            gone = ratio > 1 + high if a > 0 else ratio < 1 - low
            bound = (1 + high if a > 0 else 1 - low) if gone else ratio
            terms.append(bound * a)
            slopes[i, t] = 0.0 if gone else -ratio * a / n_tokens
    return -math.fsum(terms) / n_tokens, torch.from_numpy(slopes)


def check(submission, *args, what="the loss"):
    assert_close(submission.dapo_loss(*args), expected(*args)[0], what=what, rtol=1e-6)


def check_each(submission, logp, old, low, high, answers, what):
    """Compares the losses of some answers at once: with one sign or one answer, different losses look the same."""
    alone = [[x[answer] for x in (logp, old, ADVANTAGES, ALL)] for answer in answers]
    found = [submission.dapo_loss(*args, low, high) for args in alone]
    assert_close(found, [expected(*args, low, high)[0] for args in alone], what=what, rtol=1e-6)


@pytest.mark.points(24)
def test_the_clipped_terms(submission, rng):
    """The loss is minus the mean of the clipped terms r A, token by token; here both widths are the same."""
    for clip in (0.25, uniform(rng, 0.15, 0.4)):
        what = "the losses of answers with the advantages 1.5, -1, -0.5 and 2, and of all four"
        check_each(submission, *tokens(rng), clip, clip, ([0], [1], [2], [3], [0, 1, 2, 3]), what)


@pytest.mark.points(16)
def test_the_range_has_two_widths(submission, rng):
    """A ratio is clipped at 1 + clip_high upwards and at 1 - clip_low downwards."""
    for low, high in ((0.2, 0.6), (0.4, 0.1), (uniform(rng, 0.1, 0.3), uniform(rng, 0.35, 0.5))):
        what = "the losses of one answer with a negative and of one with a positive advantage"
        check_each(submission, *tokens(rng), low, high, ([1], [0]), what)


@pytest.mark.points(18)
def test_each_token_weighs_the_same(submission, rng):
    """The terms at all tokens of the batch share one mean, however long their answers are; the rest isn't counted."""
    _, old = tokens(rng)
    logp = old + torch.from_numpy(rng.uniform(-0.2, 0.2, size=(4, 5)))  # nothing is clipped
    check(submission, logp, old, ADVANTAGES, MASK, 0.25, 0.25)
    check(submission, logp[:2], old[:2], ADVANTAGES[:2], MASK[:2], 0.25, 0.25, what="the loss of 5 tokens and 2")
    single = logp.float(), old.float(), ADVANTAGES.float(), MASK
    right = torch.tensor(expected(*single, 0.25, 0.25)[0], dtype=torch.float32)
    assert_close(submission.dapo_loss(*single, 0.25, 0.25), right, what="the loss in float32", exact_dtype=True)


@pytest.mark.points(12)
def test_the_gradient(submission, rng):
    """Clipped tokens have no gradient, and all others that of r A over the number of tokens."""
    logp, old = tokens(rng)
    leaf = logp.clone().requires_grad_()
    loss = submission.dapo_loss(leaf, old, ADVANTAGES, ALL, 0.3, 0.3)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
    (found,) = torch.autograd.grad(loss, leaf)
    assert_close(found, expected(logp, old, ADVANTAGES, ALL, 0.3, 0.3)[1], what="the gradient", rtol=1e-6)


@pytest.mark.points(4)
def test_what_is_constant_gets_no_gradient(submission, rng):
    """Old log-probabilities and advantages get no gradient."""
    leaves = [x.requires_grad_() for x in (*tokens(rng), ADVANTAGES.clone())]
    loss = submission.dapo_loss(*leaves, ALL, 0.2, 0.3)
    assert_equal(list(loss.shape), [], what="the shape of the loss")
    gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    assert gradients[0] is not None, "no gradient reaches the policy."
    for name, gradient in zip(("old_log_probs", "advantages"), gradients[1:], strict=True):
        assert gradient is None or not gradient.any(), f"{name} gets a gradient."


@pytest.mark.points(10)
def test_the_penalty_of_overlong_answers(submission, rng):
    """Between n_max - n_cache and n_max the penalty falls by equal steps from 0 to -1."""
    drawn = int(rng.integers(30, 60))
    for n_max, n_cache in ((100, 20), (64, 16), (drawn, 10)):
        lengths = torch.arange(n_max - n_cache, n_max + 1)
        right = torch.tensor([-i / n_cache for i in range(n_cache + 1)])
        what = f"the penalties with n_max={n_max} and n_cache={n_cache}"
        assert_close(submission.overlong_penalty(lengths, n_max, n_cache), right, rtol=1e-5, what=what)


@pytest.mark.points(6)
def test_short_answers_and_cut_ones(submission, rng):
    """Short answers have no penalty, and none is worse than -1."""
    lengths = torch.tensor([1, 40, 79, 101, 150, 1000])
    right = torch.tensor([0.0, 0.0, 0.0, -1.0, -1.0, -1.0])
    assert_close(submission.overlong_penalty(lengths, 100, 20), right, rtol=1e-5, atol=1e-6, what="the penalties")


@pytest.mark.points(10)
def test_groups_without_differences_are_dropped(submission, rng):
    """A group is kept when its rewards aren't all equal, whatever they are."""
    rewards = [
        [1.0, 1, 1],
        [0, 0, 0],
        [0, 1, 0],
        [-0.5, -0.5, -0.5],
        [2, 2, 2.5],
        [-1, 1, 0],
        [1, 1, 0],
        [0.1, 0.1, 0.1],
    ]
    rewards = torch.tensor(rewards, dtype=torch.float64)  # the mean of three times 0.1 isn't 0.1 in floats
    right = torch.tensor([False, False, True, False, True, True, True, False])
    order = torch.from_numpy(rng.permutation(8))
    for rows in (torch.arange(8), order):
        assert_equal(submission.informative_groups(rewards[rows]), right[rows], what="the kept groups")
