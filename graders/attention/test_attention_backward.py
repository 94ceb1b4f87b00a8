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


def gradient(which, d_output, inputs, mask=None):
    """dL/dx for x = q (0), k (1) or v (2): the imaginary part of L(x + ih) is h dL/dx, in one copy for each number."""
    x = inputs[which]
    steps = 1j * STEP * np.eye(x.size).reshape(x.size, *(1,) * (d_output.ndim - x.ndim), *x.shape)
    copies = [*inputs[:which], x + steps, *inputs[which + 1 :]]
    output = forward(*copies, mask)[0].imag / STEP
    return (output * d_output).reshape(x.size, -1).sum(axis=1).reshape(x.shape)


def draw(rng, leading=(), of_k=None, of_v=None):
    """d_output and (q, k, v) with these leading axes."""
    n_queries, n_keys, n_features, n_values = sizes(rng, 2, 3, 4, 5)
    q = rng.normal(size=(*leading, n_queries, n_features))
    k = rng.normal(size=(*(leading if of_k is None else of_k), n_keys, n_features))
    v = rng.normal(size=(*(leading if of_v is None else of_v), n_keys, n_values))
    return rng.normal(size=(*leading, n_queries, n_values)), (q, k, v)


def check(submission, which, d_output, inputs, mask=None, what="the gradient"):
    """Compare the gradients of q (0), k (1) and v (2) that are named in `which`."""
    found = submission.attention_backward(d_output, *inputs, forward(*inputs, mask)[1])
    for i in which:
        # A gradient may be 0 where only one key is seen.
        expected = gradient(i, d_output, inputs, mask)
        assert_close(found[i], expected, rtol=1e-9, atol=1e-11, what=f"{what} of {'qkv'[i]}")


@pytest.mark.points(12)
def test_gradient_of_the_values(submission, rng):
    """The gradient of v is weights^T d_output, for each sequence of the batch."""
    check(submission, [2], *draw(rng))
    check(submission, [2], *draw(rng, (3, 2)))


@pytest.mark.points(20)
def test_gradient_of_the_queries(submission, rng):
    """The gradient of q passes through the weights, the softmax of each query and the scaled product with k."""
    check(submission, [0], *draw(rng))
    check(submission, [0], *draw(rng, (3,)))


@pytest.mark.points(16)
def test_gradient_of_the_keys(submission, rng):
    """The gradient of k passes through the weights, the softmax of each query and the scaled product with q."""
    check(submission, [1], *draw(rng))
    check(submission, [1], *draw(rng, (3,)))


@pytest.mark.points(12)
def test_blocked_pairs_pass_no_gradient(submission, rng):
    """A pair with a weight of 0 passes no gradient, and a query without keys neither gets nor gives any."""
    d_output, inputs = draw(rng, (2,))
    n_queries, n_keys = d_output.shape[1], inputs[1].shape[1]
    mask = rng.random((2, n_queries, n_keys)) < 0.6
    mask[0, :, 0] = mask[1, 0] = True
    mask[0, 0, -1] = False
    mask[1, 1] = False  # this query sees nothing
    check(submission, [0, 1, 2], d_output, inputs, mask, "with a mask, the gradient")
    mask[:] = False
    mask[:, :, 1] = True  # one key has all the weight, and no logit can change that
    dq, dk, dv = submission.attention_backward(d_output, *inputs, forward(*inputs, mask)[1])
    assert_close((dq, dk), (np.zeros(dq.shape), np.zeros(dk.shape)), atol=1e-12, what="the gradients of q and k")
    expected = np.zeros(dv.shape)
    expected[:, 1] = d_output.sum(axis=1)
    assert_close(dv, expected, what="the gradient of v")


@pytest.mark.points(20)
def test_gradients_of_shared_keys_and_values(submission, rng):
    """Keys and values that several heads or sequences share get the sum of the gradients of all their uses."""
    for leading, of_k, of_v in [
        ((2, 3), (2, 1), (2, 1)),
        ((3,), (), (1,)),
        ((2, 2), (1, 2), (2,)),
        ((2, 3), (1,), (1, 1)),
    ]:
        what = f"with the leading axes {leading}, {of_k} and {of_v} of q, k and v, the gradient"
        check(submission, [0, 1, 2], *draw(rng, leading, of_k, of_v), what=what)


@pytest.mark.points(10)
@pytest.mark.timeout(2)
def test_no_jacobian_for_many_keys(submission, rng):
    """With 10 000 keys no array of the size of a softmax Jacobian, S x S for each query, is made."""
    n_keys = 10_000
    weights = rng.random((2, n_keys))
    weights /= weights.sum(axis=-1, keepdims=True)
    q, k, v = rng.normal(size=(2, 4)), rng.normal(size=(n_keys, 4)), rng.normal(size=(n_keys, 1))
    d_output = rng.normal(size=(2, 1))
    # With a single value feature: dL/dlogit_s = w_s (v_s - output) d_output.
    d_logits = weights * (v.T - weights @ v) * d_output
    expected = (d_logits @ k / 2, d_logits.T @ q / 2, weights.T @ d_output)
    assert_close(submission.attention_backward(d_output, q, k, v, weights), expected, what="(dq, dk, dv)")


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives gradients in float32, and float64 in float64."""
    d_output, inputs = draw(rng, (2,), of_k=(1,))
    gradients = [gradient(i, d_output, inputs) for i in range(3)]
    for dtype in (np.float32, np.float64):
        arguments = [x.astype(dtype) for x in (d_output, *inputs, forward(*inputs)[1])]
        found = submission.attention_backward(*arguments)
        expected = tuple(x.astype(dtype) for x in gradients)
        assert_close(found, expected, what="(dq, dk, dv)", exact_dtype=True)


@pytest.mark.points(5)
def test_a_gradient_of_another_shape_is_refused(submission, rng):
    """A d_output that doesn't have the shape of the output raises ValueError, also where it could be broadcast."""
    d_output, inputs = draw(rng, (3,), of_k=())
    weights = forward(*inputs)[1]
    assert_equal(submission.attention_backward(d_output, *inputs, weights)[1].shape, inputs[1].shape)
    for wrong in (d_output[:1], d_output[0], d_output[:, :1], d_output[..., :1]):
        with pytest.raises(ValueError):
            submission.attention_backward(wrong, *inputs, weights)
