"""Grades `dense_layer`: sums written out position by position are the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


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


def fixed():
    """Small whole numbers."""
    x = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]])
    weight = np.array([[2.0, 1.0], [-1.0, 0.0], [4.0, -3.0]])
    return x, weight, np.array([0.5, -1.0]), np.array([[1.0, -2.0], [3.0, 0.5]])


def rows(rng):
    """The plain case: rows of features, also where D = F."""
    return fixed(), arrays(rng, (5,), 3, 4), arrays(rng, (3,), 4, 4)


# Positions, input and output features: no two sizes alike.
LEADING = [((2, 4), 5, 3), ((2, 3, 1), 6, 4), ((2, 1, 3, 2), 4, 5)]


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is x W + b, with W of shape (D, F) and the bias added to every position."""
    for x, weight, bias, _ in rows(rng):
        assert_close(submission.dense_layer(x, weight, bias)[0], outputs(x, weight, bias))


@pytest.mark.points(10)
def test_forward_over_any_leading_axes(submission, rng):
    """Any number of leading axes is kept, none included."""
    for sizes in [*LEADING, ((), 3, 5)]:
        x, weight, bias, _ = arrays(rng, *sizes)
        assert_close(submission.dense_layer(x, weight, bias)[0], outputs(x, weight, bias))


@pytest.mark.points(15)
def test_gradient_of_x(submission, rng):
    """dx is dy W^T, in the shape of x."""
    for x, weight, bias, dy in rows(rng):
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[0], gradients(x, weight, dy)[0], what="dx")


@pytest.mark.points(15)
def test_gradient_of_the_weight(submission, rng):
    """dweight is x^T dy, the sum over all positions of what each adds, in the shape of the weight."""
    for x, weight, bias, dy in rows(rng):
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[1], gradients(x, weight, dy)[1], what="dweight")


@pytest.mark.points(10)
def test_gradient_of_the_bias(submission, rng):
    """dbias is the sum of dy over all positions, of shape (F,)."""
    for x, weight, bias, dy in rows(rng):
        _, cache = submission.dense_layer(x, weight, bias)
        assert_close(submission.dense_layer_backward(dy, cache)[2], gradients(x, weight, dy)[2], what="dbias")


@pytest.mark.points(10)
def test_backward_over_any_leading_axes(submission, rng):
    """With more leading axes, dweight and dbias are sums over all of them, and dx keeps them."""
    for sizes in LEADING:
        x, weight, bias, dy = arrays(rng, *sizes)
        _, cache = submission.dense_layer(x, weight, bias)
        found = submission.dense_layer_backward(dy, cache)
        assert_close(found, gradients(x, weight, dy), what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_backward_of_a_single_row(submission, rng):
    """For x of shape (D,) dx has shape (D,), dweight is the outer product, and dbias is dy."""
    x, weight, bias, dy = arrays(rng, (), 3, 5)
    _, cache = submission.dense_layer(x, weight, bias)
    assert_close(submission.dense_layer_backward(dy, cache), gradients(x, weight, dy), what="(dx, dweight, dbias)")


@pytest.mark.points(5)
def test_without_bias(submission, rng):
    """Without a bias nothing is added and dbias is None; a bias of zeros has a gradient like any other."""
    x, weight, bias, dy = arrays(rng, (1,), 5, 4)  # one position, whose sum is its mean
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
        x, weight, bias, dy = arrays(rng, (1,), 3, 2)
        passes.append((submission.dense_layer(x, weight, bias)[1], dy, gradients(x, weight, dy)))
    for cache, dy, expected in [*passes, *reversed(passes)]:
        assert_close(submission.dense_layer_backward(dy, cache), expected, what="(dx, dweight, dbias)")


@pytest.mark.points(2)
def test_float32_stays_float32(submission, rng):
    """float32 stays float32 in all results, and float64 float64."""
    for dtype in (np.float32, np.float64):
        x, weight, bias, dy = arrays(rng, (3,), 5, 4, dtype)
        y, cache = submission.dense_layer(x, weight, bias)
        found = [array.dtype for array in (y, *submission.dense_layer_backward(dy, cache))]
        assert_equal(found, [np.dtype(dtype)] * 4, what="the dtypes of y, dx, dweight and dbias")


@pytest.mark.points(3)
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
