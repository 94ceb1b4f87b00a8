"""Grades `gibbs_sampling`: conditionals from joint laws by enumeration, and the exact law of each step of a chain."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

MEAN, COV = np.array([3.0, -1.0]), np.array([[4.0, 1.2], [1.2, 0.5]])


def weight(spins, beta, field):
    """p(s) up to a factor."""
    pairs = (spins[1:] * spins[:-1]).sum() + (spins[:, 1:] * spins[:, :-1]).sum()
    return math.exp(beta * float(pairs + field * spins.sum()))


def share_up(spins, row, column, beta, field):
    """The oracle: of two joint probabilities, the share of that with the spin up."""
    up, down = spins.copy(), spins.copy()
    up[row, column], down[row, column] = 1, -1
    ours, theirs = weight(up, beta, field), weight(down, beta, field)
    return ours / (ours + theirs)


def draw_gaussian(rng):
    a = rng.normal(size=(2, 2))
    return rng.normal(size=2), a @ a.T + 0.3 * np.eye(2), float(rng.normal())


def conditional(submission, *args):
    """Mean and variance, as two numbers."""
    found = submission.gaussian_conditional(*args)
    assert_equal(len(found), 2, what="the number of results")
    return found


@pytest.mark.points(12)
def test_the_mean_of_the_gaussian_conditional(submission, rng):
    """The mean moves with the other variable: m_i + C_ij / C_jj (x_j - m_j)."""
    assert_close(conditional(submission, MEAN, COV, 0, 2.0)[0], 3.0 + 7.2, what="the mean of x_0")
    assert_close(conditional(submission, MEAN, COV, 1, 5.0)[0], -1.0 + 0.6, what="the mean of x_1")
    mean, cov, other = draw_gaussian(rng)
    precision = np.linalg.inv(cov)
    for i in (0, 1):
        expected = mean[i] - precision[0, 1] / precision[i, i] * (other - mean[1 - i])
        assert_close(conditional(submission, mean, cov, i, other)[0], expected, what=f"the mean of x_{i}")


@pytest.mark.points(8)
def test_the_variance_of_the_gaussian_conditional(submission, rng):
    """The variance shrinks, whatever the other variable is: C_ii - C_ij^2 / C_jj."""
    assert_close(conditional(submission, MEAN, COV, 0, 0.0)[1], 4.0 - 2.88, what="the variance of x_0")
    assert_close(conditional(submission, MEAN, COV, 1, 5.0)[1], 0.5 - 0.36, what="the variance of x_1")
    mean, cov, other = draw_gaussian(rng)
    precision = np.linalg.inv(cov)
    for i in (0, 1):
        found = conditional(submission, mean, cov, i, other)[1]
        assert_close(found, 1 / precision[i, i], what=f"the variance of x_{i}")


@pytest.mark.points(20)
def test_the_conditional_of_a_spin(submission, rng):
    """A spin inside the lattice is up by the sum of its four neighbours and the field."""
    spins = np.array([[-1, -1, -1], [1, -1, -1], [-1, -1, -1]])
    # With a field, a neighbour that is left out doesn't halve the exponent.
    found = submission.up_probability(spins, 1, 1, 0.25, 0.5)
    assert_close(found, 1 / (1 + math.exp(0.75)), what="P(up) among three spins that are down and one that is up")
    spins = rng.choice([-1, 1], size=(4, 5))
    spins[:, 2] = -1
    spins[1, 1:4] = [1, -1, 1]
    beta, field = float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.3, 0.8))
    for column in (1, 2, 3):
        found = submission.up_probability(spins, 1, column, beta, field)
        expected = share_up(spins, 1, column, beta, field)
        assert_close(found, expected, what=f"P(up) in row 1, column {column}")


@pytest.mark.points(8)
def test_the_edges_are_free(submission, rng):
    """A spin at an edge has three neighbours, one in a corner two."""
    spins = np.array([[1, 1, 1], [-1, 1, -1], [-1, 1, 1], [-1, -1, -1]])
    for row, column in itertools.product(range(4), range(3)):
        found = submission.up_probability(spins, row, column, 0.4, 0.3)
        expected = share_up(spins, row, column, 0.4, 0.3)
        assert_close(found, expected, what=f"P(up) in row {row}, column {column} of four rows and three columns")


def check_normal(z, what):
    """Numbers that should be independent standard normal ones, in twelve cells of equal probability."""
    u = np.array([0.5 * (1 + math.erf(value / math.sqrt(2))) for value in np.asarray(z, dtype=float).tolist()])
    cells = np.clip((u * 12).astype(int), 0, 11)
    assert_distribution(np.bincount(cells, minlength=12), np.full(12, 1 / 12), what=what)
    check_signs(z[0:-1:2], z[1::2], f"signs of neighbours among {what}")


def check_signs(one, other, what):
    """Pairs of independent numbers, each above 0 as often as below."""
    pairs = np.bincount(2 * (one > 0) + (other > 0), minlength=4)
    assert_distribution(pairs, np.full(4, 0.25), what=what)


@pytest.mark.points(4)
def test_the_start_is_not_part_of_a_chain(submission, rng):
    """The first state of a chain is that after the first sweep, and not the start."""
    generator = submission.generator(new_seed(rng))
    start = np.array([[-1, 1, -1], [1, -1, -1]])
    found = submission.ising_chain(start, 1.0, 50.0, 2, generator)
    assert_equal(found, np.ones((2, 2, 3), dtype=int), what="two states in a field that turns all spins up")
    chain = np.asarray(submission.gaussian_chain(MEAN, COV, np.array([900.0, -1.0]), 1, generator))
    assert_equal(chain.shape, (1, 2), what="the shape of the chain")
    x = chain[0].tolist()
    assert abs(x[0] - 3.0) < 20, f"The first state is {x}: x_0 is drawn around 3, with a deviation of about 1."


@pytest.mark.points(22)
def test_the_gaussian_chain(submission, rng):
    """x_0 is drawn given x_1 of the sweep before, and x_1 given the new x_0."""
    generator = submission.generator(new_seed(rng))
    # Means near 0: with far ones whatever is wrong puts all draws into one cell, and two causes look alike.
    mean, start = np.array([0.5, -0.25]), np.array([0.0, 4.0])
    x = np.asarray(submission.gaussian_chain(mean, COV, start, 600, generator), dtype=float)
    assert_equal(x.shape, (600, 2), what="the shape of the chain")
    assert np.isfinite(x).all(), "Not all states of the chain are finite numbers."
    assert np.ptp(x, axis=0).max() > 0, "All states of the chain are the same."
    before = np.concatenate([start[1:], x[:-1, 1]])
    z_0, z_1 = (
        (x[:, 0] - mean[0] - 2.4 * (before - mean[1])) / math.sqrt(1.12),
        (x[:, 1] - mean[1] - 0.3 * (x[:, 0] - mean[0])) / math.sqrt(0.14),
    )
    check_normal(z_0, "the draws of x_0, standardised,")
    check_normal(z_1, "the draws of x_1, standardised,")
    # Each may be right alone while one number serves both.
    check_signs(z_0, z_1, "signs of both draws of a sweep, standardised,")


def sweep_matrix(shape, beta, field):
    """The transitions of one sweep among all states, and the states in their order."""
    states = [np.array(s).reshape(shape) for s in itertools.product([-1, 1], repeat=math.prod(shape))]
    total = np.eye(len(states))
    for row, column in itertools.product(*map(range, shape)):
        step = np.zeros((len(states), len(states)))
        site = 1 << (math.prod(shape) - 1 - (row * shape[1] + column))
        for number, spins in enumerate(states):
            up = share_up(spins, row, column, beta, field)
            step[number, number | site] = up
            step[number, number & ~site] = 1 - up
        total = total @ step
    return total


def check_sweeps(submission, rng, start, beta, field, n_sweeps):
    """Each state of the chain follows the one before by the law of one sweep."""
    generator = submission.generator(new_seed(rng))
    chain = np.asarray(submission.ising_chain(start, beta, field, n_sweeps, generator))
    assert_equal(chain.shape, (n_sweeps, *start.shape), what="the shape of the chain")
    assert_equal(np.abs(chain).astype(int), np.ones(chain.shape, dtype=int), what="the sizes of all spins")
    bits = (np.concatenate([start[None], chain]) > 0).reshape(n_sweeps + 1, -1)
    numbers = bits @ (1 << np.arange(start.size)[::-1])
    matrix = sweep_matrix(start.shape, beta, field)
    counts = np.zeros(matrix.shape, dtype=int)
    np.add.at(counts, (numbers[:-1], numbers[1:]), 1)
    for number in range(len(matrix)):
        spins = np.where([number >> k & 1 for k in range(start.size)][::-1], 1, -1).reshape(start.shape).tolist()
        assert_distribution(counts[number], matrix[number], what=f"the states that follow {spins}")
    shares = np.linalg.matrix_power(matrix, 64)[0]
    assert counts.sum(axis=1)[shares > 0.05].min() > 10, "A state that is likely is hardly ever visited."


@pytest.mark.points(4)
def test_the_order_of_a_sweep(submission, rng):
    """Spins are updated row by row, from left to right, and each sees what the sweep has changed before it."""
    # At beta = 40 every spin does what its neighbours and the field want, so that each sweep has one result.
    start = np.array([[-1, -1, 1], [-1, 1, -1]])
    found = submission.ising_chain(start, 40.0, -0.5, 2, submission.generator(new_seed(rng)))
    expected = np.array([[[-1, 1, -1], [-1, -1, -1]], [[-1, -1, -1], [-1, -1, -1]]])
    assert_equal(found, expected, what=f"the spins after each of two cold sweeps from {start.tolist()}")


@pytest.mark.points(18)
def test_the_ising_chain(submission, rng):
    """Spins are updated row by row, each given the newest values of its neighbours."""
    start = np.indices((6, 8)).sum(axis=0) % 2 * 2 - 1
    chain = np.asarray(submission.ising_chain(start, 0.0, 0.0, 12, submission.generator(7)))
    assert_equal(chain.shape, (12, 6, 8), what="the shape of the chain")
    n_changed = int(np.count_nonzero(np.diff([start, chain[0]], axis=0)))
    if n_changed:  # else the first state is the start, which is judged elsewhere
        what = "spins that the first sweep changed, and others"
        assert_distribution([n_changed, 48 - n_changed], [0.5, 0.5], what=what)
    n_up = int(np.count_nonzero(chain[0] > 0))
    assert_distribution([n_up, 48 - n_up], [0.5, 0.5], what="spins up and others after one sweep at beta = 0")
    n_changed = int(np.count_nonzero(np.diff(chain, axis=0)))
    n_all = 11 * 48
    assert_distribution([n_changed, n_all - n_changed], [0.5, 0.5], what="changed spins and others at beta = 0")
    check_sweeps(submission, rng, np.array([[1, -1, 1]]), 1.0, 0.0, 600)
    check_sweeps(submission, rng, np.array([[1, -1], [-1, 1]]), 0.5, 0.2, 300)


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same chains, another one gives others."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    start = np.ones((3, 4), dtype=int)
    runs = [
        [
            np.asarray(submission.gaussian_chain(MEAN, COV, np.zeros(2), 5, submission.generator(seed))),
            np.asarray(submission.ising_chain(start, 0.3, 0.0, 9, submission.generator(seed))),
        ]
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal([x.shape for x in runs[0]], [(5, 2), (9, 3, 4)], what="the shapes of both chains")
    assert_equal(runs[1], runs[0], what="the chains of the second run with one seed")
    for one, other in zip(runs[0], runs[2], strict=True):
        assert not np.array_equal(one, other), "Two seeds of rng gave the same chain."
