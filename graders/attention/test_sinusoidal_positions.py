"""Grades `sinusoidal_positions`: powers of one complex number a wave, exp(i / base^(2i / D)), are the oracle."""

import cmath
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def turned(amount, d_model, base):
    """exp(i amount w_i) for each wave: w_i falls by the factor base^(-2 / D) from one to the next."""
    step = math.exp(-2.0 * math.log(base) / d_model)
    return [cmath.rect(1.0, amount * step**i) for i in range(d_model // 2)]


def code(position, d_model, base=10_000.0):
    return [part for z in turned(position, d_model, base) for part in (z.imag, z.real)]


def in_order(table):
    """The features of each code by size: neither the layout nor the order of the waves matters then."""
    return np.sort(np.asarray(table), axis=-1)


def rotation(offset, d_model, base=10_000.0):
    matrix = np.zeros((d_model, d_model))
    for i, z in enumerate(turned(offset, d_model, base)):
        matrix[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[z.real, z.imag], [-z.imag, z.real]]
    return matrix


@pytest.mark.points(30)
def test_sines_and_cosines_of_every_position(submission, rng):
    """Feature 2i of position p is sin(p / base^(2i / D)) and feature 2i + 1 is the cosine of the same angle."""
    for d_model in (8, 2 * int(rng.integers(5, 10)), 2):
        positions = np.arange(7)
        expected = np.array([code(p, d_model) for p in range(7)])
        assert_close(submission.sinusoidal_positions(positions, d_model), expected, what=f"the table for D = {d_model}")


@pytest.mark.points(15)
def test_any_real_positions_of_any_shape(submission, rng):
    """Positions may be any real numbers, in any order and of any shape, up to thousands and below 0."""
    many = rng.integers(-3000, 3000, size=(2, 5))
    for positions in (
        many,
        many[0][::-1] / 8,
        (many[1] / 8).astype(np.float32),
        rng.normal(size=(2, 1, 3)) * 40,
        np.array([4, 4, 0]),
    ):
        # One wave, which is the same for every base and exponent.
        expected = np.array([code(p, 2) for p in positions.ravel().tolist()]).reshape(*positions.shape, 2)
        what = f"the table for {positions.dtype} positions of shape {positions.shape}"
        table = submission.sinusoidal_positions(positions, 2)
        assert_close(in_order(table), in_order(expected), what=f"{what}, sine and cosine by size", exact_dtype=True)
    for shape in ((2, 0), (0, 3)):
        found = submission.sinusoidal_positions(np.zeros(shape), 4)
        assert_equal(found, np.zeros((*shape, 4)), what=f"the table for positions of shape {shape}")


@pytest.mark.points(10)
def test_another_base(submission, rng):
    """The wavelengths are powers of the base that is handed in."""
    positions = rng.integers(0, 50, size=4) + 0.5
    for base in (float(rng.uniform(2.0, 9.0)), 500_000.0, 100):
        expected = np.array([code(p, 10, base) for p in positions.tolist()])
        table = submission.sinusoidal_positions(positions, 10, base=base)
        what = f"the table with base {base:.6g}, the features of each position by size"
        assert_close(in_order(table), in_order(expected), what=what)


@pytest.mark.points(25)
def test_a_shift_is_a_rotation(submission, rng):
    """The matrix turns each pair by k w_i, so that M_k PE(p) = PE(p + k) for every p."""
    for offset, d_model in [(int(rng.integers(2, 20)), 6), (1, 8), (float(rng.uniform(0.2, 3.0)), 2), (3, 64)]:
        matrix = np.asarray(submission.shift_matrix(offset, d_model))
        positions = rng.integers(0, 60, size=5).tolist()
        before = np.array([code(p, d_model) for p in positions])
        after = np.array([code(p + offset, d_model) for p in positions])
        assert_close(before @ matrix.T, after, what=f"M_k PE(p) for k = {offset}, D = {d_model} and p in {positions}")
        assert_close(
            matrix, rotation(offset, d_model), what=f"M_k for k = {offset} and D = {d_model}", exact_dtype=True
        )


@pytest.mark.points(10)
def test_shifts_back_and_by_nothing(submission, rng):
    """A negative offset turns back, and an offset of 0 gives the identity."""
    offset = -int(rng.integers(2, 30))
    assert_close(submission.shift_matrix(offset, 2), rotation(offset, 2), what=f"M_k for k = {offset}")
    assert_close(submission.shift_matrix(0, 8), np.eye(8), what="M_0")


@pytest.mark.points(5)
def test_shifts_with_another_base(submission, rng):
    """The matrix belongs to the base that is handed in."""
    base = float(rng.uniform(3.0, 30.0))
    assert_close(submission.shift_matrix(2.5, 6, base=base), rotation(2.5, 6, base), what=f"M_k with base {base:.4g}")


@pytest.mark.points(5)
def test_widths_that_make_no_pairs_are_refused(submission):
    """An odd number of features, or none, raises ValueError in both functions."""
    positions = np.array([0])
    assert_close(in_order(submission.sinusoidal_positions(positions, 4)), np.array([[0.0, 0.0, 1.0, 1.0]]))
    assert_close(submission.shift_matrix(0, 4), np.eye(4), what="M_0")
    for d_model in (5, 1, 0, -2):
        with pytest.raises(ValueError):
            submission.sinusoidal_positions(positions, d_model)
        with pytest.raises(ValueError):
            submission.shift_matrix(3, d_model)
