"""Grades `reference_free_preference`: NumPy's logaddexp pair by pair, and log-odds from the series of 1 - exp(x)."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform

# Sums, lengths: the longer answers have the lower sums, and the order of the means is another one.
CHOSEN = torch.tensor([-8.0, -3.0, -12.0, -1.0], dtype=torch.float64)
REJECTED = torch.tensor([-6.0, -9.0, -4.0, -2.5], dtype=torch.float64)
LENGTHS = torch.tensor([8, 2, 5, 4]), torch.tensor([2, 9, 5, 3])


def draw(rng):
    lengths = [torch.from_numpy(rng.integers(1, 9, size=3)) for _ in range(2)]
    return *(-torch.from_numpy(rng.uniform(0.1, 3.0, size=3)) * n for n in lengths), *lengths


def odds(log_p):
    """log p - log(1 - p), with 1 - p as a sum of powers where p is near 1."""
    x = -float(log_p)
    rest = x * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) if x < 1e-3 else 1 - math.exp(-x)
    return -x - math.log(rest)


def means(pairs):
    chosen, rejected, n_chosen, n_rejected = (x.detach().numpy() for x in pairs)
    return chosen / n_chosen, rejected / n_rejected


def simpo(pairs, beta, gamma):
    c, r = means(pairs)
    return float(np.logaddexp(0, gamma - beta * (c - r)).mean())


def orpo(pairs, lam):
    c, r = means(pairs)
    ratio = np.array([odds(a) - odds(b) for a, b in zip(c, r, strict=True)])
    return float((-c + lam * np.logaddexp(0, -ratio)).mean())


FIXED = (CHOSEN, REJECTED, *LENGTHS)


@pytest.mark.points(22)
def test_the_loss_of_simpo(submission, rng):
    """Without a margin, SimPO is the mean of -log sigmoid of beta times the difference of mean log-probabilities."""
    for pairs, beta in ((FIXED, 2.0), (draw(rng), uniform(rng, 0.5, 3.0))):
        assert_close(submission.simpo_loss(*pairs, beta, 0.0), simpo(pairs, beta, 0.0), what="the loss", rtol=1e-6)


@pytest.mark.points(12)
def test_the_margin(submission, rng):
    """gamma is subtracted from the difference of rewards."""
    for pairs, gamma in ((FIXED, 1.5), (draw(rng), uniform(rng, 0.5, 2.0))):
        found = submission.simpo_loss(*pairs, 2.0, gamma)
        assert_close(found, simpo(pairs, 2.0, gamma), what=f"the loss with gamma={gamma}", rtol=1e-6)


@pytest.mark.points(14)
def test_the_log_odds(submission, rng):
    """The log-odds are log p - log(1 - p)."""
    for log_p in (torch.tensor([-0.25, -1.0, -3.0]).double(), -torch.from_numpy(rng.uniform(0.1, 4.0, size=(2, 3)))):
        wanted = [odds(x) for x in log_p.flatten()]
        found = submission.log_odds(log_p)
        assert_close(found, torch.tensor(wanted).double().reshape(log_p.shape), what="the log-odds", rtol=1e-5)


@pytest.mark.points(20)
def test_the_loss_of_orpo(submission, rng):
    """ORPO is the negative mean log-probability of the chosen answers plus lam times the odds-ratio term."""
    for pairs, lam in ((FIXED, 0.5), (FIXED, 0.0), (draw(rng), uniform(rng, 0.1, 1.0))):
        assert_close(submission.orpo_loss(*pairs, lam), orpo(pairs, lam), what=f"the loss with lam={lam}", rtol=1e-5)


@pytest.mark.points(12)
def test_gradients(submission, rng):
    """Both losses have the gradients of their formulas, for both answers of a pair."""
    for name, args in (("simpo_loss", (2.0, 0.5)), ("orpo_loss", (0.5,))):
        leaves = [x.clone().requires_grad_() for x in (CHOSEN, REJECTED)]
        loss = getattr(submission, name)(*leaves, *LENGTHS, *args)
        assert loss.requires_grad, f"{name} has no graph: no gradient reaches the policy."
        found = torch.autograd.grad(loss, leaves)
        c, r = means(FIXED)
        if name == "simpo_loss":
            slope = -2.0 / (1 + np.exp(2.0 * (c - r) - 0.5))
            slopes = slope, -slope
        else:
            ratio = np.array([odds(a) - odds(b) for a, b in zip(c, r, strict=True)])
            weight = 0.5 / (1 + np.exp(ratio))
            slopes = -1 - weight / (1 - np.exp(c)), weight / (1 - np.exp(r))
        for which, gradient, slope, n in zip(("chosen", "rejected"), found, slopes, LENGTHS, strict=True):
            wanted = torch.from_numpy(slope / n.numpy() / 4)
            assert_close(gradient, wanted, what=f"the gradient of {name} for the {which} answers", rtol=1e-5)


@pytest.mark.points(8)
def test_near_certainty(submission, rng):
    """Mean log-probabilities next to 0 have finite, exact log-odds and gradients."""
    values = [-1e-12, -1e-9, -3e-7]
    leaf = torch.tensor(values).double().requires_grad_()
    found = submission.log_odds(leaf)
    wanted = torch.tensor([odds(x) for x in values]).double()
    assert_close(found, wanted, what=f"the log-odds of {values}", rtol=1e-6)
    if found.requires_grad:
        (gradient,) = torch.autograd.grad(found, leaf, torch.ones(3).double())
        slopes = torch.tensor([1 / -math.expm1(x) for x in values]).double()
        assert_close(gradient / slopes, torch.ones(3).double(), what="the gradient over the right one", rtol=1e-6)
    pair = torch.tensor([-1e-12]).double(), torch.tensor([-3e-7]).double(), torch.tensor([1]), torch.tensor([1])
    what = "the loss of ORPO for the log-probabilities -1e-12 and -3e-7"
    assert_close(submission.orpo_loss(*pair, 0.5), orpo(pair, 0.5), what=what, rtol=1e-6)


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """Losses and log-odds have the dtype of the log-probabilities."""
    for dtype in (torch.float64, torch.float32):
        pairs = CHOSEN.to(dtype), REJECTED.to(dtype), *LENGTHS
        found = [
            submission.simpo_loss(*pairs, 2.0, 0.5),
            submission.orpo_loss(*pairs, 0.5),
            submission.log_odds(pairs[0]),
        ]
        assert_equal([list(x.shape) for x in found], [[], [], [4]], what="the shapes of losses and log-odds")
        assert all(x.numpy().any() for x in found), "a result is 0 throughout."
        what = "the dtypes of both losses and of the log-odds"
        assert_equal([str(x.dtype) for x in found], [str(dtype)] * 3, what=what)


@pytest.mark.points(4)
def test_unlikely_answers(submission, rng):
    """Where p itself is too small for a number, log p is the log-odds, with a slope of 1."""
    values = [-20.0, -1e4]
    leaf = torch.tensor([-3.0, *values]).double().requires_grad_()
    found = submission.log_odds(leaf)
    wanted = torch.tensor([odds(-3.0), *values]).double()
    assert_close(found, wanted, what=f"the log-odds of {[-3.0, *values]}", rtol=1e-6)
    if found.requires_grad:
        (gradient,) = torch.autograd.grad(found, leaf, torch.ones(3).double())
        assert_close(gradient[1:], torch.ones(2).double(), what=f"the gradient for {values}", rtol=1e-6)


@pytest.mark.points(6)
def test_far_on_either_side(submission, rng):
    """Rewards and log-odds that lie thousands apart give the right finite losses."""
    one = torch.tensor([1])
    for chosen, rejected in ((-4000.0, -1.0), (-1.0, -4000.0)):
        pairs = torch.tensor([chosen]).double(), torch.tensor([rejected]).double(), one, one
        found = [submission.simpo_loss(*pairs, 2.0, 0.0), submission.orpo_loss(*pairs, 0.5)]
        assert_equal([list(x.shape) for x in found], [[], []], what="the shapes of the losses")
        assert_close(float(found[0]), simpo(pairs, 2.0, 0.0), what="the loss of SimPO", rtol=1e-6, atol=1e-9)
        assert_close(float(found[1]), orpo(pairs, 0.5), what="the loss of ORPO", rtol=1e-6)
