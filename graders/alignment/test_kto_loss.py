"""Grades `kto_loss`: the oracle goes from answer to answer in Python's floats, with its gradient."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

UP = torch.tensor([True, False, True, True, False])
ALL_UP = torch.ones(4, dtype=torch.bool)


def answers(rng, n):
    """Log-probabilities under policy and reference: rewards on both sides of 0 and of any z."""
    ref = -5 - 3 * normal(rng, n).abs()
    return ref + 2 * normal(rng, n) + torch.linspace(-2, 3, n, dtype=torch.float64), ref


def z_of(value):
    return torch.tensor(value, dtype=torch.float64)


def expected(logp, ref, desirable, z, beta, w_up, w_down):
    """The loss and its gradient."""
    terms, slopes = [], []
    for p, q, up in zip(logp.tolist(), ref.tolist(), desirable.tolist(), strict=True):
        sign, weight = (1, w_up) if up else (-1, w_down)
        left = 1 / (1 + math.exp(sign * beta * (p - q - float(z))))  # 1 - sigmoid
        terms.append(weight * left)
        slopes.append(-sign * weight * beta * left * (1 - left) / len(logp))
    return math.fsum(terms) / len(terms), torch.tensor(slopes, dtype=torch.float64)


def check(submission, *args, what):
    assert_close(submission.kto_loss(*args), expected(*args)[0], rtol=1e-6, what=what)


@pytest.mark.points(14)
def test_the_reference_point(submission, rng):
    """z is the mean of log pi - log ref over the mismatched answers."""
    for n in (1, 4, 7):
        logp, ref = answers(rng, n)
        logp = ref + (logp - ref).abs()  # no difference is negative, which another test is about
        right = math.fsum((logp - ref).tolist()) / n
        assert_close(submission.reference_point(logp, ref), right, rtol=1e-6, what=f"z for {n} answers")


@pytest.mark.points(6)
def test_the_reference_point_is_never_negative(submission, rng):
    """Where the mean is negative, z is 0; the mean is taken first."""
    ref = -5 - normal(rng, 4).abs()
    shifts = torch.tensor([1.0, -4.0, 2.0, -3.0], dtype=torch.float64)
    assert_close(submission.reference_point(ref + shifts, ref), 0.0, atol=1e-9, what="z for a mean of -1")
    assert_close(submission.reference_point(ref - shifts, ref), 1.0, rtol=1e-6, what="z for a mean of 1")


@pytest.mark.points(20)
def test_desirable_answers(submission, rng):
    """A desirable answer costs 1 - sigmoid(beta (r - z)): less, the higher its reward is above z."""
    for z, beta in ((0.0, 0.5), (1.5, 0.5), (uniform(rng, 0.5, 2.0), uniform(rng, 0.2, 0.9))):
        logp, ref = answers(rng, 4)
        check(submission, logp, ref, ALL_UP, z_of(z), beta, 1.0, 1.0, what=f"the loss with z = {z} and beta = {beta}")


@pytest.mark.points(18)
def test_undesirable_answers(submission, rng):
    """An undesirable answer costs 1 - sigmoid(beta (z - r)): less, the lower its reward is below z."""
    for z, beta in ((0.0, 0.5), (1.5, 0.5), (uniform(rng, 0.5, 2.0), uniform(rng, 0.2, 0.9))):
        logp, ref = answers(rng, 4)
        check(submission, logp, ref, ~ALL_UP, z_of(z), beta, 1.0, 1.0, what=f"the loss with z = {z} and beta = {beta}")


@pytest.mark.points(10)
def test_weights_and_mean(submission, rng):
    """Each answer's part is multiplied by the weight of its kind, and all answers share one mean."""
    for w_up, w_down in ((1.0, 1.0), (1.0, 3.0), (2.5, 0.5)):
        logp, ref = answers(rng, 5)
        logp = logp - (logp - ref).mean() + 1.0
        args = logp, ref, UP, z_of(0.0), 0.5, w_up, w_down
        check(submission, *args, what=f"the loss with weights {w_up} and {w_down}")
    right = expected(logp, ref, UP, 0.0, 0.5, 1.0, 1.0)[0]
    found = submission.kto_loss(logp, ref, UP, z_of(0.0), 0.5)
    assert_close(found, right, rtol=1e-6, what="the loss without weights, which is that with weights of 1")


@pytest.mark.points(12)
def test_the_gradient(submission, rng):
    """The gradient of each log-probability is that of its sigmoid, flat far away from z on both sides."""
    logp, ref = answers(rng, 5)
    logp = logp - (logp - ref).mean() + 1.0
    leaf = logp.clone().requires_grad_()
    loss = submission.kto_loss(leaf, ref, UP, z_of(0.0), 0.5, 1.0, 1.0)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the policy."
    (found,) = torch.autograd.grad(loss, leaf)
    assert_close(found, expected(logp, ref, UP, 0.0, 0.5, 1.0, 1.0)[1], rtol=1e-6, what="the gradient")


@pytest.mark.points(6)
def test_what_is_constant_gets_no_gradient(submission, rng):
    """The reference's log-probabilities and z get no gradient."""
    leaves = [x.requires_grad_() for x in (*answers(rng, 5), z_of(1.0))]
    loss = submission.kto_loss(leaves[0], leaves[1], UP, leaves[2], 0.5)
    assert_equal(list(loss.shape), [], what="the shape of the loss")
    gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    assert gradients[0] is not None, "no gradient reaches the policy."
    assert np.any(gradients[0].numpy()), "the gradient of the policy is 0."
    for name, gradient in zip(("ref_log_probs", "z"), gradients[1:], strict=True):
        assert gradient is None or not gradient.any(), f"{name} gets a gradient."
    z = submission.reference_point(leaves[0], leaves[1].detach() - 9)
    assert_equal(list(z.shape), [], what="the shape of z")
    assert not z.requires_grad, "the reference point has a graph."


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """Loss and reference point have the dtype of the log-probabilities."""
    for dtype in (torch.float64, torch.float32):
        logp, ref = (x.to(dtype) for x in answers(rng, 5))
        loss = submission.kto_loss(logp, ref, UP, torch.tensor(1.0, dtype=dtype), 0.5, 1.5, 1.0)
        z = submission.reference_point(ref + 1.0, ref)
        assert_equal([list(x.shape) for x in (loss, z)], [[], []], what="the shapes of loss and z")
        assert min(float(loss), float(z)) > 0.01, "loss or z is 0."
        assert_equal([str(x.dtype) for x in (loss, z)], [str(dtype)] * 2, what="the dtypes of loss and z")


@pytest.mark.points(4)
def test_large_log_probabilities(submission, rng):
    """Log-probabilities and rewards in the thousands give the right finite loss: no probability is ever computed."""
    ref = torch.tensor([-9000.0, -7000.0, -8000.0], dtype=torch.float64)
    logp = ref + torch.tensor([2.0, -1.0, 1.0], dtype=torch.float64)
    desirable = torch.tensor([True, False, False])
    right = (1 / (1 + math.exp(1)) + 1 / (1 + math.exp(0.5)) + 1 / (1 + math.exp(-0.5))) / 3
    found = submission.kto_loss(logp, ref, desirable, z_of(0.0), 0.5, 1.0, 1.0)
    assert_close(found, right, rtol=1e-6, what="the loss of log-probabilities near -9000")
    ref = torch.tensor([-9000.0, -9000.0, -100.0, -100.0, -50.0], dtype=torch.float64)
    logp = torch.tensor([-100.0, -100.0, -9000.0, -9000.0, -50.0], dtype=torch.float64)
    desirable = torch.tensor([True, False, True, False, True])
    found = submission.kto_loss(logp, ref, desirable, z_of(0.0), 0.5, 1.0, 1.0)
    assert_close(found, (0.0 + 1.0 + 1.0 + 0.0 + 0.5) / 5, rtol=1e-6, what="the loss of rewards in the thousands")


@pytest.mark.points(8)
def test_weights_that_balance(submission, rng):
    """One weight is 1 and the other at least 1, and w_up n_up is ratio times w_down n_down."""
    drawn = (*rng.integers(2, 90, size=2).tolist(), 4 / 3)
    for n_up, n_down, ratio in ((40, 60, 1.0), (60, 40, 1.0), (90, 50, 1.25), (50, 50, 1.25), (60, 50, 1.5), drawn):
        up, down = ratio * n_down / n_up, 1.0
        if up < 1:
            up, down = 1.0, n_up / (ratio * n_down)
        found = submission.class_weights(n_up, n_down, ratio)
        given = f"{n_up}, {n_down} and a ratio of {ratio:.4g}"
        if ratio * n_down > n_up >= n_down:
            by_counts = f"A weight is below 1 for {given}: n_up is compared with ratio * n_down, not with n_down."
            assert min(found) > 0.999, by_counts
        assert_close(found, (up, down), rtol=1e-6, what=f"the weights for {given}")
    assert_close(submission.class_weights(30, 45), (1.5, 1.0), rtol=1e-6, what="the weights for 30 and 45")
