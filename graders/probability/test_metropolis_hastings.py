"""Grades `metropolis_hastings`: exact flows on few states, and runs by the law of their transitions."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

P = np.array([0.1, 0.2, 0.3, 0.4])
# Asymmetric proposals: a drift upwards, and some staying.
Q = np.array(
    [
        [0.125, 0.625, 0.125, 0.125],
        [0.25, 0.125, 0.5, 0.125],
        [0.125, 0.125, 0.25, 0.5],
        [0.5, 0.25, 0.125, 0.125],
    ]
)


def chain_of(p, q):
    """The oracle: for each pair the smaller of the two flows goes both ways."""
    flows = np.minimum(p[:, None] * q, (p[:, None] * q).T)
    moves = flows / p[:, None]
    np.fill_diagonal(moves, 0.0)
    return moves + np.diag(1 - moves.sum(axis=1))


def drawn(rng, n):
    return rng.dirichlet(np.full(n, 2.0)), 0.8 * rng.dirichlet(np.ones(n), size=n) + 0.2 / n


@pytest.mark.points(20)
def test_a_symmetric_proposal(submission, rng):
    """min(1, p(y) / p(x)), from the logarithms."""
    assert_close(submission.acceptance(math.log(0.4), math.log(0.1)), 0.25, what="a of a move down")
    assert_close(submission.acceptance(math.log(0.1), math.log(0.4)), 1.0, what="a of a move up")
    a, b = rng.normal(size=2).tolist()
    for x, y in ((a, b), (b, a)):
        assert_close(submission.acceptance(x, y), min(1.0, math.exp(y) / math.exp(x)), what="a")


@pytest.mark.points(16)
def test_an_asymmetric_proposal(submission, rng):
    """The probabilities of proposing the move and its reverse are part of the ratio."""
    found = submission.acceptance(0.0, math.log(0.5), math.log(0.2), math.log(0.1))
    assert_close(found, 0.25, what="a where the way back is proposed half as often")
    found = submission.acceptance(0.0, math.log(0.5), math.log(0.1), math.log(0.8))
    assert_close(found, 1.0, what="a where the way back is proposed eight times as often")
    p_x, p_y, q_xy, q_yx = rng.normal(size=4).tolist()
    expected = min(1.0, math.exp(p_y + q_yx) / math.exp(p_x + q_xy))
    assert_close(submission.acceptance(p_x, p_y, q_xy, q_yx), expected, what="a")
    expected = min(1.0, math.exp(p_x + q_xy) / math.exp(p_y + q_yx))
    assert_close(submission.acceptance(p_y, p_x, q_yx, q_xy), expected, what="a of the way back")


@pytest.mark.points(22)
def test_the_transition_matrix(submission, rng):
    """Moves are proposed and accepted; what is refused stays."""
    assert_close(submission.transition_matrix(np.log(P), Q.copy()), chain_of(P, Q), what="P")
    p, q = drawn(rng, 5)
    found = np.asarray(submission.transition_matrix(np.log(p) + 1.0, q))
    assert_close(found, chain_of(p, q), what="P")
    assert_close(p @ found, p, what="p after one step")


@pytest.mark.points(8)
def test_far_from_floating_point(submission):
    """Log probabilities of -5000 and of +5000 work."""
    for shift in (-5000.0, 5000.0):
        found = submission.acceptance(shift, shift - 1.0)
        assert_close(found, math.exp(-1), rtol=1e-7, what=f"a with log p {shift:+g}")
        assert_close(submission.acceptance(shift, shift + 1.0), 1.0, what=f"a of a move up with log p {shift:+g}")
    assert_close(submission.acceptance(0.0, 3000.0), 1.0, what="a of a move up by 3000")
    assert_close(submission.acceptance(0.0, -3000.0), 0.0, what="a of a move down by 3000")
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    for there, states in ((5000.0, [1, 0, 1, 0]), (4000.0, [0, 0, 0, 0])):
        found = submission.run_chain(np.array([5000.0, there]), swap, 0, 4, submission.generator(7))
        assert_equal(found, np.array(states), what=f"a run between two states with log p +5000 and {there:+g}")
    # Beside a far likelier state two that are alike in size must not both underflow, or be cut off at one value.
    thirds = np.full((3, 3), 1 / 3)
    found = np.asarray(submission.transition_matrix(np.array([5000.0, -5000.0, -5001.0]), thirds))
    assert_close(found[1, 2], math.exp(-1) / 3, rtol=1e-7, what="P from log p -5000 to -5001, beside a state of +5000")
    apart = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    for there, states in ((-5000.0, [2, 1, 2, 1]), (-4000.0, [2, 2, 2, 2])):
        log_p = np.array([5000.0, -5000.0, there])
        found = submission.run_chain(log_p, apart.copy(), 1, 4, submission.generator(7))
        what = f"a run between two states with log p -5000 and {there:+g}, beside a state of +5000 that isn't proposed"
        assert_equal(found, np.array(states), what=what)


@pytest.mark.points(6)
def test_impossible_states(submission):
    """A state that p doesn't have is never entered, and always left."""
    nothing = -math.inf
    assert_close(submission.acceptance(-1.0, nothing), 0.0, what="a of a move to p(y) = 0")
    assert_close(submission.acceptance(nothing, -1.0), 1.0, what="a of a move from p(x) = 0")
    q = np.array([[0.0, 1.0], [0.5, 0.5]])
    found = submission.run_chain(np.array([nothing, 0.0]), q, 0, 5, submission.generator(7))
    assert_equal(found, np.ones(5, dtype=int), what="a run from state 0, which p doesn't have, to state 1")


@pytest.mark.points(4)
def test_moves_that_are_not_proposed(submission):
    """Proposals of probability 0, and states of probability 0, have their place in the matrix; no way back, no move."""
    q = np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 1.0, 0.0]])
    p = np.array([0.25, 0.25, 0.5])
    expected = np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.0, 0.25, 0.75]])
    assert_close(submission.transition_matrix(np.log(p), q), expected, what="P of a path")
    expected = np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])
    log_p = np.array([math.log(0.5), math.log(0.5), -math.inf])
    assert_close(submission.transition_matrix(log_p, q.copy()), expected, what="P of a path with p = 0 at its end")
    ring = np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5], [0.5, 0.0, 0.5]])
    found = submission.transition_matrix(np.array([-5000.0, 0.0, 5000.0]), ring)
    assert_close(found, np.eye(3), what="P where no proposal has a way back")
    found = submission.acceptance(-1.0, 2.0, -1.0, -math.inf)
    assert_close(found, 0.0, what="a of a move with no way back")
    found = submission.run_chain(np.array([-5000.0, 0.0, 5000.0]), ring.copy(), 0, 6, submission.generator(7))
    assert_equal(found, np.zeros(6, dtype=int), what="a run where no proposal has a way back")


def check_run(submission, rng, p, q, n_steps):
    """Every state is followed by the others as often as the transition matrix says."""
    start, n_states = int(rng.integers(len(p))), len(p)
    generator = submission.generator(new_seed(rng))
    states = np.asarray(submission.run_chain(np.log(p), q, start, n_steps, generator))
    if states.shape == (n_steps + 1,):  # the start is there as well, which is judged elsewhere
        states = states[1:]
    assert_equal(states.shape, (n_steps,), what="the shape of the run")
    assert states.dtype.kind in "iu", f"States are whole numbers, and these are {states.dtype}."
    assert_equal(np.isin(states, np.arange(n_states)), np.ones(n_steps, dtype=bool), what="which states exist")
    counts = np.zeros((n_states, n_states), dtype=int)
    np.add.at(counts, (np.concatenate([[start], states[:-1]]), states), 1)
    strange = [(int(x), int(y)) for x, y in np.argwhere((q == 0) & (counts > 0)) if x != y]
    assert_equal(strange, [], what="the moves (from, to) that are made and that q doesn't propose")
    assert counts.sum(axis=1).min() > n_steps / 100, "A state is hardly ever visited."
    moves = chain_of(p, q)
    for i in range(n_states):
        assert_distribution(counts[i], moves[i], what=f"the states that follow state {i}")


@pytest.mark.points(20)
def test_a_run(submission, rng):
    """Each state follows the one before it by the chain's transitions, and a rejected move repeats the state."""
    # Acceptances on both sides of 1/2, so that accepting from 1/2 on is told from never repeating a state.
    path = np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.0, 0.5, 0.5]])
    check_run(submission, rng, np.array([0.58, 0.26, 0.16]), path, 500)
    check_run(submission, rng, P, Q.copy(), 1500)


@pytest.mark.points(4)
def test_the_start_is_not_in_the_run(submission, rng):
    """A run begins with the state after the first step, and comes from rng alone."""
    ring = np.roll(np.eye(4), 1, axis=1) * 0.5 + np.roll(np.eye(4), -1, axis=1) * 0.5
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [
        np.asarray(submission.run_chain(np.zeros(4), ring, 2, 60, submission.generator(seed)))
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal(runs[0].shape, (60,), what="the shape of a run of 60 steps")
    steps = np.abs(np.diff(np.concatenate([[2], runs[0]])))
    assert_equal(steps % 2, np.ones(60, dtype=int), what="the steps on a ring of four states, mod 2,")
    # Every move on the ring is accepted; here many are not, and both choices have to come from rng.
    refusing = [
        np.asarray(submission.run_chain(np.log(P), Q.copy(), 2, 60, submission.generator(seed)))
        for seed in (seeds[0], seeds[0])
    ]
    same = np.array_equal(runs[1], runs[0]) and np.array_equal(refusing[1], refusing[0])
    assert same, "The same state of rng gave two different runs: not all random numbers come from it."
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same run."
    # With one proposal for each state nothing but the acceptances is left to chance.
    swap, log_p = np.array([[0.0, 1.0], [1.0, 0.0]]), np.log([0.7, 0.3])
    chosen = [
        np.asarray(submission.run_chain(log_p.copy(), swap.copy(), 0, 60, submission.generator(seed))) for seed in seeds
    ]
    # A run that always or never leaves state 0 has another fault, which is judged elsewhere.
    leaves_0 = chosen[0][1:][~chosen[0][:-1].astype(bool)]
    same = 0 < leaves_0.sum() < len(leaves_0) and np.array_equal(*chosen)
    assert not same, "Two seeds of rng refused the same moves: the acceptances don't come from rng."
    # On a long ring the first state tells where a run began, and whether steps were dropped before it.
    ring = np.roll(np.eye(13), 1, axis=1) * 0.5 + np.roll(np.eye(13), -1, axis=1) * 0.5
    for seed in range(6):
        found = np.asarray(submission.run_chain(np.zeros(13), ring.copy(), 6, 30, submission.generator(seed)))
        assert_equal(abs(int(found[0]) - 6), 1, what="how far from the start the first state of a walk is")
