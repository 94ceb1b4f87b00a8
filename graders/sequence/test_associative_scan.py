"""Grades `associative_scan`: the oracle goes step by step, and the joins are handed in and counted."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

A = np.array([[0.5, 2.0], [-2.0, 0.25], [1.5, -1.0], [3.0, 0.5]])
B = np.array([[1.0, -1.0], [2.0, 0.5], [-1.0, 3.0], [0.5, -2.0]])


def join(left, right):
    """Pieces of a linear recurrence, joined."""
    return right[0] * left[0], right[0] * left[1] + right[1]


def multiply(left, right):
    """Matrices that are applied one after the other."""
    return (right[0] @ left[0],)


def apply_and_move(left, right):
    """Steps v -> M v + c, whose arrays differ in their other axes, joined."""
    return right[0] @ left[0], (right[0] @ left[1][..., None])[..., 0] + right[1]


def states(a, b, h):
    found = []
    for a_t, b_t in zip(a, b, strict=True):
        h = a_t * h + b_t
        found.append(h)
    return np.array(found)


def check_scan(submission, a, b, combine=join):
    found = submission.associative_scan(combine, (a.copy(), b.copy()))
    assert_equal(list(np.shape(found[0])), list(a.shape), what=f"the shape of A for {len(a)} steps")
    assert len(a) < 2 or np.any(found[0][:2]), (
        f"A is 0 after the first steps of {len(a)}, as if zeros were joined in front: they are no identity, and "
        "combine need not have one."
    )
    ones, zeros = np.ones(a.shape[1:]), np.zeros(a.shape[1:])
    assert_close(found[0], states(a, 0 * b, ones), rtol=1e-9, atol=1e-11, what=f"A after each of {len(a)} steps")
    assert_close(found[1], states(a, b, zeros), rtol=1e-9, atol=1e-11, what=f"B after each of {len(a)} steps")


def check_join(submission, a1, b1, a2, b2):
    found = submission.combine_steps((a1.copy(), b1.copy()), (a2.copy(), b2.copy()))
    zero, one = (states((a1, a2), (b1, b2), h)[-1] for h in (np.zeros(a1.shape), np.ones(a1.shape)))
    assert_close(found[0], one - zero, rtol=1e-9, atol=1e-12, what="a of the joined pieces")
    assert_close(found[1], zero, rtol=1e-9, atol=1e-12, what="b of the joined pieces")


@pytest.mark.points(12)
def test_two_pieces_are_joined(submission, rng):
    """(a1, b1) and then (a2, b2) is the step (a2 a1, a2 b1 + b2)."""
    check_join(submission, *(np.array([[v]]) for v in (2.0, 5.0, -3.0, 0.5)))
    check_join(submission, *(rng.normal(size=(3, 2)) for _ in range(4)))


@pytest.mark.points(24)
def test_the_scan_of_a_recurrence(submission, rng):
    """Entry t is the join of the elements 1 to t, for four elements and for eight."""
    a, b = np.array([[0.5], [-2.0], [1.5], [3.0]]), np.array([[1.0], [2.0], [-1.0], [0.5]])
    check_scan(submission, a, b)
    check_scan(submission, *rng.normal(size=(2, 8, 2)))


@pytest.mark.points(12)
def test_any_number_of_elements(submission, rng):
    """T needn't be a power of two, and nothing is padded."""
    smallest = []

    def joined(left, right):
        smallest.extend(np.min(x, initial=1.0) for x in (*left, *right))
        return join(left, right)

    for steps in (1, 3):
        check_scan(submission, *(np.linspace(0.5, 1.5, 2 * steps).reshape(2, steps, 1)), joined)
    assert all(x > 0 for x in smallest), (
        "combine was handed something padded: the elements are above 0, and so is all that is joined from them, but "
        f"there was a {min(smallest):g} in what it got. It need not bear what is no element and isn't joined from any."
    )
    check_scan(submission, *rng.normal(size=(2, int(rng.choice([5, 6, 7])), 2)))


@pytest.mark.points(12)
def test_matrices_keep_their_order(submission, rng):
    """Whatever combine joins is scanned, the earlier piece on the left: matrices give products in their order."""
    for matrices in (np.arange(16.0).reshape(4, 2, 2) % 5 - 2, rng.normal(size=(4, 3, 3))):
        found = submission.associative_scan(multiply, (matrices.copy(),))
        product, expected = np.eye(matrices.shape[1]), []
        for matrix in matrices:
            product = matrix @ product
            expected.append(product)
        assert_close(found[0], np.array(expected), rtol=1e-9, atol=1e-10, what="the products of the first t matrices")
    moves = np.array([[1.0, -2.0], [0.5, 1.0], [3.0, 0.0], [-1.0, 2.0]])
    found = submission.associative_scan(apply_and_move, (matrices[:4, :2, :2].copy(), moves.copy()))
    state, expected = np.zeros(2), []
    for matrix, move in zip(matrices[:, :2, :2], moves, strict=True):
        state = matrix @ state + move
        expected.append(state)
    assert_close(found[1], np.array(expected), rtol=1e-9, atol=1e-10, what="the second array of steps v -> M v + c")


@pytest.mark.points(24)
def test_few_rounds(submission, rng):
    """combine is called at most 2 ceil(log2 T) times, for at most T ceil(log2 T) pairs."""
    for steps in (16, 11, 1):
        pairs = []

        def joined(left, right, pairs=pairs):
            pairs.append(len(left[0]))
            return join(left, right)

        a, b = rng.uniform(-1, 1, size=(2, steps, 1))
        found = submission.associative_scan(joined, (a.copy(), b.copy()))
        # What each entry is, is for other tests: the last state needs all joins.
        last = states(a, b, np.zeros(1))[-1]
        assert_close(np.asarray(found[1])[-1], last, rtol=1e-9, atol=1e-11, what="B after all steps")
        rounds = math.ceil(math.log2(steps))
        assert len(pairs) <= 2 * rounds, (
            f"combine was called {len(pairs)} times for {steps} elements: at most {2 * rounds}"
        )
        assert sum(pairs) <= steps * rounds, (
            f"{sum(pairs)} pairs were joined for {steps} elements: at most {steps * rounds}"
        )


@pytest.mark.points(8)
def test_the_states_of_a_recurrence(submission, rng):
    """From zeros, h_t is B_t."""
    for a, b in ((A, B), rng.normal(size=(2, 8, 3))):
        found = submission.linear_recurrence(a.copy(), b.copy())
        assert_close(found, states(a, b, np.zeros(a.shape[1])), rtol=1e-9, atol=1e-11, what="the states")


@pytest.mark.points(5)
def test_the_state_before_the_first_step(submission, rng):
    """With h0, its share A_t h0 is added to every state."""
    for a, b, h0 in ((A, B, np.array([4.0, -3.0])), (*rng.normal(size=(2, 4, 2)), rng.normal(size=2))):
        found = submission.linear_recurrence(a.copy(), b.copy(), h0.copy())
        assert_close(found, states(a, b, h0), rtol=1e-9, atol=1e-11, what="the states")


@pytest.mark.points(3)
def test_factors_of_0_and_products_that_underflow(submission):
    """A factor of 0 forgets, and nothing is divided by products that vanish."""
    a = np.array([[0.5], [0.0], [1e-200], [1e-200], [0.75], [0.0], [0.5], [2.0]])
    b = np.array([[1.0], [2.0], [-1.0], [0.5], [1.5], [-2.0], [3.0], [-1.5]])
    found = submission.linear_recurrence(a.copy(), b.copy())
    assert_close(found, states(a, b, np.zeros(1)), rtol=1e-9, what="the states")
