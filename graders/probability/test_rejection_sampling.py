"""Grades `rejection_sampling`: a density of four steps, whose areas are exact."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

# The density is 1, 3, 0 and 2 on the four quarters of [-1, 1).
STEPS = np.array([1.0, 3.0, 0.0, 2.0])


def stairs(x):
    x = np.asarray(x, dtype=float)
    if ((x < -1) | (x > 1)).any():
        raise AssertionError("A proposal is outside of low = -1 and high = 1.")
    return STEPS[np.minimum(((x + 1) * 2).astype(int), 3)]


def battlements(x):
    """1 and 3 in turn on the quarters of [-1, 1): either half of the interval shows both."""
    x = np.asarray(x, dtype=float)
    if ((x < -1) | (x > 1)).any():
        raise AssertionError("A proposal is outside of low = -1 and high = 1.")
    return np.where(np.floor(2 * x) % 2 == 0, 1.0, 3.0)


def flat(x):
    return np.full(np.shape(x), 2.0)


def eighths(x):
    """How many draws fell into each eighth of [-1, 1)."""
    x = np.asarray(x, dtype=float)
    outside = x[(x < -1) | (x > 1)]
    assert not len(outside), f"A draw from [-1, 1) is {outside[:1]}."
    return np.bincount(np.minimum(((x + 1) * 4).astype(int), 7), minlength=8)


def quarters(counts):
    return counts.reshape(4, 2).sum(axis=1)


LAW = np.repeat(STEPS, 2) / 12


@pytest.mark.points(34)
def test_what_is_accepted(submission, rng):
    """A proposal is accepted if u M q is below f."""
    f, q = np.array([3.2, 0.6, 6.4, 0.6, 3.3, 0.6, 1.3, 0.5]), np.array([1.5, 0.5, 2.0, 1.5, 1.5, 0.5, 2.0, 0.25])
    u = np.array([0.82, 0.19, 0.37, 0.75, 0.09, 0.41, 0.3, 0.62])
    expected = np.array([False, True, True, False, True, False, False, False])
    assert_equal(submission.accept(f, q, 4.0, u), expected, what="what is accepted")
    f, q, u = rng.uniform(0.1, 1.0, size=40), rng.uniform(0.5, 2.0, size=40), rng.random(40)
    u[:20] = f[:20] / (2.5 * q[:20]) * rng.choice([0.9, 1.1], size=20)
    expected = np.array([a / (2.5 * b) > c for a, b, c in zip(f, q, u, strict=True)])
    assert_equal(submission.accept(f, q, 2.5, u), expected, what="what is accepted")


@pytest.mark.points(6)
def test_touching_and_zero(submission, rng):
    """Where the envelope touches f every u accepts, and where f is 0 none does."""
    f, q = np.array([2.0, 2.0, 0.5]), np.array([0.5, 0.5, 0.5])
    found = submission.accept(f, q, 4.0, np.array([0.0, 0.999999, 0.5]))
    assert_equal(found, np.array([True, True, False]), what="what is accepted where the envelope touches")
    f, q = np.array([2.0, 0.0, 0.0]), np.array([0.8, 0.5, 0.5])
    found = submission.accept(f, q, 4.0, np.array([0.2, 0.0, 0.5]))
    assert_equal(found, np.array([True, False, False]), what="what is accepted where f is 0")
    density = submission.callback(flat, limit=200)
    generator = submission.generator(new_seed(rng))
    n_accepted = len(np.asarray(submission.from_box(density, 0.0, 1.0, 2.0, 50, generator)))
    what = f"Of 50 proposals in a box that touches the density everywhere, {n_accepted} are accepted."
    assert n_accepted in (0, 50), what  # that the rejected are kept is judged elsewhere
    if n_accepted:
        draws = submission.draws_from_box(density, 0.0, 1.0, 2.0, 20, generator)
        assert_equal(np.shape(draws), (20,), what="the shape of the draws from a box that touches the density")


@pytest.mark.points(5)
def test_an_envelope_below_the_density(submission):
    """An envelope that is below f at a proposal raises ValueError."""
    f, q, u = np.array([0.5, 1.0, 0.2]), np.array([1.0, 0.5, 2.0]), np.array([0.3, 0.2, 0.1])
    assert_equal(submission.accept(f, q, 2.25, u), np.array([False, True, False]), what="what M = 2.25 accepts")
    with pytest.raises(ValueError):
        submission.accept(f, q, 1.5, u)
    with pytest.raises(ValueError):
        submission.accept(f, np.array([1.0, 1.0, 0.0]), 2.25, u)
    # Powers of 2, so that nothing is rounded: below by little is below.
    with pytest.raises(ValueError):
        submission.accept(np.array([1.0 + 2.0**-22]), np.array([0.5]), 2.0, np.array([0.5]))


@pytest.mark.points(5)
def test_a_box_below_the_density(submission, rng):
    """A height that is below f at a proposal raises ValueError."""
    for function in (submission.from_box, submission.draws_from_box):
        density = submission.callback(battlements, limit=2000)
        found = np.asarray(function(density, -1.0, 1.0, 3.2, 300, submission.generator(new_seed(rng))))
        assert len(found) > 30, f"A height above the density leaves {len(found)} draws of 300 proposals or draws."
        with pytest.raises(ValueError):
            function(density, -1.0, 1.0, 2.75, 300, submission.generator(new_seed(rng)))


@pytest.mark.points(18)
def test_the_law_of_what_is_accepted(submission, rng):
    """Accepted x have the law of the density."""
    density = submission.callback(stairs, limit=10000)
    x = submission.from_box(density, -1.0, 0.0, 4.0, 800, submission.generator(new_seed(rng)))
    half = np.array([1.0, 1.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0]) / 8
    assert_distribution(eighths(x), half, what="the accepted x of a box on [-1, 0), in eighths of [-1, 1),")
    x = submission.from_box(density, -1.0, 1.0, 4.0, 3200, submission.generator(new_seed(rng)))
    counts = eighths(x)
    assert counts.sum() > 400, f"Of 3200 proposals {counts.sum()} are accepted."
    assert_distribution(counts, LAW, what="the accepted x, in eighths of [-1, 1),")
    # Few and large cells show a law that is only somewhat wrong.
    assert_distribution(quarters(counts), STEPS / 6, what="the accepted x, in quarters of [-1, 1),")


@pytest.mark.points(12)
def test_the_acceptance_rate(submission, rng):
    """The share of accepted proposals is the ratio of the areas."""
    density = submission.callback(stairs, limit=10000)
    # One number for all proposals would accept a quarter of them, a half or three: neither rate is near to these.
    for height in (4.0, 8.0):
        generator = submission.generator(new_seed(rng))
        n_accepted = len(np.asarray(submission.from_box(density, -1.0, 1.0, height, 1200, generator)))
        assert 0 <= n_accepted <= 1200, f"Of 1200 proposals {n_accepted} are accepted."
        rate = 1.5 / height
        what = f"accepted and rejected proposals at height {height:g}"
        assert_distribution([n_accepted, 1200 - n_accepted], [rate, 1 - rate], what=what)


@pytest.mark.points(9)
def test_a_number_of_draws(submission, rng):
    """As many draws as asked for, with the law of the density."""
    density = submission.callback(stairs, limit=20000)
    x = np.asarray(submission.draws_from_box(density, -1.0, 1.0, 3.5, 900, submission.generator(new_seed(rng))))
    assert_equal(x.shape, (900,), what="the shape of the draws")
    assert_distribution(eighths(x), LAW, what="the draws, in eighths of [-1, 1),")
    assert_distribution(quarters(eighths(x)), STEPS / 6, what="the draws, in quarters of [-1, 1),")
    # The draws are independent: those at the beginning have the same law.
    for n in (360, 600):
        assert_distribution(eighths(x[:n]), LAW, what=f"the first {n} of 900 draws, in eighths of [-1, 1),")


@pytest.mark.points(4)
def test_as_many_proposals_as_it_takes(submission, rng):
    """Under a high envelope it takes many proposals for one draw, and n draws still come, none of them twice."""
    for height, n in ((3.2, 3), (90.0, 8)):
        density = submission.callback(stairs, limit=20000)
        few = submission.draws_from_box(density, -1.0, 1.0, height, n, submission.generator(new_seed(rng)))
        assert_equal(np.shape(few), (n,), what=f"the shape of {n} draws under an envelope of height {height:g}")
        # Those who throw once, and too few, repeat what they have.
        different = len(np.unique(np.asarray(few)))
        assert different == n, f"Of {n} draws under an envelope of height {height:g}, {different} are different."


@pytest.mark.points(3)
def test_no_draw_comes_twice(submission, rng):
    """Each draw is a proposal of its own: none is repeated to make up the number."""
    density = submission.callback(stairs, limit=5000)
    x = np.asarray(submission.draws_from_box(density, -1.0, 1.0, 4.0, 150, submission.generator(new_seed(rng))))
    assert len(x) > 20, f"Of 150 draws {len(x)} came."
    assert_equal(len(np.unique(x)), len(x), what="the number of different draws")


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same draws, another one gives others."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    for function in (submission.from_box, submission.draws_from_box):
        density = submission.callback(stairs, limit=3000)
        runs = [
            np.asarray(function(density, -1.0, 1.0, 3.2, 40, submission.generator(seed)))
            for seed in (seeds[0], seeds[0], seeds[1])
        ]
        assert len(runs[0]) > 2, f"{len(runs[0])} draws came of 40 proposals or draws."
        assert_close(runs[1], runs[0], what="the draws of the second run with one seed")
        assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same draws."
