"""Grades `chi_square_test`: SciPy's statistics, beside cases worked by hand."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def law(rng, n):
    weights = rng.uniform(0.5, 2.0, size=n)
    return weights / weights.sum()


def drawn_table(rng, n_rows, n_columns):
    return rng.integers(3, 40, size=(n_rows, n_columns))


@pytest.mark.points(24)
def test_goodness_of_fit(submission, rng):
    """The squared differences from N p, each divided by N p, summed."""
    from scipy import stats

    # In the fixed cases no other statistic is a whole number, which could come from anywhere.
    chi2, _ = submission.goodness_of_fit(np.array([31, 52, 18]), np.array([0.25, 0.5, 0.25]))
    assert_close(chi2, 347 / 101, what="chi2")
    # In floating point these probabilities sum to 1 - 1e-16.
    chi2, _ = submission.goodness_of_fit(np.array([65, 25, 10]), np.array([0.7, 0.2, 0.1]))
    assert_close(chi2, 45 / 28, what="chi2")
    observed, p = rng.integers(5, 60, size=6), law(rng, 6)
    expected = stats.chisquare(observed, observed.sum() * p).statistic
    assert_close(submission.goodness_of_fit(observed, p)[0], expected, what="chi2")


@pytest.mark.points(20)
def test_expected_counts(submission, rng):
    """The sum of the row times the sum of the column, divided by N."""
    from scipy.stats.contingency import expected_freq

    found = submission.expected_counts(np.array([[10, 20, 30], [10, 0, 30]]))
    assert_close(found, np.array([[12.0, 12.0, 36.0], [8.0, 8.0, 24.0]]), what="the expected counts")
    table = drawn_table(rng, *sizes(rng, 3, 5))
    assert_close(submission.expected_counts(table), expected_freq(table), what="the expected counts")


@pytest.mark.points(24)
def test_independence(submission, rng):
    """Chi-square of a table sums (O - E)^2 / E over its cells."""
    from scipy import stats

    chi2, _ = submission.independence(np.array([[10, 20, 30], [20, 10, 15]]))
    assert_close(chi2, 175 / 18, what="chi2")
    table = drawn_table(rng, *sizes(rng, 3, 5))
    assert_close(submission.independence(table)[0], stats.chi2_contingency(table).statistic, what="chi2")


@pytest.mark.points(4)
def test_an_observed_count_of_0(submission):
    """A class or cell that never came gives (0 - E)^2 / E like any other, is no error, and counts for the dof."""
    p = np.array([0.125, 0.125, 0.5, 0.25])
    chi2, dof = submission.goodness_of_fit(np.array([8, 0, 12, 20]), p)
    assert_close(chi2, 9 / 5 + 5.0 + 64 / 20 + 10.0, what="chi2 with a class that never came")
    # Beside the answer's own without a 0: the formulas of the degrees of freedom are judged elsewhere.
    _, own = submission.goodness_of_fit(np.array([8, 1, 12, 20]), p)
    assert_equal(int(dof), int(own), what="the degrees of freedom with a class that never came")
    chi2, dof = submission.independence(np.array([[10, 20, 30], [10, 0, 30]]))
    assert_close(chi2, 50 / 3, what="chi2 with a cell that never came")
    _, own = submission.independence(np.array([[10, 20, 30], [10, 5, 30]]))
    assert_equal(int(dof), int(own), what="the degrees of freedom with a cell that never came")


@pytest.mark.points(8)
def test_degrees_of_freedom_of_a_fit(submission, rng):
    """The number of classes less 1."""
    found = [int(submission.goodness_of_fit(rng.integers(5, 60, size=n), law(rng, n))[1]) for n in (3, 7)]
    assert_equal(found, [2, 6], what="the degrees of freedom of 3 classes and of 7")


@pytest.mark.points(4)
def test_fitted_parameters(submission, rng):
    """Each parameter that was estimated from the counts costs one degree of freedom."""
    observed, p = rng.integers(5, 60, size=6), law(rng, 6)
    _, plain = submission.goodness_of_fit(observed, p)
    assert int(plain) > 3, "Six classes have few degrees of freedom even with nothing fitted."
    found = [int(submission.goodness_of_fit(observed, p, fitted=fitted)[1]) for fitted in (1, 2, 3)]
    expected = [int(plain) - fitted for fitted in (1, 2, 3)]
    assert_equal(found, expected, what="the degrees of freedom with 1, 2 and 3 fitted")
    _, plain = submission.goodness_of_fit(observed[:3], law(rng, 3))
    _, dof = submission.goodness_of_fit(observed[:3], law(rng, 3), fitted=2)
    assert_equal(int(dof), int(plain) - 2, what="the degrees of freedom of 3 classes with 2 fitted")


@pytest.mark.points(8)
def test_degrees_of_freedom_of_a_table(submission, rng):
    """(R - 1)(C - 1)."""
    # In one comparison: one small number alone would be the same for other formulas.
    found = [int(submission.independence(drawn_table(rng, *shape))[1]) for shape in ((2, 2), (2, 5), (4, 3))]
    assert_equal(found, [1, 4, 6], what="the degrees of freedom of tables of 2 x 2, 2 x 5 and 4 x 3")


@pytest.mark.points(4)
def test_two_by_two(submission, rng):
    """A table of 2 x 2 isn't corrected, and two classes aren't either."""
    chi2, _ = submission.independence(np.array([[12, 4], [6, 19]]))
    assert_close(chi2, 41 * (12 * 19 - 4 * 6) ** 2 / (16 * 25 * 18 * 23), what="chi2")
    (a, b), (c, d) = table = drawn_table(rng, 2, 2)
    n, margins = int(table.sum()), float(a + b) * (c + d) * (a + c) * (b + d)
    assert_close(submission.independence(table)[0], n * float(a * d - b * c) ** 2 / margins, what="chi2")
    chi2, _ = submission.independence(np.array([[3, 1], [2, 6]]))  # expected counts below 5
    assert_close(chi2, 12 * (3 * 6 - 1 * 2) ** 2 / (4 * 8 * 5 * 7), what="chi2 of small counts")
    chi2, _ = submission.goodness_of_fit(np.array([12, 8]), np.array([0.5, 0.5]))
    assert_close(chi2, 4 / 5, what="chi2 of two classes")


@pytest.mark.points(4)
def test_nothing_expected(submission):
    """An expected count of 0 raises ValueError; one below 1 doesn't."""
    for observed in ([4, 0, 2], [4, 1, 2]):
        with pytest.raises(ValueError):
            submission.goodness_of_fit(np.array(observed), np.array([0.5, 0.0, 0.5]))
    chi2, _ = submission.goodness_of_fit(np.array([3, 1]), np.array([0.9, 0.1]))  # an expected count of 0.4
    assert float(chi2) > 0, "chi2 of counts that don't fit is 0."
    chi2, _ = submission.goodness_of_fit(np.array([4, 0]), np.array([1.0 - 2.0**-45, 2.0**-45]))
    assert np.isfinite(float(chi2)), "An expected count of 1e-13 isn't 0."
    for table in ([[4, 0, 2], [1, 0, 1]], [[4, 3], [0, 0], [1, 2]]):
        with pytest.raises(ValueError):
            submission.independence(np.array(table))
    chi2, _ = submission.independence(np.array([[1, 0], [0, 9]]))  # an expected count of 0.1
    assert float(chi2) > 0, "chi2 of rows and columns that go together is 0."
    found = submission.expected_counts(np.array([[4, 0, 2], [1, 0, 1]]))
    assert np.isfinite(np.asarray(found, dtype=float)).all(), "A column without counts expects 0, which isn't an error."
