"""Grades `activations`: other closed forms are the oracle, and finite differences of those for the derivatives."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

ROOT = math.sqrt(2 / math.pi)


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def tanh(x):
    return -np.expm1(-2 * np.abs(x)) / (1 + np.exp(-2 * np.abs(x))) * np.sign(x)


def gelu(x):
    return x * np.vectorize(math.erfc, otypes=[float])(-x / math.sqrt(2)) / 2


def gelu_tanh(x):
    return x * sigmoid(2 * ROOT * (x + 0.044715 * x**3))


def silu(x):
    return x * sigmoid(x)


def derivative(function, x, h=2e-3):
    """A central difference over four points: its error is of the order of h^4."""
    near = function(x + h) - function(x - h)
    far = function(x + 2 * h) - function(x - 2 * h)
    return (8 * near - far) / (12 * h)


def inputs(rng, shape):
    """Numbers of both signs in which every part of the curves is met."""
    return 2.5 * rng.normal(size=shape)


def check(reply, y, slope, rtol=1e-10, atol=1e-10):
    assert_close(reply[0], y, rtol=rtol, atol=atol, what="y")
    assert_close(reply[1], slope, rtol=rtol, atol=atol, what="the derivative")


@pytest.mark.points(13)
def test_gelu_with_erf(submission, rng):
    """The exact gelu is x Phi(x), and its derivative Phi(x) plus x times the normal density."""
    x = inputs(rng, (3, 5, 2))
    check(submission.gelu(x), gelu(x), derivative(gelu, x))


@pytest.mark.points(13)
def test_gelu_with_tanh(submission, rng):
    """The approximate gelu uses tanh with the constant 0.044715, and its derivative is its own."""
    x = inputs(rng, (5, 6))
    check(submission.gelu(x, approximate=True), gelu_tanh(x), derivative(gelu_tanh, x))


@pytest.mark.points(12)
def test_silu(submission, rng):
    """silu is x sigmoid(x), and its derivative s + x s (1 - s)."""
    x = inputs(rng, (19,))
    check(submission.silu(x), silu(x), derivative(silu, x))


@pytest.mark.points(12)
def test_sigmoid(submission, rng):
    """sigmoid is 1 / (1 + exp(-x)), and its derivative s (1 - s)."""
    x = inputs(rng, (2, 3, 5))
    check(submission.sigmoid(x), sigmoid(x), derivative(sigmoid, x))


@pytest.mark.points(8)
def test_tanh(submission, rng):
    """The derivative of tanh is 1 - tanh(x)^2."""
    x = inputs(rng, (4, 7))
    check(submission.tanh(x), tanh(x), derivative(tanh, x))


@pytest.mark.points(10)
def test_relu(submission, rng):
    """relu keeps what is positive and makes the rest 0; its derivative is 1 or 0."""
    x = inputs(rng, (2, 3, 4))
    check(submission.relu(x), (np.abs(x) + x) / 2, (1 + np.sign(x)) / 2)


@pytest.mark.points(10)
def test_leaky_relu(submission, rng):
    """leaky_relu multiplies what is negative by the slope, whatever the slope is, 0.01 if none is named."""
    for slope in (1.75, -0.5, 0.0):
        x = inputs(rng, (4, 6))
        expected = x.copy(), np.ones(x.shape)
        for array in expected:
            array[x < 0] *= slope
        check(submission.leaky_relu(x, slope), *expected)
    x = np.array([-3.0, 4.0, -50.0])
    check(submission.leaky_relu(x), np.array([-0.03, 4.0, -0.5]), np.array([0.01, 1.0, 0.01]))


@pytest.mark.points(5)
def test_the_derivative_at_the_kink(submission):
    """At 0 the derivative of relu is 0 and that of leaky_relu is the slope, the slope of the negative side."""
    x = np.array([0.0, -1.0, 0.0, 2.0])
    check(submission.relu(x), np.array([0.0, 0, 0, 2]), np.array([0.0, 0, 0, 1]))
    check(submission.relu(-x), np.array([0.0, 1, 0, 0]), np.array([0.0, 1, 0, 0]))
    check(submission.leaky_relu(x, 0.4), np.array([0, -0.4, 0, 2]), np.array([0.4, 0.4, 0.4, 1]))
    check(submission.leaky_relu(-x, 0.4), np.array([0, 1, 0, -0.8]), np.array([0.4, 1, 0.4, 0.4]))


@pytest.mark.points(12)
def test_large_inputs(submission, rng):
    """At +-1000 every value and derivative is at its limit, and nothing is nan or infinite."""
    large = rng.choice([-1.0, 1.0], size=(3, 4)) * rng.uniform(100, 1000, size=(3, 4))
    large.flat[:4] = [1000, -1000, 800, -90]
    for x in (large, -large):
        positive = (x > 0).astype(float)
        zero = np.zeros((3, 4))
        check(submission.sigmoid(x), positive, zero)
        check(submission.tanh(x), np.sign(x), zero)
        for reply in (submission.gelu(x), submission.gelu(x, approximate=True), submission.silu(x)):
            check(reply, x * positive, positive)
        check(submission.leaky_relu(x, 0.25), np.where(x > 0, x, x / 4), np.where(x > 0, 1, 0.25))


@pytest.mark.points(5)
def test_float32_stays_float32(submission, rng):
    """float32 gives float32 and float64 gives float64, for values and derivatives."""
    cases = [
        ("relu", {}),
        ("leaky_relu", {"slope": 0.25}),
        ("sigmoid", {}),
        ("tanh", {}),
        ("gelu", {}),
        ("gelu", {"approximate": True}),
        ("silu", {}),
    ]
    for dtype in (np.float32, np.float64):
        x = inputs(rng, (4, 3)).astype(dtype)
        for name, how in cases:
            found = [array.dtype for array in getattr(submission, name)(x, **how)]
            assert_equal(found, [np.dtype(dtype)] * 2, what=f"the dtypes of {name}'s value and derivative")
