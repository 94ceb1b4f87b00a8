"""Grades `attention_backward`: the oracle differentiates the forward pass by complex steps, with no formula for it."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes

STEP = 1e-30


def forward(q, k, v, mask=None):
    """(output, weights), for real or complex inputs with logits that are small enough for a bare exp."""
    parts = np.exp(q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1]))
    if mask is not None:
        parts = parts * mask
    total = parts.sum(axis=-1, keepdims=True)
    weights = parts / np.where(total == 0, 1, total)
    return weights @ v, weights


def gradient(which, d_output, inputs):
    """dL/dx for x = q (0), k (1) or v (2): the imaginary part of L(x + ih) is h dL/dx, in one copy for each number."""
    x = inputs[which]
    steps = 1j * STEP * np.eye(x.size).reshape(x.size, *(1,) * (d_output.ndim - x.ndim), *x.shape)
    copies = [*inputs[:which], x + steps, *inputs[which + 1 :]]
    output = forward(*copies)[0].imag / STEP
    return (output * d_output).reshape(x.size, -1).sum(axis=1).reshape(x.shape)


def draw(rng, leading=(), of_k=None, of_v=None):
    """d_output and (q, k, v) with these leading axes."""
    n_queries, n_keys, n_features, n_values = sizes(rng, 2, 3, 4, 5)
    q = rng.normal(size=(*leading, n_queries, n_features))
    k = rng.normal(size=(*(leading if of_k is None else of_k), n_keys, n_features))
    v = rng.normal(size=(*(leading if of_v is None else of_v), n_keys, n_values))
    return rng.normal(size=(*leading, n_queries, n_values)), (q, k, v)


def check(submission, which, d_output, inputs):
    """Compare the gradients of q (0), k (1) and v (2) that are named in `which`."""
    found = submission.attention_backward(d_output, *inputs, forward(*inputs)[1])
    for i in which:
        expected = gradient(i, d_output, inputs)
        assert_close(found[i], expected, rtol=1e-9, atol=1e-11, what=f"the gradient of {'qkv'[i]}")


@pytest.mark.points(10)
def test_gradient_of_the_values(submission, rng):
    """The gradient of v is weights^T d_output."""
    check(submission, [2], *draw(rng))


@pytest.mark.points(22)
def test_gradient_of_the_queries(submission, rng):
    """The gradient of q passes through the weights, the softmax of each query and the scaled product with k."""
    check(submission, [0], *draw(rng))


@pytest.mark.points(18)
def test_gradient_of_the_keys(submission, rng):
    """The gradient of k passes through the weights, the softmax of each query and the scaled product with q."""
    check(submission, [1], *draw(rng))


# The tests below compare the answer with itself: that its gradients of plain attention are right is settled above.


def own_gradients(submission, d_output, q, k, v, weights):
    """What the answer itself gives for these arguments, as arrays of this process."""
    return [np.array(x) for x in submission.attention_backward(d_output, q, k, v, weights)]


@pytest.mark.points(10)
def test_leading_axes_are_batch_axes(submission, rng):
    """Batch and heads, any number of leading axes: each sequence gets the gradients that it gets alone."""
    for leading in ((3,), (2, 3, 1, 2)):
        d_output, inputs = draw(rng, leading)
        arguments = [d_output, *inputs, forward(*inputs)[1]]
        alone = [own_gradients(submission, *(x[place] for x in arguments)) for place in np.ndindex(leading)]
        expected = tuple(np.stack(parts).reshape(*leading, *parts[0].shape) for parts in zip(*alone, strict=True))
        found = submission.attention_backward(*arguments)
        assert_close(found, expected, atol=1e-11, what=f"with the leading axes {leading}, (dq, dk, dv)")


@pytest.mark.points(10)
def test_blocked_pairs_pass_no_gradient(submission, rng):
    """A pair with a weight of 0 passes no gradient, and a query without keys neither gets nor gives any."""
    d_output, (q, k, v) = draw(rng)
    mask = np.ones((len(q), len(k)))
    mask[:, 0] = mask[1] = 0  # the first key is blocked for all, and the second query sees nothing
    weights = forward(q, k, v, mask)[1]
    # The same attention without that key and that query.
    rest = [np.delete(x, 1, axis=0) for x in (d_output, q)] + [x[1:] for x in (k, v)]
    dq, dk, dv = own_gradients(submission, *rest, np.delete(weights, 1, axis=0)[:, 1:])
    expected = (np.insert(dq, 1, 0, axis=0), np.insert(dk, 0, 0, axis=0), np.insert(dv, 0, 0, axis=0))
    found = submission.attention_backward(d_output, q, k, v, weights)
    assert_close(found, expected, atol=1e-11, what="with a mask, (dq, dk, dv)")


def shared(leading, x):
    """The leading axes of q that x lacks or has with length 1."""
    lengths = (1,) * (len(leading) + 2 - x.ndim) + x.shape[:-2]
    return tuple(i for i, length in enumerate(lengths) if length == 1)


@pytest.mark.points(14)
def test_gradients_of_shared_keys_and_values(submission, rng):
    """Keys and values that several heads or sequences share get the sum of the gradients of all their uses."""
    for leading, of_k, of_v in [
        ((3,), (), ()),
        ((2, 3), (2, 1), (2, 1)),
        ((3,), (), (1,)),
        ((2, 2), (1, 2), (2,)),
        ((2, 3), (1,), (1, 1)),
        ((2, 3, 1, 2), (3, 1, 1), ()),
    ]:
        d_output, (q, k, v) = draw(rng, leading, of_k, of_v)
        weights = forward(q, k, v)[1]
        # A copy of its own for each use, and the gradients of all copies.
        copies = [np.broadcast_to(x, (*leading, *x.shape[-2:])).copy() for x in (k, v)]
        dq, dk, dv = own_gradients(submission, d_output, q, *copies, weights)
        dk, dv = dk.sum(axis=shared(leading, k)).reshape(k.shape), dv.sum(axis=shared(leading, v)).reshape(v.shape)
        found = submission.attention_backward(d_output, q, k, v, weights)
        what = f"with the leading axes {leading}, {of_k} and {of_v} of q, k and v, (dq, dk, dv)"
        assert_close(found, (dq, dk, dv), atol=1e-11, what=what)


@pytest.mark.points(8)
@pytest.mark.timeout(2)
def test_no_jacobian_for_many_keys(submission, rng):
    """With 10 000 keys no array of the size of a softmax Jacobian, S x S for each query, is made."""
    n_keys, n_seen = 10_000, 5
    weights = np.zeros((2, n_keys))
    weights[:, :n_seen] = rng.dirichlet(np.ones(n_seen), size=2)
    q, k, v = rng.normal(size=(2, 1)), rng.normal(size=(n_keys, 1)), rng.normal(size=(n_keys, 3))
    d_output = rng.normal(size=(2, 3))
    # The others have no weight, and so no gradient.
    few = own_gradients(submission, d_output, q, k[:n_seen], v[:n_seen], weights[:, :n_seen])
    expected = [few[0], *(np.concatenate([x, np.zeros((n_keys - n_seen, x.shape[1]))]) for x in few[1:])]
    found = submission.attention_backward(d_output, q, k, v, weights)
    assert_close(found, tuple(expected), atol=1e-11, what="(dq, dk, dv)")


@pytest.mark.points(4)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives gradients in float32, and float64 in float64."""
    d_output, inputs = draw(rng)
    arguments = [d_output, *inputs, forward(*inputs)[1]]
    gradients = own_gradients(submission, *arguments)
    for dtype in (np.float32, np.float64):
        found = submission.attention_backward(*(x.astype(dtype) for x in arguments))
        expected = tuple(x.astype(dtype) for x in gradients)
        assert_close(found, expected, what="(dq, dk, dv)", exact_dtype=True)


@pytest.mark.points(4)
def test_a_gradient_of_another_shape_is_refused(submission, rng):
    """A d_output that doesn't have the shape of the output raises ValueError, also where it could be broadcast."""
    d_output, inputs = draw(rng, (3,))
    weights = forward(*inputs)[1]
    found = submission.attention_backward(d_output, *inputs, weights)[0].shape
    assert_equal(found, inputs[0].shape, what="the shape of dq")
    for wrong in (d_output[:1], d_output[0], d_output[:, :1], d_output[..., :1]):
        with pytest.raises(ValueError):
            submission.attention_backward(wrong, *inputs, weights)
