"""Grades `entropy`: the oracle adds up the surprise of each outcome, in Python."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def bits(p):
    return math.fsum(value * math.log2(1 / value) for value in np.ravel(p).tolist() if value > 0)


def law(rng, *shape):
    weights = rng.exponential(size=shape) + 0.05
    return weights / weights.sum()


def own(submission, p, base=2.0):
    """The answer's own entropy, in tests of something else; four equal outcomes have twice that of two."""
    two, four = (float(submission.entropy(np.full(n, 1 / n))) for n in (2, 4))
    assert abs(two) > 0.1, "The entropy of two equal outcomes is hardly anything."
    assert_close(four, 2 * two, rtol=1e-3, what="the entropy of four equal outcomes, beside that of two")
    return float(submission.entropy(p, base))


@pytest.mark.points(30)
def test_the_entropy_in_bits(submission, rng):
    """The entropy to base 2, which is the default."""
    assert_close(submission.entropy(np.array([0.5, 0.25, 0.25])), 1.5, what="the entropy")
    assert_close(submission.entropy(np.full(8, 0.125)), 3.0, what="the entropy of eight equal outcomes")
    p = law(rng, 6)
    assert_close(submission.entropy(p), bits(p), what="the entropy")


@pytest.mark.points(10)
def test_other_bases(submission, rng):
    """To another base the entropy is that in bits, divided by the base's logarithm to base 2."""
    p = law(rng, 5)
    plain = own(submission, p)
    for base in (math.e, 10.0, 4.0, 1.5):
        expected = plain / math.log2(base)
        assert_close(submission.entropy(p, base), expected, what=f"the entropy to base {base:.4g}, beside that in bits")


@pytest.mark.points(14)
def test_what_never_happens_adds_nothing(submission, rng):
    """Outcomes without probability add nothing, wherever they stand, and a sure one has the entropy 0."""
    p = law(rng, 5)
    padded = np.zeros(8)
    padded[np.sort(rng.choice(8, size=5, replace=False))] = p
    plain = own(submission, p)
    assert_close(submission.entropy(padded), plain, what="the entropy with three outcomes that never happen")
    assert_close(submission.entropy(np.array([0.0, 1.0, 0.0])), 0.0, atol=1e-12, what="the entropy of a sure outcome")
    tiny = np.array([1 - 1e-300, 1e-300])
    found = float(submission.entropy(tiny))
    assert 0 <= found < 1e-250, f"The entropy of an outcome that comes once in 1e300 is {found}."


@pytest.mark.points(16)
def test_the_entropy_of_counts(submission, rng):
    """Counts are divided by their sum."""
    counts = rng.integers(1, 40, size=5)
    for some in (np.array([6, 3, 3]), counts):
        expected = own(submission, some / some.sum())
        assert_close(
            submission.entropy_of_counts(some), expected, what=f"the entropy of {some}, beside that of the shares"
        )


@pytest.mark.points(3)
def test_no_counts_at_all(submission):
    """Without any counts the entropy is 0."""
    expected = own(submission, np.array([1.0, 0.0]))
    assert_close(
        submission.entropy_of_counts(np.array([1, 0])), expected, atol=1e-9, what="the entropy of a single count"
    )
    assert_equal(submission.entropy_of_counts(np.zeros(3, dtype=np.int64)), 0.0, what="the entropy without counts")


@pytest.mark.points(18)
def test_the_conditional_entropy(submission, rng):
    """H(Y | X) is the average of the entropies of the rows, weighed with the probability of each x."""
    joint = np.array([[0.125, 0.125, 0.0625, 0.0625], [0.25, 0.25, 0.0625, 0.0625]])
    n, m = sizes(rng, 3, 5)
    for table in (joint, law(rng, n, m)):
        rows = table.sum(axis=1)
        expected = sum(w * own(submission, row / w) for w, row in zip(rows, table, strict=True))
        assert_close(submission.conditional_entropy(table), expected, what="H(Y | X), beside the entropies of the rows")


@pytest.mark.points(6)
def test_conditional_entropies_at_the_ends(submission, rng):
    """H(Y | X) is 0 where X determines Y, H(Y) where they are independent; a row may be empty, and bases count."""
    x, y = law(rng, 4), law(rng, 3)
    alone = own(submission, y)
    assert_close(submission.conditional_entropy(np.outer(x, y)), alone, what="H(Y | X) of independent variables")
    found = float(submission.conditional_entropy(np.diag(x)))
    assert 0 <= found < 1e-12, f"H(Y | X) where X determines Y is {found}."
    table = np.outer(np.array([0.25, 0.0, 0.75]), y)
    assert_close(submission.conditional_entropy(table), alone, what="H(Y | X) with an x that never comes")
    wide = float(submission.conditional_entropy(np.outer(x, y), 4.0))
    assert_close(wide, own(submission, y, 4.0), what="H(Y | X) to base 4")


@pytest.mark.points(3)
def test_negative_probabilities_are_refused(submission):
    """A negative probability raises ValueError."""
    own(submission, np.array([0.75, 0.25]))
    with pytest.raises(ValueError):
        submission.entropy(np.array([0.75, -0.25, 0.5]))
