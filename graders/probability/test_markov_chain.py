"""Grades `markov_chain`: the oracle lets chains run, by repeated squaring, and solves nothing."""

import itertools

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

# From 0 to 4 in steps of 1 up (probability 1/2) or down; both ends are absorbing.
GAME = np.array(
    [
        [1.0, 0.0, 0.0, 0.0, 0.0],
        [0.5, 0.0, 0.5, 0.0, 0.0],
        [0.0, 0.5, 0.0, 0.5, 0.0],
        [0.0, 0.0, 0.5, 0.0, 0.5],
        [0.0, 0.0, 0.0, 0.0, 1.0],
    ]
)
PATH = np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]])
LOPSIDED = np.array([[0.0, 1.0, 0.0], [0.25, 0.0, 0.75], [0.0, 1.0, 0.0]])  # of period 2
TWO_CLASSES = np.array([[0.5, 0.5, 0.0, 0.0], [0.25, 0.75, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5], [0.0, 0.0, 0.25, 0.75]])

# Closed classes whose linear systems are singular only up to rounding: a solver gives some numbers for them.
CLOSED = np.array([[0.3, 0.2, 0.5], [0.2, 0.3, 0.5], [0.4, 0.3, 0.3]])
TWICE = np.kron(np.eye(2), CLOSED)
# The same two classes, and a state from which all others are reached.
SPLIT = np.block([[TWICE, np.zeros((6, 1))], [np.array([[0.1, 0.2, 0.1, 0.2, 0.1, 0.1, 0.2]])]])
APART = np.block([[np.eye(1), np.zeros((1, 3))], [np.zeros((3, 1)), CLOSED]])


def drawn_chain(rng, n_states):
    """A chain in which every state follows every other."""
    return 0.8 * rng.dirichlet(np.ones(n_states), size=n_states) + 0.2 / n_states


def apart(rng, *n_states):
    """Closed classes of these sizes in one chain, with numbers whose linear system is singular only up to rounding."""
    p = np.zeros((sum(n_states),) * 2)
    first = 0
    for n in n_states:
        p[first : first + n, first : first + n] = drawn_chain(rng, n)
        first += n
    return p


def steps_to(p, target):
    """The expected steps: the sum over t of the probabilities of being elsewhere after t steps."""
    others = [i for i in range(len(p)) if i != target]
    elsewhere, total = p[np.ix_(others, others)], np.eye(len(others))
    for _ in range(14):
        total, elsewhere = total + elsewhere @ total, elsewhere @ elsewhere
    return np.insert(total.sum(axis=1), target, 0.0)


def ring(lengths):
    """Closed walks of these lengths through state 0, all equally likely."""
    p = np.zeros((1 + sum(lengths) - len(lengths),) * 2)
    first = 1
    for length in lengths:
        states = [0, *range(first, first + length - 1), 0]
        first += length - 1
        for one, following in itertools.pairwise(states):
            p[one, following] += 1 / len(lengths) if one == 0 else 1.0
    return p


@pytest.mark.points(24)
def test_the_stationary_distribution(submission, rng):
    """The distribution that a step leaves as it is."""
    found = submission.stationary(np.array([[0.9, 0.1], [0.4, 0.6]]))
    assert_close(found, np.array([0.8, 0.2]), what="pi")
    p = drawn_chain(rng, 5)
    assert_close(submission.stationary(p), np.linalg.matrix_power(p, 256)[0], what="pi of a chain of 5 states")


@pytest.mark.points(6)
def test_a_periodic_chain(submission):
    """A periodic chain has a stationary distribution too."""
    pi = np.array([0.125, 0.5, 0.375])
    found = np.asarray(submission.stationary(LOPSIDED.copy()))
    if found.shape == (3,):
        # Where stepping began decides between which two distributions it swings: no value tells.
        swings = np.allclose(found @ LOPSIDED @ LOPSIDED, found) and not np.allclose(found @ LOPSIDED, found)
        assert not swings or found.min() < 0, (
            "One step changes this pi and the next brings it back: it swings and never settles, as it does when a "
            "distribution is stepped on. Solve pi P = pi."
        )
    assert_close(found, pi, what="pi of a path of three states, to one end of which it leans")
    assert_close(submission.stationary(PATH), np.array([0.25, 0.5, 0.25]), what="pi of a path of three states")
    expected = np.array([1.0, 0.5, 0.5, 0.5, 0.5, 0.5]) / 3.5  # closed walks of 2 + 5 - 1 states
    p = ring((4, 3))
    assert_close(submission.stationary(p), expected, what="pi of two closed walks of 4 and 3 steps")


@pytest.mark.points(4)
def test_states_that_are_left_for_good(submission):
    """States outside the only closed class have probability 0."""
    p = np.array([[0.6, 0.4, 0.0], [0.2, 0.8, 0.0], [0.3, 0.3, 0.4]])
    assert_close(submission.stationary(p), np.array([1 / 3, 2 / 3, 0.0]), what="pi")
    p = p[::-1, ::-1].copy()
    assert_close(submission.stationary(p), np.array([0.0, 2 / 3, 1 / 3]), what="pi with the states in reverse order")
    p = np.array([[0.5, 0.5], [0.0, 1.0]])
    assert_close(submission.stationary(p), np.array([0.0, 1.0]), what="pi where all ends in one state")
    p = np.array([[0.9999, 0.0001, 0.0], [0.0003, 0.9997, 0.0], [0.3, 0.3, 0.4]])
    expected = np.array([0.75, 0.25, 0.0])
    assert_close(submission.stationary(p), expected, rtol=1e-4, what="pi of a chain that hardly ever moves")


@pytest.mark.points(4)
def test_several_stationary_distributions(submission, rng):
    """Two closed classes raise ValueError; a single one doesn't."""
    one = np.asarray(submission.stationary(np.array([[0.5, 0.5], [0.25, 0.75]])))
    assert_equal(one.shape, (2,), what="the shape of pi of a single class")
    for p in (TWICE, SPLIT, TWO_CLASSES, GAME, np.eye(3), apart(rng, 3, 5)):
        with pytest.raises(ValueError):
            submission.stationary(p.copy())


@pytest.mark.points(20)
def test_absorption(submission, rng):
    """The probabilities of ending in each absorbing state."""
    up = np.arange(5) / 4
    assert_close(submission.absorption(GAME.copy()), np.stack([1 - up, up], axis=1), what="B of the game")
    p = drawn_chain(rng, 6)
    p[[1, 4]] = np.eye(6)[[1, 4]]
    expected = np.linalg.matrix_power(p, 2**12)[:, [1, 4]]
    assert_close(submission.absorption(p), expected, what="B with the absorbing states 1 and 4")
    p = np.array([[1.0, 0.0, 0.0], [0.0001, 0.9996, 0.0003], [0.0, 0.0, 1.0]])
    expected = np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]])
    assert_close(submission.absorption(p), expected, rtol=1e-4, what="B of a chain that hardly ever moves")
    p = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.75, 0.0, 0.25]])
    assert_close(submission.absorption(p), np.ones((3, 1)), what="B with one absorbing state")


@pytest.mark.points(4)
def test_chains_that_are_not_absorbed(submission, rng):
    """A state that reaches no absorbing state raises ValueError."""
    assert_equal(np.shape(submission.absorption(GAME.copy())), (5, 2), what="the shape of B")
    lost = np.array([[1.0, 0.0, 0.0, 0.0], [0.5, 0.0, 0.5, 0.0], [0.0, 0.0, 0.5, 0.5], [0.0, 0.0, 0.25, 0.75]])
    never = apart(rng, 1, 5)
    for p in (APART, lost, TWO_CLASSES, never):
        with pytest.raises(ValueError):
            submission.absorption(p.copy())


@pytest.mark.points(18)
def test_hitting_times(submission, rng):
    """The expected numbers of steps to the target, from each state."""
    assert_close(submission.hitting_times(PATH.copy(), 2), np.array([4.0, 3.0, 0.0]), what="the steps to 2 on a path")
    p, target = drawn_chain(rng, 5), int(rng.integers(1, 4))
    assert_close(submission.hitting_times(p, target), steps_to(p, target), what=f"the steps to {target}")
    p = np.array([[0.9, 0.1, 0.0], [0.5, 0.4999, 0.0001], [0.0, 0.0, 1.0]])
    expected = np.array([60010.0, 60000.0, 0.0])
    assert_close(submission.hitting_times(p, 2), expected, rtol=1e-4, what="the steps to what hardly ever comes")


@pytest.mark.points(6)
def test_targets_that_may_be_missed(submission):
    """The expected time is inf where the target may never be reached."""
    found = submission.hitting_times(GAME.copy(), 4)
    assert_close(found, np.array([np.inf] * 4 + [0.0]), what="the steps to the upper end of the game")
    found = submission.hitting_times(GAME.copy(), 1)
    assert_close(found, np.array([np.inf, 0.0, np.inf, np.inf, np.inf]), what="the steps to state 1 of the game")
    found = submission.hitting_times(TWO_CLASSES.copy(), 0)
    assert_close(found, np.array([0.0, 4.0, np.inf, np.inf]), what="the steps to state 0 of two classes")
    # What comes after the target makes no difference: state 0 leads to 1, and from there the chain may get lost.
    p = np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5], [0.0, 0.0, 1.0]])
    assert_close(submission.hitting_times(p, 1), np.array([2.0, 0.0, np.inf]), what="the steps to a state on the way")


@pytest.mark.points(10)
def test_the_period(submission, rng):
    """The greatest common divisor of the lengths of closed walks."""
    # The first way back to state 0 takes 4 steps here.
    assert_equal(
        int(submission.period(ring((4, 6)))), 2, what="the period of closed walks of 4 and 6 steps from state 0"
    )
    for p, expected, what in (
        (PATH, 2, "a path of three states"),
        (ring((3,)), 3, "a ring of three states"),
        (ring((4, 6)), 2, "closed walks of 4 and 6 steps"),
        (ring((4, 3)), 1, "closed walks of 4 and 3 steps"),
        (ring((6, 9)), 3, "closed walks of 6 and 9 steps"),
    ):
        order = rng.permutation(len(p))
        assert_equal(int(submission.period(p[np.ix_(order, order)])), expected, what=f"the period of {what}")
    assert_equal(int(submission.period(drawn_chain(rng, 4))), 1, what="the period of a chain whose states may stay")


@pytest.mark.points(4)
def test_reducible_chains_have_no_period(submission):
    """A chain whose states don't all reach one another raises ValueError."""
    assert_equal(int(submission.period(PATH.copy())), 2, what="the period of a path of three states")
    for p in (GAME, TWO_CLASSES, np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([[1.0, 0.0], [0.5, 0.5]])):
        with pytest.raises(ValueError):
            submission.period(p.copy())
