"""Grades `partial_dependence`: models that are asked about one row at a time, and sums worked out by hand."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, shuffled


def yield_of(x):
    """The yield of a field by sun, rain and slope: with interactions, and bent."""
    sun, rain, slope = x
    return sun * rain - 0.5 * rain**2 + np.exp(0.3 * slope) + 2.0 * (sun > 2.5) * slope


def step_of(x):
    return float(x[0] > x[1]) * 3.0 + np.abs(x[2] - x[1])


def ask(submission, model):
    """The model as a callable for rows, which works one row at a time."""

    def predict(rows):
        rows = np.asarray(rows, dtype=float)
        if rows.ndim != 2 or rows.shape[1] != 3:
            raise ValueError(f"the model takes rows, shape (M, 3), and was called with an array of shape {rows.shape}")
        return np.array([model(row) for row in rows])

    return submission.callback(predict, limit=400)


def changed(row, *values):
    row = row.copy()
    for feature, value in values:
        row[feature] = value
    return row


X0 = np.array([[1.0, 2.0, 0.5], [3.0, 1.0, -1.0], [2.0, 4.0, 2.0], [4.0, 0.0, 1.5], [0.5, 3.5, -2.0], [1.5, 2.5, 1.0]])
# In ascending order, each value once: that it is used as it is is a test of its own.
GRID = np.array([0.25, 1.75, 3.0, 5.0])
ON_GRID = np.column_stack([GRID[[1, 2, 0, 3, 1, 2]], X0[:, 1:]])


@pytest.mark.points(28)
def test_a_curve_for_each_row(submission, rng):
    """ICE has a row for each row of X and a column for each value: the prediction with the feature set to it."""
    for X, model, feature in ((X0, yield_of, 0), (X0, yield_of, 2), (rng.normal(size=(6, 3)) + 1, yield_of, 1)):
        expected = np.array([[model(changed(row, (feature, value))) for value in GRID] for row in X])
        assert_close(submission.ice(ask(submission, model), X, feature, GRID), expected, rtol=1e-7, what="the curves")


@pytest.mark.points(22)
def test_the_mean_of_the_predictions(submission, rng):
    """The partial dependence at a value is the mean prediction of all rows with the feature set to it."""
    drawn = rng.normal(size=(6, 3)) + 1
    # First with rows that have values of the grid: those near a value are the same, whatever is called near.
    cases = ((ON_GRID, yield_of, 0), (X0, yield_of, 1), (X0, step_of, 0), (drawn, yield_of, 2), (drawn, step_of, 1))
    for X, model, feature in cases:
        expected = np.array([sum(model(changed(row, (feature, value))) for row in X) / len(X) for value in GRID])
        found = submission.partial_dependence(ask(submission, model), X, feature, GRID)
        assert_close(found, expected, rtol=1e-7, what="the partial dependence")


@pytest.mark.points(6)
def test_all_rows_are_asked_at_every_value(submission):
    """Every value is tried on all rows, not on those near it alone: what the model ignores has no effect."""
    # The average row would do here: the model is linear, and sees the slope alone.
    seen, found = (
        np.asarray(submission.partial_dependence(ask(submission, lambda x: 2.0 * x[2]), ON_GRID, j, GRID), dtype=float)
        for j in (2, 0)
    )
    assert_equal(found.shape, GRID.shape, what="the shape of the partial dependence")
    assert np.ptp(seen) > 0.1, "The partial dependence on the one feature that the model looks at is constant."
    assert np.ptp(found) < 1e-9 * np.abs(seen).max(), (
        "The model ignores the feature, and yet its partial dependence changes with the value: "
        "not all rows are asked at every value."
    )


def is_a_sum(surface):
    """Whether it is a curve over each of the features, neither of them constant, and nothing that both do together."""
    found = np.asarray(surface)
    if found.shape != (4, 3) or found.dtype.kind != "f" or not np.isfinite(found).all():
        return False
    alone = [np.ptp(found[:, 0]), np.ptp(found[0])]
    return min(alone) > 0.01 and np.abs(found - found[:, :1] - found[:1] + found[0, 0]).max() < 1e-9


@pytest.mark.points(36)
def test_the_surface_of_two_features(submission, rng):
    """Both features are set at once, for every pair of values of their grids."""
    drawn, other = rng.normal(size=(6, 3)) + 1, np.array([-1.0, 0.5, 2.0])
    for X, model, (j, k) in ((X0, yield_of, (0, 1)), (X0, yield_of, (2, 0)), (drawn, yield_of, shuffled(rng, [0, 1]))):
        surface = [[np.mean([model(changed(row, (j, a), (k, b))) for row in X]) for b in other] for a in GRID]
        found = submission.partial_dependence_2d(ask(submission, model), X, (j, k), (GRID, other))
        if j + k == 1:  # the others don't interact on these grids
            assert not is_a_sum(found), "The surface is a curve over the one feature plus a curve over the other."
        assert_close(found, np.array(surface), rtol=1e-7, what="the surface")


@pytest.mark.points(8)
def test_the_grid_is_used_as_it_is_given(submission):
    """The values of the grid come in any order, more than once too, and each has its place in the result."""
    first, second, other = [2, 0, 3, 0, 1], [1, 2, 0, 2], np.array([-1.0, 0.5, 2.0])
    given, given_second = GRID[first], other[second]
    surface = submission.partial_dependence_2d
    pairs = (
        ("curves", submission.ice, (0, GRID), (0, given), first),
        ("partial dependence", submission.partial_dependence, (0, GRID), (0, given), first),
        ("surface", surface, ((0, 1), (GRID, other)), ((0, 1), (given, other)), first),
        ("surface", surface, ((0, 1), (GRID, other)), ((0, 1), (GRID, given_second)), second),
    )
    for name, function, sorted_grid, unsorted_grid, order in pairs:
        # Beside the answer's own result for the sorted grid, which is judged elsewhere.
        own = np.asarray(function(ask(submission, yield_of), X0, *sorted_grid), dtype=float)
        assert own.max() - own.min() > 0.1, f"The {name} has the value {own.max():.4g} everywhere."
        expected = np.take(own, order, axis=own.shape.index(len(GRID) if order is first else len(other)))
        found = function(ask(submission, yield_of), X0, *unsorted_grid)
        assert_close(found, expected, rtol=1e-7, what=f"the {name} on an unsorted grid, beside that on a sorted one")
