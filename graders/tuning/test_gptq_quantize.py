"""Grades `gptq_quantize`: the oracle is Optimal Brain Quantization, which solves anew at each column."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def data(rng, n, d):
    """Correlated activations."""
    return rng.normal(size=(n, d)) @ (np.eye(d) + 0.8 * rng.normal(size=(d, d)))


def damped(x, damp):
    h = np.einsum("ni,nj->ij", x, x)
    return h + damp * np.trace(h) / len(h) * np.eye(len(h))


def obq(weight, scales, h):
    """Each column is rounded, and the open ones become the best for it: least squares in H."""
    w = weight.copy()
    for j in range(w.shape[1]):
        q = scales * np.clip(np.round(w[:, j] / scales), -7, 7)
        change = q - w[:, j]
        w[:, j] = q
        if j + 1 < w.shape[1]:
            w[:, j + 1 :] -= np.outer(change, np.linalg.solve(h[j + 1 :, j + 1 :], h[j + 1 :, j]))
    return w


def factor(h):
    """U, from the Cholesky factor of H with both axes turned round."""
    low = np.linalg.cholesky(h[::-1, ::-1])
    return np.linalg.inv(low)[::-1, ::-1]


def check_no_inverse(found, right):
    """Whole or cut off below the diagonal, it is the same mistake."""
    assert_equal(np.shape(found), right.shape, what="the shape of U")
    assert not np.allclose(np.triu(np.asarray(found)), np.triu(right.T @ right), rtol=1e-6, atol=0), (
        "On the diagonal and above it these are the entries of the inverse of H itself: U is its Cholesky factor."
    )


@pytest.mark.points(26)
def test_the_factor_of_the_inverse(submission, rng):
    """U is upper triangular, its diagonal above 0, and U^T U is the inverse of the damped H."""
    fixed = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, -1.0, 2.0], [1.0, 0.0, 1.0]])
    for x in (fixed, data(rng, 12, 4)):
        right = factor(damped(x, 1e-12))
        found = submission.inverse_factor(x, 1e-12)
        check_no_inverse(found, right)
        atol = 1e-6 * float(np.abs(right).max())
        assert_close(found, right, rtol=0, atol=atol, what=f"U for activations of shape {x.shape}")


@pytest.mark.points(14)
def test_damping(submission, rng):
    """d times the mean of the diagonal is added to it, so that redundant features do no harm."""
    x = data(rng, 6, 4)
    for damp in (0.5, uniform(rng, 0.1, 0.4)):
        right = factor(damped(x, damp))
        found = submission.inverse_factor(x, damp)
        check_no_inverse(found, right)
        assert_close(found, right, rtol=1e-6, atol=1e-9, what=f"U for d={damp}")
    x[:, 2] = x[:, 0] + x[:, 1]
    right = factor(damped(x, 0.01))
    assert_close(submission.inverse_factor(x, 0.01), right, rtol=1e-5, atol=1e-9, what="U for a redundant feature")


@pytest.mark.points(38)
def test_columns_make_up_for_the_error(submission, rng):
    """Each column is rounded as it is by then, and its error is spread over the columns to the right by U."""
    # The first is the same in every run, and large: two wrong answers hardly give the same there.
    for draws, m, d in ((np.random.default_rng(1), 6, 8), (rng, 1, 5), (rng, 3, 3)):
        # What all features have in common makes the corrections large.
        x, weight = data(draws, 3 * d, d) + 3.0 * draws.normal(size=(3 * d, 1)), draws.normal(size=(m, d))
        scales = np.abs(weight).max(axis=1) / 7
        h = damped(x, 0.01)
        found = submission.gptq(weight, scales, factor(h))
        assert_close(found, obq(weight, scales, h), rtol=1e-6, atol=1e-9, what=f"the rounded weight of shape {(m, d)}")
    u = np.array([[2.0, -1.0, 0.5], [0.0, 1.0, -1.0], [0.0, 0.0, 4.0]])
    found = submission.gptq(np.array([[0.4, 0.4, 0.4], [1.3, -2.4, 0.6]]), np.array([1.0, 1.0]), u)
    # 0.4 -> 0, e = 0.2: 0.6, 0.3;  0.6 -> 1, e = -0.4: -0.1 -> 0
    # 1.3 -> 1, e = 0.15: -2.25, 0.525;  -2.25 -> -2, e = -0.25: 0.275 -> 0
    assert_close(found, np.array([[0.0, 1.0, 0.0], [1.0, -2.0, 0.0]]), atol=1e-9, what="two rounded rows")


@pytest.mark.points(10)
def test_uncorrelated_features(submission, rng):
    """Where U is diagonal nothing can be made up for: every weight is rounded to the nearest, on its row's grid."""
    weight = np.array([[1.3, -0.6, 9.0], [1.3, -0.6, -9.0]])
    scales = np.array([1.0, 0.25])
    found = submission.gptq(weight, scales, np.diag([2.0, 0.5, 1.0]))
    assert_close(found, np.array([[1.0, -1.0, 7.0], [1.25, -0.5, -1.75]]), what="the rounded weight")


@pytest.mark.points(12)
def test_the_error(submission, rng):
    """The error is the sum of the squared differences of all outputs."""
    x, weight = rng.normal(size=(3, 4)), rng.normal(size=(2, 4))
    rounded = np.round(weight)
    terms = []
    for token in x.tolist():
        for a, b in zip(weight.tolist(), rounded.tolist(), strict=True):
            terms.append(math.fsum(v * (p - q) for v, p, q in zip(token, a, b, strict=True)) ** 2)
    assert_close(submission.output_error(x, weight, rounded), math.fsum(terms), what="the error")
    assert_equal(float(submission.output_error(x, weight, weight)), 0.0, what="the error of the weight itself")
