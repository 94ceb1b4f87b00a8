"""Grades `softmax`: the oracle compares each logit with every other, so nothing large is exponentiated alone."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def along(function, axis, logits):
    """Apply a function of rows along an axis, in float64."""
    rows = np.moveaxis(np.asarray(logits, dtype=np.float64), axis, -1)
    return np.moveaxis(function(rows), -1, axis)


def log_probabilities(rows):
    """log p_i = -log(sum_j exp(x_j - x_i)), -inf where x_i is."""
    with np.errstate(invalid="ignore"):
        differences = rows[..., None, :] - rows[..., :, None]
    # A pair of -inf leaves nan; whatever is -inf adds nothing to a sum, and has probability 0.
    differences[np.isnan(differences)] = -np.inf
    logs = -np.logaddexp.reduce(differences, axis=-1)
    return np.where(np.isneginf(rows), -np.inf, logs)


def probabilities(rows):
    """p_i = 1 / sum_j exp(x_j - x_i), 0 where x_i is -inf."""
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        ratios = np.exp(rows[..., None, :] - rows[..., :, None])
        ratios[np.isnan(ratios)] = 0.0
        return np.where(np.isneginf(rows), 0.0, 1.0 / ratios.sum(axis=-1))


FIXED = np.array([[0.5, -1.0, 2.0, 0.0], [3.0, 1.0, -2.0, 1.5], [-0.5, 0.25, 0.0, -3.0]])
# Each row at another height: what suits one overflows or underflows in another.
LARGE = np.array([[1000.0], [-2000.0], [0.0], [5000.0], [-800.0]]) + np.array([[2.0, -1.0, 0.5, 0.0]])
# Within a row, probabilities that round to 0.
SPREAD = np.array(
    [[0.0, -1000.0, 1.0, -2000.0, 0.5], [900.0, 0.0, 899.0, -900.0, 901.0], [3000.0, 0.0, 1.0, -1.0, 2.0]]
)


def moderate(rng, *shape):
    """Logits whose exponentials differ, and are safe."""
    return 2 * rng.normal(size=shape).clip(-3, 3)


@pytest.mark.points(20)
def test_softmax_of_each_row(submission, rng):
    """softmax gives exp(x_i) / sum_j exp(x_j) in each row, along the last axis when none is named."""
    for logits in (FIXED, moderate(rng, 3, 5), moderate(rng, 7), moderate(rng, 4, 1)):
        assert_close(submission.softmax(logits), along(probabilities, -1, logits), rtol=1e-6)


@pytest.mark.points(15)
def test_log_softmax_of_each_row(submission, rng):
    """log_softmax gives x_i - log(sum_j exp(x_j)) in each row, along the last axis when none is named."""
    for logits in (FIXED, moderate(rng, 3, 6), moderate(rng, 7)):
        assert_close(submission.log_softmax(logits), along(log_probabilities, -1, logits), rtol=1e-6)


@pytest.mark.points(10)
def test_softmax_along_any_axis(submission, rng):
    """softmax normalises along the axis that is named, whatever the rank, and counts negative axes from the last."""
    for logits, axes in [(FIXED, (0, -2)), (moderate(rng, 2, 4, 3), (0, 1, 2, -3)), (moderate(rng, 3, 2, 4, 2), (1,))]:
        for axis in axes:
            assert_close(submission.softmax(logits, axis=axis), along(probabilities, axis, logits), rtol=1e-6)


@pytest.mark.points(5)
def test_log_softmax_along_any_axis(submission, rng):
    """log_softmax works along the axis that is named, whatever the rank, and counts negative axes from the last."""
    for logits, axes in [(FIXED, (0, -2)), (moderate(rng, 2, 4, 3), (0, 1, 2, -3)), (moderate(rng, 3, 2, 4, 2), (1,))]:
        for axis in axes:
            assert_close(submission.log_softmax(logits, axis=axis), along(log_probabilities, axis, logits), rtol=1e-6)


@pytest.mark.points(15)
def test_softmax_of_large_logits(submission, rng):
    """softmax neither overflows nor divides by 0 when logits are in the thousands, each row at another height."""
    for logits in (LARGE, LARGE + moderate(rng, 5, 4), SPREAD):
        assert_close(submission.softmax(logits), along(probabilities, -1, logits), rtol=1e-6, atol=1e-200)


@pytest.mark.points(15)
def test_log_softmax_of_large_logits(submission, rng):
    """log_softmax stays finite and right when logits are in the thousands and probabilities round to 0."""
    for logits in (SPREAD, LARGE, SPREAD + moderate(rng, 3, 5)):
        assert_close(submission.log_softmax(logits), along(log_probabilities, -1, logits), rtol=1e-6, atol=1e-6)


@pytest.mark.points(5)
def test_the_probabilities_of_a_row_sum_to_one(submission, rng):
    """The probabilities of a row sum to 1, to the last digits."""
    for row in (*FIXED, moderate(rng, 5)):
        actual = submission.softmax(row)
        assert_close(actual, along(probabilities, -1, row), rtol=1e-6)
        assert_close(actual.sum(), 1.0, rtol=1e-11, what=f"the sum of the probabilities of {row.tolist()}")


@pytest.mark.points(5)
def test_minus_infinity_has_no_probability(submission, rng):
    """A logit of -inf gets probability 0 and log-probability -inf, and the rest of the row shares the probability."""
    logits = moderate(rng, 3, 6)
    logits[0, 2] = logits[1, :5] = logits[2, ::2] = -np.inf
    for row in logits:
        hidden = row == -np.inf
        actual = submission.softmax(row)
        assert_close(actual, along(probabilities, -1, row), rtol=1e-6)
        assert_equal(actual[hidden], np.zeros(hidden.sum()), what="the probabilities of the -inf logits")
        assert_close(submission.log_softmax(row), along(log_probabilities, -1, row), rtol=1e-6)


@pytest.mark.points(5)
def test_a_row_of_minus_infinity_alone(submission, rng):
    """A row of nothing but -inf gets probabilities of 0 and log-probabilities of -inf; other rows are not touched."""
    logits = moderate(rng, 3, 4)
    logits[1] = -np.inf
    assert_close(submission.softmax(logits), along(probabilities, -1, logits), rtol=1e-6)
    assert_close(submission.log_softmax(logits), along(log_probabilities, -1, logits), rtol=1e-6)


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float32 logits give a float32 result, and float64 logits a float64 one."""
    for dtype in (np.float32, np.float64):
        logits = moderate(rng, 4).astype(dtype)
        assert_close(submission.softmax(logits), along(probabilities, -1, logits).astype(dtype), exact_dtype=True)
        expected = along(log_probabilities, -1, logits).astype(dtype)
        assert_close(submission.log_softmax(logits), expected, exact_dtype=True)
