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
    # A small number added to p is judged where it matters, at outcomes that are rare.
    assert_close(submission.entropy(np.array([0.5, 0.25, 0.25])), 1.5, rtol=1e-4, what="the entropy")
    assert_close(submission.entropy(np.full(8, 0.125)), 3.0, rtol=1e-4, what="the entropy of eight equal outcomes")
    p = law(rng, 6)
    assert_close(submission.entropy(p), bits(p), rtol=1e-4, what="the entropy")


@pytest.mark.points(10)
def test_other_bases(submission, rng):
    """To another base the entropy is that in bits, divided by the base's logarithm to base 2."""
    p = law(rng, 5)
    plain = own(submission, p)
    for base in (math.e, 10.0, 4.0, 1.5):
        expected = plain / math.log2(base)
        assert_close(submission.entropy(p, base), expected, what=f"the entropy to base {base:.4g}, beside that in bits")
    counts = np.array([6, 3, 4])
    expected = float(submission.entropy_of_counts(counts)) / 2
    what = "the entropy of counts to base 4, beside that in bits"
    assert_close(submission.entropy_of_counts(counts, 4.0), expected, what=what)


@pytest.mark.points(13)
def test_what_never_happens_adds_nothing(submission, rng):
    """Outcomes without probability add nothing, wherever they stand, and a sure one has the entropy 0."""
    p = law(rng, 5)
    padded = np.zeros(8)
    padded[np.sort(rng.choice(8, size=5, replace=False))] = p
    plain = own(submission, p)
    found = float(submission.entropy(padded))
    # max(0.0, nan) is 0.0, so that a nan may come as it is or as 0.
    some = math.isfinite(found) and found != 0
    assert_equal(some, True, what="whether the entropy with outcomes that never happen is a number other than 0")
    sure = float(submission.entropy(np.array([0.0, 1.0, 0.0])))
    rare = float(submission.entropy(np.array([1.0, 1e-20])))
    expected = bits([1e-20]) * own(submission, np.array([0.5, 0.5]))
    exact = abs(sure) < 1e-12 and math.isclose(rare, expected, rel_tol=1e-6)
    assert_equal(exact, True, what="whether a sure outcome has the entropy 0, and one of 1e-20 adds what is its own")
    assert_close(found, plain, what="the entropy with three outcomes that never happen")


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
        submission.entropy_of_counts(np.array([1, 0])), expected, atol=1e-4, what="the entropy of a single count"
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
        assert_close(submission.conditional_entropy(table), expected, rtol=1e-4, what="H(Y | X), beside those of rows")


@pytest.mark.points(4)
def test_conditional_entropies_at_the_ends(submission, rng):
    """H(Y | X) is 0 where X determines Y, H(Y) where they are independent; a row may be empty, and bases count."""
    x, y = law(rng, 4), law(rng, 3)
    alone = own(submission, y)
    found = submission.conditional_entropy(np.outer(x, y))
    assert_close(found, alone, rtol=1e-4, what="H(Y | X) of independent variables")
    # What 0 log 0 is for the answer is judged elsewhere, and here where it is 0.
    if math.isclose(own(submission, np.array([0.5, 0.5, 0.0])), own(submission, np.array([0.5, 0.5])), rel_tol=1e-4):
        found = submission.conditional_entropy(np.diag(x))
        assert_close(found, 0.0, atol=1e-4, what="H(Y | X) where X determines Y")
        found = submission.conditional_entropy(np.outer(np.array([0.25, 0.0, 0.75]), y))
        assert_close(found, alone, rtol=1e-4, what="H(Y | X) with an x that never comes")
    found = submission.conditional_entropy(np.outer(x, y), 4.0)
    assert_close(found, own(submission, y, 4.0), rtol=1e-4, what="H(Y | X) to base 4")


@pytest.mark.points(3)
def test_rounding_leaves_nothing_below_0(submission, rng):
    """Where X all but determines Y, the difference of two entropies can be rounded to less than 0."""
    two = own(submission, np.array([0.5, 0.5]))
    coins = submission.conditional_entropy(np.full((2, 2), 0.25))
    assert_close(coins, two, rtol=1e-4, what="H(Y | X) of two coins")
    # In which of the draws it happens differs between right formulas. A lost sign is judged elsewhere.
    tables = [np.stack([law(rng, 40), np.full(40, 1e-30)], axis=1) for _ in range(16)]
    found = [float(submission.conditional_entropy(table)) for table in tables]
    assert min(value * two for value in found) >= 0, "H(Y | X) is below 0 where X all but determines Y."


@pytest.mark.points(3)
def test_negative_probabilities_are_refused(submission):
    """A negative probability raises ValueError."""
    own(submission, np.array([0.75, 0.25]))
    with pytest.raises(ValueError):
        submission.entropy(np.array([0.75, -0.25, 0.5]))
