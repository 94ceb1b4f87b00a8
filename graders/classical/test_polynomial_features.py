"""Grades `polynomial_features`: exponents counted out, products in Python's numbers, the kernel itself."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def expected_monomials(d, degree, largest):
    """From all vectors of exponents up to `largest`."""
    powers = [p for p in itertools.product(range(largest + 1), repeat=d) if sum(p) <= degree]
    tuples = [tuple(j for j in range(d) for _ in range(p[j])) for p in powers]
    return sorted(tuples, key=lambda columns: (len(columns), columns))


def products(X, chosen):
    return np.array([[math.prod(row[j] for j in columns) for columns in chosen] for row in X.tolist()], dtype=float)


@pytest.mark.points(26)
def test_the_monomials(submission, rng):
    """All monomials up to the degree are there, each once, by degree and then sorted."""
    expected = [(), (0,), (1,), (0, 0), (0, 1), (1, 1)]
    assert_equal(submission.monomials(2, 2, False), expected, what="the monomials of 2 columns up to degree 2")
    d, degree = sizes(rng, 3, 4)
    found = submission.monomials(d, degree, False)
    assert_equal(found, expected_monomials(d, degree, degree), what=f"the monomials of {d} columns, degree {degree}")
    assert_equal(submission.monomials(1, 3, False), [(), (0,), (0, 0), (0, 0, 0)], what="the powers of one column")


@pytest.mark.points(14)
def test_interactions_only(submission, rng):
    """With interaction_only no column is in a monomial twice."""
    expected = [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
    assert_equal(submission.monomials(3, 3, True), expected, what="the monomials of 3 columns up to degree 3")
    d, degree = sizes(rng, 3, 4)
    found = submission.monomials(d, degree, True)
    assert_equal(found, expected_monomials(d, degree, 1), what=f"the monomials of {d} columns, degree {degree}")


@pytest.mark.points(4)
def test_degree_zero(submission):
    """Up to degree 0 there is the constant alone; up to degree 1 all columns follow."""
    for d in (2, 11):  # column 10 comes after column 2, not before
        expected = [(), *((j,) for j in range(d))]
        assert_equal(submission.monomials(d, 1, False), expected, what=f"the monomials of {d} columns up to degree 1")
    for only in (False, True):
        assert_equal(submission.monomials(2, 0, only), [()], what="the monomials up to degree 0")
    found = submission.polynomial_features(np.array([[2.0], [3.0]]), 0, False)
    assert_close(found, np.ones((2, 1)), what="the features of degree 0", exact_dtype=True)


@pytest.mark.points(26)
def test_the_features(submission, rng):
    """Each feature is the product of the columns of its monomial."""
    fixed = np.array([[2.0, 3.0, -1.0], [-1.0, 0.5, 4.0], [0.0, 2.0, 1.5]])
    for X, degree, only in ((fixed, 2, False), (rng.normal(size=(4, 3)), 3, False), (rng.normal(size=(4, 3)), 3, True)):
        # Which monomials there are is judged elsewhere.
        chosen = [tuple(columns) for columns in submission.monomials(3, degree, only)]
        assert max(len(columns) for columns in chosen) >= 2, "There is no product of columns among the monomials."
        found = submission.polynomial_features(X, degree, only)
        assert_close(found, products(X, chosen), what="the features, beside the products by the answer's own monomials")


def parts(submission, X, Z, r):
    """The scalar products of the map, taken apart: quadratic in Z, linear in it, and without it."""
    found = [np.asarray(submission.quadratic_kernel_map(rows, r)) for rows in (X, Z, -Z, 0.0 * Z)]
    plus, minus, constant = (found[0] @ other.T for other in found[1:])
    return (plus + minus) / 2 - constant, (plus - minus) / 2, constant


def maps(rng):
    yield np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[2.0, 1.0]]), 3.0
    yield rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), uniform(rng, 1.5, 3)


@pytest.mark.points(10)
def test_the_products_in_the_map(submission, rng):
    """In phi(x).phi(y) the products of two columns give (x.y)^2, in which each of two different columns comes twice."""
    for X, Z, r in maps(rng):
        quadratic, _, _ = parts(submission, X, Z, r)
        assert_close(quadratic, (X @ Z.T) ** 2, atol=1e-9, what="the part of phi(x).phi(y) that is quadratic in y")


@pytest.mark.points(8)
def test_the_columns_in_the_map(submission, rng):
    """In phi(x).phi(y) the single columns give 2 r x.y."""
    for X, Z, r in maps(rng):
        _, linear, _ = parts(submission, X, Z, r)
        assert_close(linear, 2 * r * X @ Z.T, atol=1e-9, what="the part of phi(x).phi(y) that is linear in y")


@pytest.mark.points(6)
def test_the_constant_in_the_map(submission, rng):
    """In phi(x).phi(y) the constant gives r^2."""
    for X, Z, r in (*maps(rng), (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[2.0, 1.0]]), 0.0)):
        _, _, constant = parts(submission, X, Z, r)
        expected = np.full((len(X), len(Z)), r**2)
        assert_close(constant, expected, atol=1e-9, what="the part of phi(x).phi(y) that is without x and y")


@pytest.mark.points(6)
def test_the_columns_of_the_map(submission, rng):
    """The map has one column for each monomial up to degree 2, in the order of the monomials, with its sign."""
    with_r_0 = submission.quadratic_kernel_map(np.array([[-2.0, 3.0]]), 0.0)
    for X in (np.array([[-2.0, 3.0]]), rng.normal(size=(3, 4))):
        found = np.asarray(submission.quadratic_kernel_map(X, 0.75))
        expected = products(X, expected_monomials(X.shape[1], 2, 2))
        assert_equal(found.shape, expected.shape, what="the shape of the map")
        # Factors are judged elsewhere: here a column, of a size of its own, has to be that of its monomial.
        own = np.linalg.norm(found, axis=0) / np.linalg.norm(expected, axis=0)
        assert own.min() > 0.01, "A column is 0."
        assert_close(found, own * expected, what="the map, beside the monomials with its own factors", exact_dtype=True)
    assert_equal(np.shape(with_r_0), (1, 6), what="the shape of the map for r = 0")
