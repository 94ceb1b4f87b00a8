"""Grades `ternary_weights`: values by thresholds in Python's floats, gradients by the two stated products."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal


def three(weight, eps=1e-5):
    """-1, 0 or 1 for each weight, by its thresholds, and the mean magnitude."""
    gamma = math.fsum(abs(w) for w in weight.flatten().tolist()) / weight.numel()
    half = (gamma + eps) / 2
    rows = [[float((w > half) - (w < -half)) for w in row] for row in weight.tolist()]
    return torch.tensor(rows, dtype=weight.dtype), gamma


def integers(x, eps=1e-5):
    """The integers of each token, and its largest magnitude."""
    rows, tops = [], []
    for row in x.reshape(-1, x.shape[-1]).tolist():
        top = max(*map(abs, row), eps)
        rows.append([float(round(v * 127 / top)) for v in row])
        tops.append([top])
    shape = x.shape[:-1]
    return torch.tensor(rows, dtype=x.dtype).reshape(x.shape), torch.tensor(tops, dtype=x.dtype).reshape(*shape, 1)


def build(submission, weight, **options):
    layer = submission.BitLinear(weight.shape[1], weight.shape[0], **options)
    layer.to(weight.dtype)
    layer.load_state_dict({"weight": weight})
    return layer


def grid(rng, *shape):
    """Tokens that are whole multiples of their step: nothing is rounded."""
    q = rng.integers(-126, 127, size=shape)
    q[..., 0] = 127
    return torch.from_numpy(q / 8.0)


@pytest.mark.points(22)
def test_minus_1_0_and_1(submission, rng):
    """A weight over the mean magnitude is rounded to -1, 0 or 1."""
    fixed = torch.tensor([[0.5, -1.0, 3.0], [0.2, 2.3, -0.9], [-6.0, 0.1, 0.7]], dtype=torch.float64)
    for weight in (fixed, normal(rng, 4, 6), 0.02 * normal(rng, 3, 5)):
        q, gamma = submission.ternarize(weight)
        right_q, right_gamma = three(weight)
        assert_close(gamma, right_gamma, rtol=1e-6, what="gamma")
        assert_equal(q, right_q, what="the ternary weight")


@pytest.mark.points(4)
def test_eps_of_the_weight(submission, rng):
    """eps is added to gamma where it divides, and isn't part of gamma; a weight of zeros stays zeros."""
    weight = torch.tensor([[1.0, -2.0, 0.9], [0.3, 1.2, -0.6]], dtype=torch.float64)
    q, gamma = submission.ternarize(weight, eps=1.0)
    assert_equal(q, three(weight, 1.0)[0], what="the ternary weight for eps=1")
    assert_close(gamma, 1.0, rtol=1e-6, what="gamma for eps=1")
    q, _ = submission.ternarize(torch.zeros(2, 3))
    assert_equal(q, torch.zeros(2, 3), what="the ternary weight of zeros")
    small = 1e-5 * torch.tensor([[1.3, -2.0, 0.7], [0.3, 1.1, -0.6]], dtype=torch.float64)
    right = torch.tensor([[1.0, -1.0, 0.0], [0.0, 1.0, 0.0]], dtype=torch.float64)
    assert_equal(submission.ternarize(small)[0], right, what="the ternary weight of tiny weights")


@pytest.mark.points(4)
def test_eps_of_the_layer(submission):
    """The layer hands its eps, 1e-5 unless it is given, to both quantizations."""
    weight = torch.tensor([[1.3, -2.0, 0.7], [0.3, 1.1, -0.6]], dtype=torch.float64)
    cases = (
        (1.0, 1.0, [0.3, -0.1, 0.2]),  # both at once, then each alone
        (1.0, 1.0, [8.0, -2.0, 4.0]),
        (4.0, 8.0, [0.3, -0.1, 0.2]),
        (None, 1e-5, [127.0, 127.0, 127.0]),
    )
    for given, size, x in cases:
        tokens = torch.tensor([x], dtype=torch.float64)
        layer = build(submission, size * weight, **({} if given is None else {"eps": given}))
        # Beside the answer's own quantizations: that those are right is judged elsewhere.
        eps = 1e-5 if given is None else given
        q, gamma = (np.asarray(part) for part in submission.ternarize(size * weight, eps=eps))
        n, a = (np.asarray(part) for part in submission.quantize_activations(tokens.clone(), eps=eps))
        right = torch.tensor((n * a / 127) @ (q * gamma).T)
        assert bool(np.abs(np.asarray(right)).max() > 1e-4), "The quantizations are hardly anything."
        assert_close(layer(tokens), right, rtol=1e-6, atol=1e-9, what=f"the output of a layer with eps={eps}")


@pytest.mark.points(18)
def test_activations_in_8_bits(submission, rng):
    """Each token is scaled by its largest magnitude and rounded."""
    fixed = torch.tensor([[2.0, -0.5, 0.3], [0.02, 0.1, -0.07], [1.0, -8.0, 3.3]], dtype=torch.float64)
    halves = torch.tensor([[127.0, 0.5, 1.5, -2.5], [-254.0, 1.0, -3.0, 5.0]], dtype=torch.float64)
    for x in (fixed, normal(rng, 4, 5), normal(rng, 2, 3, 4), normal(rng, 5), halves):
        q, a = submission.quantize_activations(x)
        right_q, right_a = integers(x)
        assert_close(a, right_a, rtol=1e-6, what=f"the largest magnitudes for x of shape {tuple(x.shape)}")
        assert_equal(q, right_q, what=f"the integers for x of shape {tuple(x.shape)}")


@pytest.mark.points(4)
def test_tokens_of_zeros(submission):
    """A token of zeros stays zeros; its largest magnitude is taken as eps."""
    q, a = submission.quantize_activations(torch.tensor([[0.0, 0.0], [3.0, -1.5]]), eps=0.01)
    assert_equal(q[0], torch.zeros(2), what="the integers of zeros")
    assert_close(a, torch.tensor([[0.01], [3.0]]), what="the largest magnitudes")
    a = submission.quantize_activations(torch.tensor([[1.5e-5, 0.0]]))[1]
    assert_close(a, torch.tensor([[1.5e-5]]), what="the largest magnitude of a tiny token")


@pytest.mark.points(20)
def test_the_output(submission, rng):
    """The output is the product of the quantized tokens and the ternary weight, both scaled back."""
    for shape, n_out in (((3, 4), 2), ((2, 3, 5), 4), ((6,), 3)):
        weight, x = normal(rng, n_out, shape[-1]), normal(rng, *shape)
        q, gamma = three(weight)
        n, a = integers(x)
        right = torch.tensordot(n * a / 127, q * gamma, dims=([-1], [1]))
        found = build(submission, weight)(x)
        assert_close(found, right, rtol=1e-6, atol=1e-9, what=f"the output for x of shape {shape}")


@pytest.mark.points(14)
def test_the_gradient_of_the_weight(submission, rng):
    """The latent weight gets the gradient of the product with the quantized tokens, as if it weren't rounded."""
    weight, x, cotangent = normal(rng, 4, 5), grid(rng, 3, 5), normal(rng, 3, 4)
    layer = build(submission, weight)
    found = submission.grads(layer, layer(x), cotangent)
    assert_close(found["weight"], cotangent.T @ x, rtol=1e-6, atol=1e-9, what="the gradient of the weight")


@pytest.mark.points(10)
def test_the_gradient_of_x(submission, rng):
    """x gets the gradient of the product with the ternary weight, as if it weren't rounded."""
    weight, x, cotangent = normal(rng, 4, 5), grid(rng, 3, 5).requires_grad_(), normal(rng, 3, 4)
    out = build(submission, weight)(x)
    assert out.requires_grad, "the output has no graph: no gradient reaches x."
    (found,) = torch.autograd.grad(out, x, cotangent)
    # Beside the answer's own ternary weight: that this is right is judged elsewhere.
    q, gamma = submission.ternarize(weight.clone())
    used = np.asarray(q) * np.asarray(gamma)
    assert bool(np.abs(used).max() > 0.1), "The ternary weight is hardly anything."
    right = np.asarray(cotangent) @ used
    assert_close(np.asarray(found), right, rtol=1e-6, atol=1e-9, what="the gradient of x")


@pytest.mark.points(4)
def test_the_latent_weight(submission, rng):
    """The layer has one parameter, the latent weight: it is drawn at random, and no call changes it."""
    layer = submission.BitLinear(3, 5)
    assert_equal({n: list(p.shape) for n, p in layer.state_dict().items()}, {"weight": [5, 3]}, what="the state dict")
    assert float(layer.state_dict()["weight"].std()) > 0, "the weight isn't drawn: all entries are equal."
    weight = normal(rng, 4, 5)
    layer = build(submission, weight)
    assert_equal(list(layer(normal(rng, 3, 5)).shape), [3, 4], what="the shape of the output")
    assert_equal(layer.weight, weight, what="the weight after a call")
