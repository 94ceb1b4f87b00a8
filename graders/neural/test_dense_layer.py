"""Grades `dense_layer`: sums written out position by position are the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close

# Positions, input and output features: no two sizes alike.
SIZES = [((5,), 3, 4), ((2, 4), 5, 3), ((2, 3, 1), 6, 4), ((1,), 2, 5)]


def arrays(rng, leading, n_in, n_out, dtype=np.float64):
    shapes = [(*leading, n_in), (n_in, n_out), (n_out,), (*leading, n_out)]
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def outputs(x, weight, bias):
    y = np.zeros((*x.shape[:-1], weight.shape[1])) + bias
    for d, row in enumerate(weight):
        y = y + np.multiply.outer(x[..., d], row)
    return y


def gradients(x, weight, dy):
    """One position at a time: each adds an outer product to dweight and its dy to dbias."""
    dx, dweight, dbias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(weight.shape[1])
    for index in np.ndindex(x.shape[:-1]):
        dx[index] = [(dy[index] * row).sum() for row in weight]
        dweight += np.outer(x[index], dy[index])
        dbias += dy[index]
    return dx, dweight, dbias


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is x W + b, with W of shape (D, F) and the bias added to every position."""
    x, weight, bias, _ = arrays(rng, (5,), 3, 4)
    assert_close(submission.dense_layer(x, weight, bias)[0], outputs(x, weight, bias))
    x, weight, bias, _ = arrays(rng, (4,), 4, 4)
    assert_close(submission.dense_layer(x, weight, bias)[0], outputs(x, weight, bias))


@pytest.mark.points(10)
def test_forward_over_any_leading_axes(submission, rng):
    """Any number of leading axes is kept, none included."""
    for sizes in [*SIZES[1:], ((), 3, 5)]:
        x, weight, bias, _ = arrays(rng, *sizes)
        assert_close(submission.dense_layer(x, weight, bias)[0], outputs(x, weight, bias))


@pytest.mark.points(15)
def test_gradient_of_x(submission, rng):
    """dx is dy W^T, in the shape of x."""
    for sizes in [*SIZES[1:], ((3,), 4, 4)]:
        x, weight, bias, dy = arrays(rng, *sizes)
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[0], gradients(x, weight, dy)[0], what="dx")


@pytest.mark.points(20)
def test_gradient_of_the_weight(submission, rng):
    """dweight is the sum of x^T dy over all positions, whatever the leading axes, in the shape of the weight."""
    for sizes in [*SIZES[1:], ((3,), 4, 4)]:
        x, weight, bias, dy = arrays(rng, *sizes)
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[1], gradients(x, weight, dy)[1], what="dweight")


@pytest.mark.points(10)
def test_gradient_of_the_bias(submission, rng):
    """dbias is the sum of dy over all positions, whatever the leading axes, of shape (F,)."""
    for sizes in SIZES[:3]:
        x, weight, bias, dy = arrays(rng, *sizes)
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[2], gradients(x, weight, dy)[2], what="dbias")


@pytest.mark.points(5)
def test_backward_of_a_single_row(submission, rng):
    """For x of shape (D,) dx has shape (D,), dweight is the outer product, and dbias is dy."""
    x, weight, bias, dy = arrays(rng, (), 3, 5)
    _, cache = submission.dense_layer(x, weight, bias)
    assert_close(submission.dense_layer_backward(dy, cache), gradients(x, weight, dy), what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_without_bias(submission, rng):
    """Without a bias nothing is added and dbias is None; a bias of zeros has a gradient like any other."""
    x, weight, bias, dy = arrays(rng, (2, 3), 5, 4)
    dx, dweight, dbias = gradients(x, weight, dy)
    for given, expected in [(None, None), (0 * bias, dbias), (None, None)]:
        y, cache = submission.dense_layer(x, weight, given)
        assert_close(y, outputs(x, weight, 0))
        reply = submission.dense_layer_backward(dy, cache)
        assert_close(reply, (dx, dweight, expected), what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes, and a cache may be used twice."""
    passes = []
    for _ in range(2):
        x, weight, bias, dy = arrays(rng, (4,), 3, 2)
        passes.append((submission.dense_layer(x, weight, bias)[1], dy, gradients(x, weight, dy)))
    for cache, dy, expected in [*passes, *reversed(passes)]:
        assert_close(submission.dense_layer_backward(dy, cache), expected, what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_float32_and_no_positions(submission, rng):
    """float32 stays float32 in all results; without positions y and dx are empty, dweight and dbias are 0."""
    for dtype, leading in [(np.float32, (2, 3)), (np.float64, (0,)), (np.float32, (2, 0))]:
        x, weight, bias, dy = arrays(rng, leading, 5, 4, dtype)
        y, cache = submission.dense_layer(x, weight, bias)
        assert_close(y, outputs(x, weight, bias).astype(dtype), exact_dtype=True)
        expected = tuple(array.astype(dtype) for array in gradients(x, weight, dy))
        reply = submission.dense_layer_backward(dy, cache)
        assert_close(reply, expected, exact_dtype=True, what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_shapes_that_do_not_fit_are_refused(submission, rng):
    """Another number of features than D, or a bias of another shape than (F,), raises ValueError."""
    x, weight, bias, _ = arrays(rng, (3,), 4, 2)
    y, _ = submission.dense_layer(x, weight, bias)
    assert_close(y, outputs(x, weight, bias))
    for wrong in [
        (x[:, :3], weight, bias),
        (x, weight, bias[:1]),
        (np.ones((4, 2)), weight, None),
        (x, weight, bias[None]),
        (x, weight, np.array(1.0)),
        (x, weight, np.ones((3, 2))),
        (x, weight, np.ones(3)),
    ]:
        with pytest.raises(ValueError):
            submission.dense_layer(*wrong)
