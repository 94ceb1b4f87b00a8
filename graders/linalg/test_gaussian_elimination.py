"""Grades `gaussian_elimination`: factors are multiplied, solutions put in, determinants summed."""

import itertools

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def leibniz(a):
    """The determinant as the sum over all permutations."""
    total = 0.0
    for order in itertools.permutations(range(len(a))):
        swaps = sum(order[i] > order[j] for i in range(len(a)) for j in range(i + 1, len(a)))
        total += (-1) ** swaps * np.prod([a[i, j] for i, j in enumerate(order)])
    return total


def unswapped(rng, n):
    """A matrix in which each pivot is the largest of its column as it stands."""
    return (
        np.tril(rng.uniform(0.1, 0.5, size=(n, n)), -1) / n
        + np.triu(rng.uniform(0.2, 0.8, size=(n, n)))
        + 3 * np.eye(n)
    )


def factors(submission, a):
    perm, lower, upper = (np.asarray(part) for part in submission.lu(a))
    return perm, lower, upper


@pytest.mark.points(20)
def test_the_factors_multiply_to_the_permuted_matrix(submission, rng):
    """a[perm] is L U, with L unit lower triangular and U upper triangular."""
    fixed = [
        [[1.0, 3.0, 2.0], [2.0, 4.0, -1.0], [4.0, -2.0, 5.0]],
        [[49.0, 3.0, 2.0], [1.0, 4.0, -1.0], [7.0, -9.0, 5.0]],
        [[2.0, 1.0, 7.0], [9.0, 1.0, 2.0], [1.0, 8.0, 3.0]],  # three rows change places in turn
    ]
    for a in (*np.array(fixed), rng.normal(size=(5, 5))):
        perm, lower, upper = factors(submission, a)
        assert_equal(np.sort(perm), np.arange(len(a)), what="the row numbers in perm, sorted")
        assert_equal(np.triu(lower), np.eye(len(a)), what="the upper triangle of L")
        rounding = 1e-12 * np.abs(a).max()
        below = np.where(np.abs(np.tril(upper, -1)) <= rounding, 0.0, np.tril(upper, -1))
        assert_equal(below, np.zeros(a.shape), what="the part of U below the diagonal, up to rounding")
        assert_close(lower @ upper, a[perm], atol=1e-12, what="L U, beside the rows of A in the order of perm")


@pytest.mark.points(4)
def test_a_0_on_the_diagonal(submission, rng):
    """A regular matrix with a 0 on its diagonal needs a swap, and has its solution."""
    drawn = rng.uniform(0.5, 2.0, size=3)
    for a in (np.array([[0.0, 2.0], [1.0, 1.0]]), np.array([[0.0, drawn[0]], [drawn[1], drawn[2]]])):
        found = submission.solve(a, a @ np.array([3.0, -2.0]))
        assert_close(found, np.array([3.0, -2.0]), atol=1e-9, what="the solution")


@pytest.mark.points(8)
def test_the_largest_entry_is_the_pivot(submission, rng):
    """The pivot is the entry that is largest in size, so that no multiple in L is above 1."""
    _, _, upper = factors(submission, np.array([[2.0, 1.0, 7.0], [9.0, 1.0, 2.0], [1.0, 8.0, 3.0]]))
    assert_close(upper[0], np.array([9.0, 1.0, 2.0]), what="the first row of U")
    for a in (
        np.array([[0.5, 1.0], [1.0, 1.0]]),
        np.array([[2.0, 1.0, 7.0], [9.0, 1.0, 2.0], [1.0, 8.0, 3.0]]),
        np.array([[1e-20, 1.0], [1.0, 1.0]]),
        np.array([[1.0, 2.0], [-3.0, 1.0]]),
        np.array([[-2.0, 1.0], [2.0, 3.0]]),
        rng.normal(size=(6, 6)),
    ):
        perm, lower, _ = factors(submission, a)
        assert_equal(perm[0], int(np.abs(a[:, 0]).argmax()), what="the row that comes first")
        assert np.abs(lower).max() <= 1, f"A multiple in L is {np.abs(lower).max():.3g} in size."
    found = submission.solve(np.array([[1e-20, 1.0], [1.0, 1.0]]), np.array([1.0, 2.0]))
    assert_close(found, np.array([1.0, 1.0]), what="the solution")


@pytest.mark.points(18)
def test_the_solution_of_a_system(submission, rng):
    """A x = b."""
    a, x = np.array([[0.5, 2.0, 1.0], [4.0, 1.0, -1.0], [2.0, 5.0, 1.0]]), np.array([1.0, -2.0, 3.0])
    assert_close(submission.solve(a, a @ x), x, atol=1e-10, what="the solution")
    a, x = rng.normal(size=(6, 6)) + 2 * np.eye(6)[rng.permutation(6)], rng.normal(size=6)
    b = a @ x
    found = np.asarray(submission.solve(a, b))
    assert_close(a @ found, b, atol=1e-9, what="A x, with the solution put in")


@pytest.mark.points(4)
def test_several_right_hand_sides(submission, rng):
    """b may have columns, several or one, each with a solution of its own, and x has the shape of b."""
    a, drawn = np.array([[0.5, 2.0, 1.0], [4.0, 1.0, -1.0], [2.0, 5.0, 1.0]]), rng.normal(size=(3, 4))
    for x in (np.array([[1.0, 0.0], [2.0, -1.0], [0.5, 4.0]]), drawn, drawn[:, :1]):
        assert_close(submission.solve(a, a @ x), x, atol=1e-10, what="the solutions")


@pytest.mark.points(13)
def test_the_determinant(submission, rng):
    """The determinant of matrices whose rows need no swap."""
    assert_close(submission.determinant(np.array([[2.0, 1.0], [1.0, 3.0]])), 5.0, what="the determinant")
    a = unswapped(rng, 4)
    assert_close(submission.determinant(a), leibniz(a), what="the determinant")
    assert_close(submission.determinant(np.array([[-3.0]])), -3.0, what="the determinant of one number")


@pytest.mark.points(8)
def test_each_swap_turns_the_sign_of_the_determinant(submission, rng):
    """A matrix with two rows swapped has the opposite determinant, and with three in turn the same."""
    a = unswapped(rng, 4)
    plain = float(submission.determinant(a))
    assert abs(plain) > 1, "The determinant of a matrix with a large diagonal is hardly anything."
    for order, sign in (([1, 2, 0, 3], 1), ([1, 0, 2, 3], -1), ([3, 0, 1, 2], -1), ([1, 0, 3, 2], 1)):
        found = submission.determinant(a[order])
        assert_close(found, sign * plain, what=f"the determinant with the rows in the order {order}")
    found = submission.determinant(np.array([[0.0, 2.0], [1.0, 1.0]]))
    assert_close(found, -2.0, what="the determinant of a matrix with a 0 in the corner")


@pytest.mark.points(10)
def test_the_inverse(submission, rng):
    """A times its inverse is the identity."""
    assert_close(submission.inverse(np.array([[4.0, 0.0], [1.0, 2.0]])), np.array([[0.25, 0.0], [-0.125, 0.5]]))
    a = unswapped(rng, 5)
    found = np.asarray(submission.inverse(a))
    assert_close(a @ found, np.eye(5), atol=1e-10, what="A times its inverse")
    a = np.array([[0.0, 2.0, 1.0], [4.0, 1.0, 0.0], [1.0, 0.0, 0.5]])
    assert_close(a @ np.asarray(submission.inverse(a)), np.eye(3), atol=1e-10, what="A times its inverse, a 0 in A")


@pytest.mark.points(7)
def test_a_singular_matrix_is_reported(submission, rng):
    """A matrix whose rows depend on each other raises ValueError, also when rounding hides it."""
    row = np.array([0.1, 0.7, 0.3])
    singular = [
        np.array([row, 3 * row, [1.0, 0.0, 2.0]]),
        np.zeros((2, 2)),
        rng.normal(size=(4, 2)) @ rng.normal(size=(2, 4)),
        np.diag([1.0, 1e-13]),  # its pivot is small beside the largest entry, though not beside its own column
        -rng.uniform(0.1, 1.0, size=(4, 2)) @ rng.uniform(0.1, 1.0, size=(2, 4)),  # no entry is above 0
    ]
    a = unswapped(rng, 3)
    assert_close(np.asarray(submission.solve(a, a.sum(axis=1))), np.ones(3), what="the solution of a regular system")
    for a in singular:
        with pytest.raises(ValueError):
            submission.lu(a)
        with pytest.raises(ValueError):
            submission.solve(a, a[:, 0])
        with pytest.raises(ValueError):
            submission.inverse(a)


@pytest.mark.points(4)
def test_the_limit_goes_with_the_size_of_the_matrix(submission, rng):
    """A regular matrix of tiny or huge numbers isn't singular."""
    a = unswapped(rng, 3)
    for scale in (1e-15, 1e15):
        _, _, upper = factors(submission, scale * a)
        assert np.abs(np.diag(upper)).min() > 2 * scale, "A pivot of a matrix with a large diagonal is hardly anything."
        found = submission.solve(scale * a, scale * a.sum(axis=1))
        assert_close(found, np.ones(3), what=f"the solution of a system of the size {scale}")
    found = submission.solve(np.diag([1.0, 1.5e-12]), np.array([1.0, 1.5e-12]))
    assert_close(found, np.ones(2), what="the solution of a system with pivots of 1 and 1.5e-12")
    # Its largest entry is 1, while its norms are 1.4 and 2, and elimination makes a 2 of it.
    a = np.array([[1.0, 1.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 1.3e-12]])
    found = submission.solve(a, a.sum(axis=1))
    assert_close(found, np.ones(3), what="the solution of a system with entries of 1 and -1 and a pivot of 1.3e-12")


@pytest.mark.points(4)
def test_the_determinant_of_a_singular_matrix_is_0(submission, rng):
    """The determinant of a singular matrix is 0."""
    row = np.array([0.1, 0.7, 0.3])
    try:
        found = submission.determinant(np.array([row, 3 * row, [1.0, 0.0, 2.0]]))
    except ValueError:
        pytest.fail("The determinant of a singular matrix raises ValueError; it is 0.")
    assert_equal(found, 0.0, what="the determinant")
    assert_close(submission.determinant(np.diag([2.0, 0.5])), 1.0, what="the determinant of a regular matrix")
    small = submission.determinant(np.diag([1e-13, 2e-13]))
    assert_close(small, 2e-26, what="the determinant of a regular matrix of small numbers")
