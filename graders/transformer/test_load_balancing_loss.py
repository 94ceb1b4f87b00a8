"""Grades `load_balancing_loss`: counts in Python, probabilities by differences; gradients in closed form."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

# Every expert has a token, among the real ones too: an expert without one is a test of its own.
EXPERTS = torch.tensor([[0], [2], [0], [0], [1], [1], [2]])
PAIRS = torch.tensor([[0, 2], [2, 3], [0, 1], [0, 2], [1, 0], [3, 0]])
MASK = torch.tensor([True, True, False, True, True, False, True])


def softmax(logits):
    with np.errstate(over="ignore"):
        return 1 / np.exp(logits[:, None, :] - logits[:, :, None]).sum(axis=-1)


def balance(logits, experts):
    """The loss and its gradient."""
    p, n, choices = softmax(logits.detach().numpy()), logits.shape[1], experts.flatten().tolist()
    f = np.array([choices.count(i) / len(choices) for i in range(n)])
    gradient = n * p * (f - (p * f).sum(axis=1, keepdims=True)) / len(p)
    return n * float(f @ p.mean(axis=0)), torch.from_numpy(gradient)


def draw(rng, n_tokens, n, k):
    """Logits, and k experts for each token, so that each of the n gets a token."""
    first = rng.permutation(n)
    experts = np.stack([np.roll(first, i)[:k] if i < n else rng.permutation(n)[:k] for i in range(n_tokens)])
    return 2 * normal(rng, n_tokens, n), torch.from_numpy(experts)


def check(submission, logits, experts, what="the loss"):
    assert_close(submission.load_balancing_loss(logits, experts), balance(logits, experts)[0], what=what, rtol=1e-6)


@pytest.mark.points(30)
def test_counts_times_probabilities(submission, rng):
    """With one choice a token, the loss is n times the sum of shares times mean probabilities."""
    check(submission, 2 * normal(rng, 7, 3), EXPERTS)
    check(submission, *draw(rng, 9, 4, 1))


@pytest.mark.points(2)
def test_an_expert_without_tokens(submission, rng):
    """An expert that no token was sent to has the share 0, and its probability still counts as one of n."""
    # Without the first experts all counts have a place, if they are made by id; without the last ones they may not.
    for experts in (5 - EXPERTS, EXPERTS):
        check(submission, normal(rng, 7, 6), experts, what="the loss when some of six experts got no token")


@pytest.mark.points(14)
def test_several_choices_a_token(submission, rng):
    """With k choices a token, the shares are over all N k choices."""
    check(submission, 2 * normal(rng, 6, 4), PAIRS)
    check(submission, *draw(rng, 5, 4, 3))


@pytest.mark.points(16)
def test_the_gradient_goes_through_the_probabilities(submission, rng):
    """The gradient is that of the mean probabilities, with the shares as constants."""
    for logits, experts in ((normal(rng, 7, 3), EXPERTS), draw(rng, 9, 4, 1)):
        leaf = logits.clone().requires_grad_()
        loss = submission.load_balancing_loss(leaf, experts)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the router."
        (found,) = torch.autograd.grad(loss, leaf)
        assert_close(found, balance(logits, experts)[1], what="the gradient of the logits", rtol=1e-6)


@pytest.mark.points(12)
def test_padding_does_not_count(submission, rng):
    """Padding counts in neither the shares nor the probabilities, and its gradient is 0."""
    logits = 2 * normal(rng, 7, 3)
    leaf = logits.clone().requires_grad_()
    loss = submission.load_balancing_loss(leaf, EXPERTS, MASK)
    own = float(submission.load_balancing_loss(logits[MASK], EXPERTS[MASK]))
    assert own != 0, f"the loss of the real tokens alone is {own}."
    assert_close(loss, own, what="the loss, against that of the real tokens alone", rtol=1e-6)
    if loss.requires_grad:
        (found,) = torch.autograd.grad(loss, leaf)
        assert_equal(found[~MASK], torch.zeros(2, 3).double(), what="the gradient of padding")
    logits, mask = 2 * normal(rng, 6, 4), MASK[:6]
    own = float(submission.load_balancing_loss(logits[mask], PAIRS[mask]))
    loss = submission.load_balancing_loss(logits, PAIRS, mask)
    assert_close(loss, own, what="the loss of two choices a token, against that of the real tokens alone", rtol=1e-6)


@pytest.mark.points(14)
def test_the_z_loss(submission, rng):
    """The z loss is the mean of the squared log-sum-exp."""
    for logits in (normal(rng, 4, 3) + 2.0, 3 * normal(rng, 3, 5)):
        z = np.logaddexp.reduce(logits.numpy(), axis=1)
        leaf = logits.clone().requires_grad_()
        loss = submission.router_z_loss(leaf)
        assert_close(loss, float(np.mean(z * z)), what="the z loss", rtol=1e-6)
        assert loss.requires_grad, "the z loss has no graph: no gradient reaches the router."
        (found,) = torch.autograd.grad(loss, leaf)
        wanted = 2 * z[:, None] * softmax(logits.numpy()) / len(z)
        assert_close(found, torch.from_numpy(wanted), what="the gradient of the z loss", rtol=1e-6)


@pytest.mark.points(4)
def test_padding_in_the_z_loss(submission, rng):
    """Padding doesn't count in the z loss."""
    logits = normal(rng, 7, 3) + 2.0
    z = np.logaddexp.reduce(logits.numpy()[MASK.numpy()], axis=1)
    assert_close(submission.router_z_loss(logits, MASK), float(np.mean(z * z)), what="the z loss", rtol=1e-6)


def large(rng):
    rows = [[2000.0, 0, 0], [0, -900, 0], [0, 0, 900], [0, 0, 0], [-800] * 3, [0, 0, 0], [5000, 4999, 0]]
    return normal(rng, 7, 3) + torch.tensor(rows, dtype=torch.float64)


@pytest.mark.points(3)
def test_large_logits(submission, rng):
    """Logits in the thousands give the right finite loss: no exponential overflows in the softmax."""
    check(submission, large(rng), EXPERTS)


@pytest.mark.points(3)
def test_large_logits_in_the_z_loss(submission, rng):
    """Logits in the thousands give the right finite z loss: no exponential overflows on the way to the logarithm."""
    logits = large(rng)
    z = np.logaddexp.reduce(logits.numpy(), axis=1)
    assert_close(submission.router_z_loss(logits), float(np.mean(z * z)), what="the z loss", rtol=1e-6)


@pytest.mark.points(2)
def test_the_dtype_is_that_of_the_logits(submission, rng):
    """Logits in float32 give losses in float32, and those in float64 losses in float64."""
    for dtype in (torch.float32, torch.float64):
        logits = normal(rng, 7, 3).to(dtype)
        for name, loss in (
            ("loss", submission.load_balancing_loss(logits, EXPERTS)),
            ("z loss", submission.router_z_loss(logits)),
        ):
            assert_equal(str(torch.as_tensor(loss).dtype), str(dtype), what=f"the dtype of the {name}")
            assert abs(float(loss)) > 1e-3, f"The {name} is {float(loss):.3g}."
