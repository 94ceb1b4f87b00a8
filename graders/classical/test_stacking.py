"""Grades `stacking`: models that write down what they were given, and least squares and neighbors row by row."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def line(X_train, y_train, X):
    """Least squares with an intercept."""
    A, B = (np.column_stack([np.ones(len(M)), M]) for M in (X_train, X))
    return B @ np.linalg.lstsq(A, y_train, rcond=None)[0]


def nearest(X_train, y_train, X):
    """The target of the nearest row: it knows its training rows by heart."""
    return np.array([y_train[np.argmin(((X_train - x) ** 2).sum(axis=1))] for x in X], dtype=float)


def level(X_train, y_train, X):
    return np.full(len(X), float(np.mean(y_train)))


class SeenByModel:
    """A model that keeps what it was called with."""

    def __init__(self, submission, model, limit=60):
        self.model, self.calls = model, []
        self.callback = submission.callback(self.call, limit=limit)

    def call(self, X_train, y_train, X):
        X_train, y_train, X = (np.array(value, dtype=float) for value in (X_train, y_train, X))
        self.calls.append((X_train, y_train, X))
        return self.model(X_train, y_train, X)


def row_by_row(model, X, y, folds):
    """For each row by itself: a model of all rows of other folds."""
    return np.array([model(X[folds != f], y[folds != f], X[i : i + 1])[0] for i, f in enumerate(folds)])


X0 = np.array([[1.0, 0.5], [2.0, -1.0], [3.5, 2.0], [4.0, 0.0], [6.0, 1.0], [7.5, -2.0], [8.0, 3.0]])
Y0 = np.array([2.0, 1.0, 5.0, 3.5, 9.0, 4.0, 12.0])
F0 = np.array([0, 0, 1, 1, 1, 2, 2])
MIXED = np.array([2, 0, 2, 1, 0, 1, 2])
NEW = np.array([[2.5, 0.0], [5.0, 2.5], [9.0, -1.0]])


def draw(rng, n, d):
    return rng.normal(size=(n, d)), rng.normal(size=n) + 4


@pytest.mark.points(25)
def test_out_of_fold_predictions(submission, rng):
    """Each row is predicted by a model that was trained on the other folds."""
    for model in (line, level):
        found = submission.out_of_fold(SeenByModel(submission, model).callback, X0, Y0, F0)
        assert_close(found, row_by_row(model, X0, Y0, F0), rtol=1e-6, what="the out-of-fold predictions")
    X, y = draw(rng, 9, 2)
    found = submission.out_of_fold(SeenByModel(submission, line).callback, X, y, np.repeat([0, 1, 2], 3))
    assert_close(found, row_by_row(line, X, y, np.repeat([0, 1, 2], 3)), rtol=1e-6, what="the out-of-fold predictions")


@pytest.mark.points(8)
def test_folds_are_mixed(submission, rng):
    """The predictions stand in the order of the rows, however the folds are mixed."""
    X, y = draw(rng, 9, 2)
    for rows, targets, folds in (
        (X0, Y0, MIXED),
        (X, y, rng.permutation([0, 0, 0, 0, 1, 1, 1, 2, 2])),
    ):
        found = submission.out_of_fold(SeenByModel(submission, line).callback, rows, targets, folds)
        assert_close(found, row_by_row(line, rows, targets, folds), rtol=1e-6, what="the out-of-fold predictions")


@pytest.mark.points(4)
def test_folds_are_any_integers(submission):
    """The folds need not be called 0, 1, 2, ...: any integers will do."""
    for folds in (np.array([-1, -1, 0, 0, 0, 1, 1]), np.array([4, 4, -3, -3, -3, 7, 7])):
        found = submission.out_of_fold(SeenByModel(submission, line).callback, X0, Y0, folds)
        what = f"the predictions for folds called {sorted(set(folds.tolist()))}"
        assert_close(found, row_by_row(line, X0, Y0, folds), rtol=1e-6, what=what)


@pytest.mark.points(3)
def test_integer_targets(submission):
    """The predictions are floats, also where the targets are integers."""
    y = np.array([2, 1, 5, 3, 9, 4, 12])
    found = submission.out_of_fold(SeenByModel(submission, level).callback, X0, y, F0)
    assert_close(found, row_by_row(level, X0, y, F0), rtol=1e-6, what="the predictions for integer targets")


@pytest.mark.points(15)
def test_no_model_is_asked_for_its_training_rows(submission):
    """A model never predicts a row that it was trained on; one call for each fold, all rows in their order."""
    for folds in (F0, MIXED):
        seen = SeenByModel(submission, nearest)
        submission.out_of_fold(seen.callback, X0, Y0, folds)
        assert_equal(len(seen.calls), 3, what="the number of calls for three folds")
        for X_train, y_train, X in seen.calls:
            rows, asked = ([X0.tolist().index(row) for row in part.tolist()] for part in (X_train, X))
            both = set(rows) & set(asked)
            assert not both, f"Row {min(both)} is predicted by a model trained on it."
            assert_close(y_train, Y0[rows], what="the targets of the training rows")
            assert_equal(rows, sorted(rows), what=f"the order of the training rows for folds {folds.tolist()}")
            assert_equal(asked, sorted(asked), what=f"the order of the predicted rows for folds {folds.tolist()}")


@pytest.mark.points(20)
def test_what_the_final_model_is_trained_on(submission, rng):
    """The final model is trained on the out-of-fold predictions, a column for each model, and on y."""
    A, b = draw(rng, 8, 2)
    for X, y, folds in ((X0, Y0, F0), (A, b, np.array([0, 0, 0, 1, 1, 1, 2, 2]))):
        models, final = [level, nearest, line], SeenByModel(submission, level)
        submission.stack(
            [SeenByModel(submission, model).callback for model in models], final.callback, X, y, folds, NEW
        )
        assert_equal(len(final.calls), 1, what="the number of calls of the final model")
        Z = np.column_stack([row_by_row(model, X, y, folds) for model in models])
        assert_close(final.calls[0][0], Z, rtol=1e-6, what="Z, which the final model is trained on")
        assert_close(final.calls[0][1], y, what="the targets of the final model")
    # Beside the answer's own predictions, whose order is judged elsewhere.
    own = [submission.out_of_fold(SeenByModel(submission, model).callback, X0, Y0, MIXED) for model in (level, line)]
    models, final = [SeenByModel(submission, model).callback for model in (level, line)], SeenByModel(submission, level)
    submission.stack(models, final.callback, X0, Y0, MIXED, NEW)
    assert len(final.calls) > 0, "The final model wasn't called."
    what = "Z for mixed folds, beside the out-of-fold predictions of the models,"
    assert_close(final.calls[0][0], np.column_stack(own), rtol=1e-6, what=what)
    assert_close(final.calls[0][1], Y0, what="the targets of the final model for mixed folds")


@pytest.mark.points(15)
def test_new_rows_are_predicted_by_models_of_all_rows(submission, rng):
    """For new rows each model is trained once more, on all rows."""
    A, b = draw(rng, 8, 2)
    for X, y, folds in ((X0, Y0, F0), (A, b, np.array([0, 0, 0, 1, 1, 1, 2, 2]))):
        models, final = [level, nearest, line], SeenByModel(submission, level)
        seen = [SeenByModel(submission, model) for model in models]
        submission.stack([model.callback for model in seen], final.callback, X, y, folds, NEW)
        Z_new = np.column_stack([model(X, y, NEW) for model in models])
        assert len(final.calls) > 0, "The final model wasn't called."
        assert_close(final.calls[-1][2], Z_new, rtol=1e-6, what="Z_new, which the final model predicts from")
        assert_equal(
            [len(model.calls) for model in seen], [4, 4, 4], what="how often each model was called for three folds"
        )


@pytest.mark.points(10)
def test_what_the_stack_predicts(submission):
    """The prediction for new rows is the final model's."""

    def number(Z_train, y_train, Z):
        return np.arange(len(Z)) * 1.5 - 2.0

    final = SeenByModel(submission, number)
    models = [SeenByModel(submission, model).callback for model in (line, level)]
    found = submission.stack(models, final.callback, X0, Y0, F0, NEW)
    assert_close(found, np.array([-2.0, -0.5, 1.0]), what="the prediction")
