"""Grades `factorization_machine`: pairs one by one, gradients by the complex step."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close, complex_step, sizes, uniform

FIXED_X = np.array([[1.0, 2.0, 0.0, -1.0], [0.5, 1.0, 3.0, 2.0], [0.0, 2.0, 0.0, 0.0]])
FIXED = FIXED_X, np.array([[1.0, 0.5], [3.0, -1.0], [0.0, 2.0], [-2.0, 1.0]]), np.array([0.5, -1.0, 2.0])


def pairs(X, V):
    return np.array(
        [
            math.fsum(
                x[i] * x[j] * math.fsum((V[i] * V[j]).tolist()) for i, j in itertools.combinations(range(len(x)), 2)
            )
            for x in X
        ]
    )


def weighed(X, V, g):
    """sum_n g_n f(x_n), without the linear part, in all pairs."""
    G = np.triu(X.T @ (g[:, None] * X), k=1)
    return (G * (V @ V.T)).sum()


def problem(rng):
    n, d, k = sizes(rng, 3, 4, 5)
    return rng.normal(size=(n, d)), rng.normal(size=(d, k)), rng.normal(size=n)


@pytest.mark.points(30)
def test_the_pairs(submission, rng):
    """Without a linear part, each pair of two columns adds v_i.v_j x_i x_j once."""
    for X, V, _ in (FIXED, problem(rng)):
        found = submission.predict(X, 0.0, np.zeros(X.shape[1]), V)
        assert_close(found, pairs(X, V), rtol=1e-8, atol=1e-9, what="f", exact_dtype=True)


@pytest.mark.points(14)
def test_the_linear_part(submission, rng):
    """Where all vectors are 0, f is w0 + w.x."""
    w = np.array([1.0, -2.0, 0.5, 3.0])
    found = submission.predict(FIXED_X, 0.25, w, np.zeros((4, 2)))
    assert_close(found, np.array([-5.75, 6.25, -3.75]), what="f")
    X, V, _ = problem(rng)
    w, w0 = rng.normal(size=X.shape[1]), uniform(rng, 1, 2)
    expected = [w0 + math.fsum((x * w).tolist()) for x in X]
    assert_close(submission.predict(X, w0, w, 0 * V), np.array(expected), what="f")


@pytest.mark.points(12)
def test_the_gradient_of_the_linear_part(submission, rng):
    """The gradient of w0 is the sum of g, that of w is X^T g."""
    for X, V, g in (FIXED, problem(rng)):
        found = tuple(submission.gradient(X, V, g)[:2])
        dw = [math.fsum((g * X[:, i]).tolist()) for i in range(X.shape[1])]
        expected = (math.fsum(g.tolist()), np.array(dw))
        assert_close(found, expected, rtol=1e-8, atol=1e-9, what="dw0 and dw", exact_dtype=True)


@pytest.mark.points(34)
def test_the_gradient_of_the_vectors(submission, rng):
    """The gradient of V is that of the pairs, each row weighed with its g."""
    for X, V, g in (FIXED, problem(rng)):
        expected = complex_step(lambda value, X=X, g=g: weighed(X, value, g), V)
        assert_close(submission.gradient(X, V, g)[2], expected, rtol=1e-8, atol=1e-9, what="dV", exact_dtype=True)


@pytest.mark.points(10)
def test_many_columns(submission, rng):
    """With 20000 columns predictions and gradients still fit the memory and the time."""
    X, V = np.zeros((1, 20000)), np.zeros((20000, 2))
    on = np.array([3, 7000, 19999])
    # Eighths, so that the order of the sums makes no difference in any precision.
    X[0, on], V[on] = rng.integers(8, 16, size=3) / 8, rng.integers(8, 16, size=(3, 2)) / 8
    small = np.asarray(submission.predict(X[:, on], 0.0, np.zeros(3), V[on]))
    assert np.abs(small).max() > 0.1, "f of 3 columns is 0."
    found = submission.predict(X, 0.0, np.zeros(20000), V)
    assert_close(found, small, rtol=1e-8, what="f of 20000 columns, beside that of the 3 which aren't 0")
    few = np.asarray(submission.gradient(X[:, on], V[on], np.ones(1))[2])
    dV = np.asarray(submission.gradient(X, V, np.ones(1))[2])
    assert_close(dV[on], few, rtol=1e-8, what="dV of the 3 columns which aren't 0, beside that without the others")
