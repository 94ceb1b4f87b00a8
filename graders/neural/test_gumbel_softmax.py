"""Grades `gumbel_softmax`: NumPy's formulas for given noise, and the exact law of the classes that are drawn."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform
from kata.testing.tensors import normal

LOGITS = torch.tensor([1.0, 2.0, -0.5, 1.5], dtype=torch.float64)
NOISE = torch.tensor([0.25, -0.5, 3.0, 0.5], dtype=torch.float64)


def relaxed(logits, noise, tau):
    """y in NumPy, by differences: y_k = 1 / sum over j of exp(z_j - z_k)."""
    z = (logits.detach().numpy() + noise.numpy()) / tau
    with np.errstate(over="ignore"):
        return torch.from_numpy(1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1))


def with_gradient(logits, noise, tau, cotangent):
    """The gradient of sum(y * cotangent): y_k (c_k - sum_j y_j c_j) / tau."""
    y = relaxed(logits, noise, tau)
    return y * (cotangent - (y * cotangent).sum(dim=-1, keepdim=True)) / tau


def draws(submission, rng, logits, times):
    rows = torch.tensor(logits, dtype=torch.float64).repeat(times, 1)
    found = submission.gumbel_max(rows, submission.torch_generator(new_seed(rng)))
    assert_equal(list(np.shape(found)), [times], what="the shape of the classes")
    classes = np.asarray(found)
    wrong = [int(k) for k in classes if k not in range(len(logits))]
    assert not wrong, f"gumbel_max gave {wrong[0]} for {len(logits)} classes."
    return np.bincount(classes, minlength=len(logits))


@pytest.mark.points(17)
def test_gumbel_noise(submission, rng):
    """The noise is -log(-log(u)), entry by entry."""
    u = torch.tensor([0.001, 0.125, 0.5, 0.9375], dtype=torch.float64)
    assert_close(submission.gumbel_noise(u), torch.from_numpy(-np.log(-np.log(u.numpy()))), rtol=1e-4)
    u = torch.from_numpy(rng.uniform(0.01, 0.99, size=(2, 3, 4)))
    expected = torch.from_numpy(np.log(1 / np.log(1 / u.numpy())))
    assert_close(submission.gumbel_noise(u), expected, rtol=1e-4, exact_dtype=True)
    assert_close(submission.gumbel_noise(u.float()), expected.float(), rtol=1e-4, exact_dtype=True)


@pytest.mark.points(3)
def test_noise_of_u_near_0_and_1(submission):
    """The noise is -log(-log(u)) for u near 0 and 1 too: what keeps it finite at 0 is too small to be seen there."""
    for u, noise in ((1e-5, -2.443470358), (1 - 1e-5, 11.512920465)):
        found = submission.gumbel_noise(torch.tensor([u], dtype=torch.float64))
        assert_close(found, torch.tensor([noise]).double(), rtol=1e-4, what=f"the noise of u = {u}")
    found = submission.gumbel_noise(torch.tensor([1 - 2**-24]))
    assert_close(found, torch.tensor([16.6355323]), rtol=1e-4, what="the noise of the largest float32 below 1")


@pytest.mark.points(3)
def test_noise_is_finite_at_0(submission):
    """Where u is 0 the noise is finite, and below that of every larger u."""
    for dtype in (torch.float32, torch.float64):
        found = np.asarray(submission.gumbel_noise(torch.tensor([0.0, 1e-6, 0.5], dtype=dtype)))
        assert np.isfinite(found).all(), f"The noise at u = 0 is {found[0]}, which isn't finite."
        assert found[0] < found[1], f"The noise at u = 0 is {found[0]:.4g}, at u = 1e-6 {found[1]:.4g}."
        assert_close(found[2], -np.log(np.log(2)), rtol=1e-4, what="the noise at u = 0.5")


@pytest.mark.points(20)
def test_gumbel_max_draws_from_the_softmax(submission, rng):
    """gumbel_max draws class k with the probability softmax(logits)_k, for each row by itself."""
    probabilities = np.array([0.5, 0.25, 0.2, 0.05])
    counts = draws(submission, rng, np.log(probabilities) + 3, 3000)
    assert_distribution(counts, probabilities, what="the classes of 3000 equal rows")
    # One exponential number for each class would give 0.83 here.
    counts = draws(submission, rng, np.log([0.75, 0.25]), 3000)
    assert_distribution(counts, [0.75, 0.25], what="the classes of 3000 equal rows")
    probabilities = rng.dirichlet([2.0, 2.0, 2.0])
    counts = draws(submission, rng, np.log(probabilities) - 1, 600)
    assert_distribution(counts, probabilities, what="the classes of 600 equal rows")


@pytest.mark.points(4)
def test_gumbel_max_of_many_axes(submission, rng):
    """Logits of shape (..., K) give classes of shape (...), and a class with the logit -inf is never drawn."""
    generator = submission.torch_generator(new_seed(rng))
    only = torch.from_numpy(rng.integers(4, size=(3, 5)))
    logits = torch.where(torch.arange(4) == only[..., None], 0.0, -torch.inf)
    assert_equal(submission.gumbel_max(logits, generator), only, what="the classes where all other logits are -inf")
    one = torch.tensor([-torch.inf, -torch.inf, 1000.0])
    assert_equal(submission.gumbel_max(one, generator), 2, what="the class of a single row")


@pytest.mark.points(3)
def test_draws_come_from_the_generator(submission, rng):
    """The same state of the generator gives the same classes, another one gives others."""
    logits = torch.zeros(40, 5)
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    first, again, other = (
        np.asarray(submission.gumbel_max(logits, submission.torch_generator(seed)))
        for seed in (seeds[0], seeds[0], seeds[1])
    )
    assert_equal(again, first, what="the classes of the second run with one seed")
    assert not np.array_equal(first, other), "Two seeds of the generator gave the same 40 classes."


@pytest.mark.points(20)
def test_a_relaxed_sample(submission, rng):
    """A relaxed sample is softmax((logits + noise) / tau)."""
    for tau in (0.5, 2.0):
        found = submission.gumbel_softmax(LOGITS, NOISE, tau)
        assert_close(found, relaxed(LOGITS, NOISE, tau), rtol=1e-5, what=f"the sample at tau = {tau}")
    logits, noise, tau = normal(rng, 5), normal(rng, 5), uniform(rng, 0.4, 0.9)
    found = submission.gumbel_softmax(logits, noise, tau)
    assert_close(found, relaxed(logits, noise, tau), rtol=1e-5, what=f"the sample at tau = {tau}")


@pytest.mark.points(5)
def test_every_row_is_a_sample(submission, rng):
    """The classes are the last axis, with any number of axes before it, soft and hard, in float32 too."""
    for shape in ((3, 4), (2, 3, 5)):
        logits, noise = normal(rng, *shape), normal(rng, *shape)
        soft = relaxed(logits, noise, 0.75)
        found = submission.gumbel_softmax(logits.float(), noise.float(), 0.75)
        assert_close(found, soft.float(), rtol=1e-4, exact_dtype=True, what="the soft samples")
        # The largest logit has the largest noise: what a hard sample is made from is judged elsewhere.
        largest = torch.from_numpy(rng.integers(shape[-1], size=shape[:-1]))
        one_hot = torch.nn.functional.one_hot(largest, shape[-1])
        found = submission.gumbel_softmax(logits.float() + 9 * one_hot, noise.float() + 9 * one_hot, 0.75, True)
        assert_close(found, one_hot.float(), atol=1e-5, exact_dtype=True, what="the hard samples")


@pytest.mark.points(4)
def test_low_and_high_temperatures(submission):
    """At tau = 0.001 the sample is nearly one-hot, at 1000 nearly uniform, and never nan."""
    logits = torch.tensor([[1.0, 2.0, -0.5, 1.5], [900.0, -900.0, 10.0, 0.0]], dtype=torch.float64)
    noise = NOISE.repeat(2, 1)
    for tau in (0.001, 1000.0):
        found = submission.gumbel_softmax(logits, noise, tau)
        assert_close(found, relaxed(logits, noise, tau), rtol=1e-5, what=f"the samples at tau = {tau}")


@pytest.mark.points(8)
def test_a_hard_sample_is_one_hot(submission, rng):
    """A hard sample is 1 at the largest entry of the relaxed one and 0 elsewhere."""
    # Logits, noise, their difference and noise that isn't divided by tau have their largest entries elsewhere.
    logits = torch.tensor([0.25, 2.0, -0.5, -0.75, 1.75, 1.75], dtype=torch.float64)
    noise = torch.tensor([2.5, -2.5, 2.75, -1.5, -3.0, 0.0], dtype=torch.float64)
    one_hot = torch.tensor([1.0, 0.0, 0.0, 0.0, 0.0, 0.0], dtype=torch.float64)
    assert_close(submission.gumbel_softmax(logits, noise, 0.5, True), one_hot, atol=1e-5, what="the hard sample")
    logits, noise = normal(rng, 5), 3 * normal(rng, 5)
    one_hot = torch.eye(5).double()[int((logits + noise).argmax())]
    found = submission.gumbel_softmax(logits, noise, 1.5, True)
    assert_close(found, one_hot, atol=1e-5, what="the hard sample")


def check_gradient(submission, rng, hard):
    cases = [
        (LOGITS, NOISE, 0.5, torch.tensor([1.0, -2.0, 0.5, 3.0]).double()),
        (normal(rng, 5), normal(rng, 5), 1.5, normal(rng, 5)),
    ]
    for logits, noise, tau, cotangent in cases:
        logits = logits.clone().requires_grad_()
        y = submission.gumbel_softmax(logits, noise, tau, hard)
        assert y.requires_grad, "The sample has no gradient: it isn't a differentiable function of the logits."
        found = torch.autograd.grad(y, logits, cotangent)[0]
        expected = with_gradient(logits, noise, tau, cotangent)
        assert_close(found, expected, rtol=1e-4, what="the gradient of the logits")


@pytest.mark.points(4)
def test_the_gradient_of_a_relaxed_sample(submission, rng):
    """A relaxed sample is differentiable with respect to the logits."""
    check_gradient(submission, rng, False)


@pytest.mark.points(7)
def test_the_gradient_of_a_hard_sample(submission, rng):
    """A hard sample has the gradient of the relaxed one."""
    check_gradient(submission, rng, True)


@pytest.mark.points(2)
def test_a_temperature_is_positive(submission):
    """tau = 0 and a negative tau are a ValueError."""
    for tau in (0.0, -1.0):
        with pytest.raises(ValueError):
            submission.gumbel_softmax(LOGITS, NOISE, tau)
    found = submission.gumbel_softmax(LOGITS, NOISE, 1)
    assert_close(found, relaxed(LOGITS, NOISE, 1), rtol=1e-5, what="the sample at tau = 1")
