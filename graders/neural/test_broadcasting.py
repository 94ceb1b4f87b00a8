"""Grades `broadcasting`: numpy's own broadcasting is the oracle, also of the places that an entry comes to."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def adjoint(grad, shape):
    """The sum of the gradients of every place to which numpy's broadcasting brings an entry, by the entry's number."""
    n = int(np.prod(shape))
    places = np.broadcast_to(np.arange(n).reshape(shape), grad.shape)
    return np.bincount(places.ravel(), grad.ravel(), minlength=n).reshape(shape).astype(grad.dtype)


def random_shapes(rng, number, shorter=True):
    """Shapes that go together: one shape, or its last sizes, with some of them replaced by 1."""
    whole = rng.integers(2, 9, size=int(rng.integers(2, 6))).tolist()
    shapes = []
    for _ in range(number):
        part = whole[int(rng.integers(len(whole) + 1)) if shorter else 0 :]
        shapes.append(tuple(n if rng.random() < 0.6 else 1 for n in part))
    return shapes


@pytest.mark.points(15)
def test_sizes_of_one_are_stretched(submission, rng):
    """Along each axis a size of 1 gives way to the other size."""
    for shapes in [((4, 1, 3), (1, 5, 1)), ((2, 1), (1, 7)), ((6, 2), (6, 2)), ((1,), (3,))]:
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")
    for _ in range(4):
        shapes = random_shapes(rng, 2, shorter=False)
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")


@pytest.mark.points(15)
def test_shapes_are_aligned_at_their_last_axis(submission, rng):
    """Shapes of different lengths are aligned at their last axis, and the shorter ones filled up on the left."""
    for shapes in [((4, 1, 3), (5, 1)), ((2,), (7, 1)), ((3,), (5, 4, 3)), ((1, 1), (1,)), ((6, 1, 2), (4, 1))]:
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")
    for _ in range(4):
        shapes = random_shapes(rng, 2)
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")


@pytest.mark.points(5)
def test_any_number_of_shapes(submission, rng):
    """Any number of shapes is taken, none and one included, and () goes together with all."""
    drawn = [random_shapes(rng, n, shorter=False) for n in (3, 4, 5, 5)]
    for shapes in [((2, 1, 1), (1, 3, 1), (1, 1, 4)), (), ((3, 1),), ((),), ((), (2, 3)), ((2, 3), ()), *drawn]:
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")


@pytest.mark.points(10)
def test_sizes_of_zero(submission):
    """A size of 0 stretches 1 to 0 and goes together with no other size."""
    for shapes in [((0,), (1,)), ((1, 3), (0, 1)), ((2, 0), (1, 1)), ((0, 4), (1, 4)), ((5, 1), (1, 1), (1, 0))]:
        assert_equal(submission.broadcast_shape(*shapes), np.broadcast_shapes(*shapes), what=f"the shape of {shapes}")
    for shapes in [((0,), (2,)), ((3, 2), (0, 1)), ((1,), (4,), (0,))]:
        with pytest.raises(ValueError):
            submission.broadcast_shape(*shapes)


@pytest.mark.points(10)
def test_shapes_that_do_not_go_together(submission):
    """Two sizes that differ are an error unless one is 1, also where one divides the other."""
    for good, bad in [
        (((2, 3), (1, 3)), ((2, 3), (1, 2))),
        (((4,), (1,)), ((4,), (2,))),
        (((5, 1), (1, 5)), ((5, 1), (4, 5))),
        (((2, 1), (1, 3), (2, 3)), ((2, 1), (1, 3), (3, 1))),
        (((3, 1, 2), (1, 1, 2)), ((3, 1, 2), (1, 1, 3))),
    ]:
        assert_equal(submission.broadcast_shape(*good), np.broadcast_shapes(*good), what=f"the shape of {good}")
        with pytest.raises(ValueError):
            submission.broadcast_shape(*bad)


@pytest.mark.points(2)
def test_negative_sizes_are_refused(submission):
    """A negative size is an error, alone and beside others."""
    for good, bad in [(((1, 2),), ((-1, 2),)), (((3,), (1,)), ((-3,), (1,)))]:
        assert_equal(submission.broadcast_shape(*good), np.broadcast_shapes(*good), what=f"the shape of {good}")
        with pytest.raises(ValueError):
            submission.broadcast_shape(*bad)


@pytest.mark.points(3)
def test_shapes_that_no_array_could_have(submission):
    """The rule is about shapes: sizes and numbers of axes may be larger than any array's."""
    huge = 10**30
    assert_equal(submission.broadcast_shape((huge, 1), (1, 7)), (huge, 7))
    assert_equal(submission.broadcast_shape((2,) * 80, (2, *[1] * 79)), (2,) * 80)
    with pytest.raises(ValueError):
        submission.broadcast_shape((huge,), (huge + 1,))


@pytest.mark.points(15)
def test_added_axes_are_summed_away(submission, rng):
    """The gradient is summed over the axes that the operand lacks, down to a scalar."""
    for grad_shape, shape in [((4, 3), (3,)), ((2, 5, 3), (3,)), ((2, 4, 3), (4, 3)), ((3, 2), ()), ((5,), (5,))]:
        grad = rng.normal(size=grad_shape)
        actual = submission.unbroadcast(grad, shape)
        assert_close(actual, adjoint(grad, shape), what=f"the gradient from {grad_shape} to {shape}")


@pytest.mark.points(15)
def test_stretched_axes_keep_their_size_of_one(submission, rng):
    """An axis of size 1 that was stretched is summed, and stays as an axis of size 1."""
    for grad_shape, shape in [
        ((4, 3), (4, 1)),
        ((4, 3), (1, 3)),
        ((2, 5, 3), (5, 1)),
        ((2, 4, 3), (1, 4, 1)),
        ((3, 1), (1, 1)),
        ((1, 5), (1,)),
    ]:
        grad = rng.normal(size=grad_shape)
        actual = submission.unbroadcast(grad, shape)
        assert_close(actual, adjoint(grad, shape), what=f"the gradient from {grad_shape} to {shape}")
    # Axes of the same size: only their place says which one is summed.
    grad = rng.normal(size=(3, 3, 3))
    for shape in [(3,), (3, 1), (3, 1, 3), (1, 3, 1)]:
        actual = submission.unbroadcast(grad, shape)
        assert_close(actual, adjoint(grad, shape), what=f"the gradient from (3, 3, 3) to {shape}")


@pytest.mark.points(3)
def test_gradients_without_entries(submission):
    """A sum over an axis of size 0 is 0, an operand without entries has a gradient without any; the dtype is kept."""
    for grad_shape, shape in [((4, 0), (4, 1)), ((0, 3), (3,)), ((0,), ()), ((2, 0), (0,)), ((0, 2), (0, 1))]:
        for dtype in (np.float64, np.float32):
            actual = submission.unbroadcast(np.ones(grad_shape, dtype), shape)
            what = f"the gradient from {grad_shape} to {shape}"
            assert_equal(actual, np.zeros(shape, dtype), what=what, exact_dtype=True)


@pytest.mark.points(3)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64, whether something is summed or not."""
    for dtype in (np.float32, np.float64):
        grad = rng.normal(size=(2, 3)).astype(dtype)
        for shape in [(2, 3), (1, 3), (3,), ()]:
            found = submission.unbroadcast(grad, shape)
            kind = type(found).__name__
            assert isinstance(found, np.ndarray | np.generic), f"the gradient should be an array; it is of type {kind}"
            what = "the dtype and the shape of the gradient"
            assert_equal((found.dtype, found.shape), (np.dtype(dtype), shape), what=what)


@pytest.mark.points(4)
def test_gradients_of_other_shapes_are_refused(submission, rng):
    """A shape that can't have been broadcast to the gradient's raises ValueError, even if they go together."""
    grad = rng.normal(size=(4, 1))
    assert_close(submission.unbroadcast(grad, (4, 1)), grad)
    for shape in [(4, 3), (1, 4, 1), (2,), (2, 1), (4,), (0,), (2, 2)]:
        with pytest.raises(ValueError):
            submission.unbroadcast(grad, shape)
    grad = rng.normal(size=(2, 3))
    assert_close(submission.unbroadcast(grad, (2, 3)), grad)
    for shape in [(3, 2), (6,), (2,), (1, 2, 3)]:
        with pytest.raises(ValueError):
            submission.unbroadcast(grad, shape)
