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


@pytest.mark.points(15)
def test_softmax_of_each_row(submission, rng):
    """softmax gives exp(x_i) / sum_j exp(x_j), along the last axis unless another is named."""
    for shape in [(7,), (3, 5), (2, 3, 4)]:
        logits = 3 * rng.normal(size=shape)
        assert_close(submission.softmax(logits), along(probabilities, -1, logits), rtol=1e-12, atol=1e-15)
    alone = rng.normal(size=(4, 1))
    assert_equal(submission.softmax(alone), np.ones((4, 1)))
    assert_equal(submission.softmax(np.empty((0, 5))), np.empty((0, 5)))


@pytest.mark.points(15)
def test_softmax_along_any_axis(submission, rng):
    """softmax normalises along the axis that is named, whatever the rank, and counts negative axes from the last."""
    for shape, axes in [((4, 3), (0, -2)), ((2, 4, 3), (0, 1, 2, -1, -2, -3))]:
        logits = 2 * rng.normal(size=shape)
        for axis in axes:
            expected = along(probabilities, axis, logits)
            assert_close(submission.softmax(logits, axis=axis), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.points(15)
def test_softmax_of_large_logits(submission, rng):
    """softmax neither overflows nor divides by 0 when logits are in the thousands, each row at another height."""
    logits = 2 * rng.normal(size=(5, 4)) + np.array([[1000.0], [-2000.0], [0.0], [5000.0], [-800.0]])
    logits[2] = [900.0, -900.0, 899.0, 0.0]
    for axis in (-1, 0):
        expected = along(probabilities, axis, logits)
        assert_close(submission.softmax(logits, axis=axis), expected, rtol=1e-9, atol=1e-200)
    single = (logits / 8).astype(np.float32)
    assert_close(submission.softmax(single), along(probabilities, -1, single).astype(np.float32))


@pytest.mark.points(15)
def test_log_softmax_along_any_axis(submission, rng):
    """log_softmax gives x_i - log(sum_j exp(x_j)) along the axis that is named, the last one by default."""
    logits = 3 * rng.normal(size=(3, 6))
    assert_close(submission.log_softmax(logits), along(log_probabilities, -1, logits), rtol=1e-12, atol=1e-13)
    logits = 3 * rng.normal(size=(4, 2, 3))
    for axis in (0, 1, -2, -3):
        expected = along(log_probabilities, axis, logits)
        assert_close(submission.log_softmax(logits, axis=axis), expected, rtol=1e-12, atol=1e-13)
    logits = rng.normal(size=5)
    assert_close(submission.log_softmax(logits), log_probabilities(logits), rtol=1e-12, atol=1e-13)
    assert_equal(submission.log_softmax(np.empty((0, 3))), np.empty((0, 3)))


@pytest.mark.points(15)
def test_log_softmax_of_large_logits(submission, rng):
    """log_softmax stays finite and right when logits are in the thousands and probabilities round to 0."""
    logits = rng.normal(size=(4, 5)) + np.array([[3000.0], [-3000.0], [0.0], [700.0]])
    logits[2] = [-1000.0, 0.0, 1200.0, -300.0, 1199.0]
    for axis in (-1, 0):
        expected = along(log_probabilities, axis, logits)
        assert_close(submission.log_softmax(logits, axis=axis), expected, rtol=1e-12, atol=1e-10)
    single = (logits / 8).astype(np.float32)
    expected = along(log_probabilities, -1, single).astype(np.float32)
    assert_close(submission.log_softmax(single), expected, rtol=1e-5, atol=1e-3)


@pytest.mark.points(5)
def test_a_shift_of_all_logits_changes_nothing(submission, rng):
    """Adding the same number to every logit of a row changes neither its probabilities nor their logarithms."""
    logits = rng.integers(-200, 200, size=(3, 4)) / 64  # so that the shifted logits are exact
    shift = np.array([[4096.0], [-512.0], [-65536.0]])
    for shifted in (logits, logits + shift):
        assert_close(submission.softmax(shifted), along(probabilities, -1, logits), rtol=1e-10)
        assert_close(submission.log_softmax(shifted), along(log_probabilities, -1, logits), rtol=1e-9)


@pytest.mark.points(10)
def test_minus_infinity_has_no_probability(submission, rng):
    """A logit of -inf gets probability 0 and log-probability -inf, and the rest of the row shares the probability."""
    logits = 2 * rng.normal(size=(4, 6))
    logits[0, 2] = logits[1, :5] = logits[2, ::2] = logits[3, 0] = -np.inf
    logits[3, 1:] -= 1500
    for axis in (-1, 0):
        actual, expected = submission.softmax(logits, axis=axis), along(probabilities, axis, logits)
        assert_close(actual, expected, rtol=1e-9, atol=1e-200)
        hidden = logits == -np.inf
        assert_equal(actual[hidden], np.zeros(hidden.sum()), what="the probabilities of the -inf logits")
        expected = along(log_probabilities, axis, logits)
        assert_close(submission.log_softmax(logits, axis=axis), expected, rtol=1e-12, atol=1e-10)


@pytest.mark.points(5)
def test_a_row_of_minus_infinity_alone(submission, rng):
    """A row of nothing but -inf gets probabilities of 0 and log-probabilities of -inf; other rows are not touched."""
    logits = rng.normal(size=(3, 4))
    logits[1] = -np.inf
    for axis, rows in [(1, logits), (0, logits.T)]:
        actual = submission.softmax(rows, axis=axis)
        assert_close(actual, along(probabilities, axis, rows), rtol=1e-12)
        actual = submission.log_softmax(rows, axis=axis)
        assert_close(actual, along(log_probabilities, axis, rows), rtol=1e-12)


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float32 logits give float32 and float64 logits float64; integer logits are converted to float64 first."""
    logits = rng.normal(size=(3, 4))
    logits[0, 1] = -np.inf
    whole = rng.integers(-9, 9, size=(3, 4))
    small = rng.integers(-90, 91, size=(3, 4)).astype(np.int8)
    small[0, :2] = [-90, 90]  # their difference does not fit int8
    unsigned = rng.integers(0, 256, size=(3, 4)).astype(np.uint8)
    unsigned[1, :2] = [3, 250]  # no difference may go below 0, and 250 does not fit int8
    for dtype, rows in [
        (np.float32, logits.astype(np.float32)),
        (np.float64, logits),
        (np.float64, whole),
        (np.float64, small),
        (np.float64, unsigned),
        (np.float64, whole.astype(np.int16)),
        (np.float64, whole.astype(np.int32)),
    ]:
        expected = along(probabilities, -1, rows.astype(np.float64)).astype(dtype)
        assert_close(submission.softmax(rows), expected, exact_dtype=True)
        expected = along(log_probabilities, -1, rows.astype(np.float64)).astype(dtype)
        assert_close(submission.log_softmax(rows), expected, exact_dtype=True)
