"""Grades `scaled_dot_product_attention`: each weight is 1 over a sum of differences of logits, with no shift at all."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def attend(q, k, v, bias=0.0):
    """(output, weights) in float64: weight s of a row is 1 / sum_r exp(x_r - x_s), 0 where x_s is -inf."""
    q, k, v = (np.asarray(x, dtype=np.float64) for x in (q, k, v))
    logits = (q[..., :, None, :] * k[..., None, :, :]).sum(-1) / math.sqrt(q.shape[-1]) + bias
    with np.errstate(invalid="ignore", over="ignore"):
        ratios = np.exp(logits[..., None, :] - logits[..., :, None])
        # A blocked key adds nothing to the sum of another one, and has no weight itself.
        ratios[np.isnan(ratios)] = np.inf
        weights = 1.0 / ratios.sum(-1)
    return (weights[..., None] * v[..., None, :, :]).sum(-2), weights


def blocking(mask):
    return np.where(mask, 0.0, -np.inf)


def random_mask(rng, *shape):
    """A mask of about half its pairs, in which every row has an open and a blocked key."""
    mask = rng.random(shape) < 0.5
    first = rng.integers(shape[-1], size=(*shape[:-1], 1))
    np.put_along_axis(mask, first, True, -1)
    np.put_along_axis(mask, (first + 1) % shape[-1], False, -1)
    return mask


@pytest.mark.points(15)
def test_weights_are_the_softmax_of_scaled_dot_products(submission, rng):
    """The weights are the softmax over the keys of q . k / sqrt(D)."""
    n_queries, n_keys, n_features, _ = sizes(rng, 3, 4, 5, 7)
    for shape in [(n_queries, n_keys, n_features), (3, 1, 2)]:
        q, k, v = rng.normal(size=shape[::2]), rng.normal(size=shape[1:]), rng.normal(size=(shape[1], 2))
        _, weights = submission.scaled_dot_product_attention(2 * q, k, v)
        assert_close(weights, attend(2 * q, k, v)[1], rtol=1e-12, what="the weights")


@pytest.mark.points(10)
def test_the_output_averages_the_values(submission, rng):
    """The output of each query is the sum of the values times its weights, with as many features as the values."""
    n_queries, n_keys, n_values = sizes(rng, 3, 4, 5)
    # One feature, here and in other tests: the scale is 1 then, whatever is done about it.
    q, k = rng.normal(size=(n_queries, 1)), rng.normal(size=(n_keys, 1))
    v = rng.normal(size=(n_keys, n_values))
    # The answer's own weights, which have a test to themselves; that of a single query for a single key is 1.
    output, weights = submission.scaled_dot_product_attention(q, k, v)
    assert_close(output, np.asarray(weights) @ v, what="the output")
    output, _ = submission.scaled_dot_product_attention(q[:1], k[:1], v[:1])
    assert_close(output, v[:1], what="the output for a single query and key")


@pytest.mark.points(10)
def test_leading_axes_are_batch_axes(submission, rng):
    """Axes before the last two are batch axes, and those of q, k and v broadcast against each other."""
    n_queries, n_keys, n_values = sizes(rng, 3, 4, 5)
    for of_q, of_k, of_v in [
        ((2,), (2,), (2,)),
        ((3, 2), (3, 2), (3, 2)),
        ((2, 3), (2, 1), (2, 1)),
        ((3, 2), (), (2,)),
        ((2,), (3, 2), (1,)),
        ((2, 1), (3,), (4, 1, 1, 3)),
        ((2, 1, 3, 2), (2, 1, 3, 2), (2, 1, 3, 2)),
    ]:
        q = rng.normal(size=(*of_q, n_queries, 1))
        k, v = rng.normal(size=(*of_k, n_keys, 1)), rng.normal(size=(*of_v, n_keys, n_values))
        output, weights = submission.scaled_dot_product_attention(q, k, v)
        right = attend(q, k, v)
        what = f"with the leading axes {of_q}, {of_k} and {of_v}"
        assert_equal([output.shape, weights.shape], [x.shape for x in right], what=f"the shapes {what}")
        # Some items, each as the answer itself has it alone: that this is right is settled above.
        axes = output.shape[:-2]
        q, k, v, weights = (np.broadcast_to(x, (*axes, *x.shape[-2:])) for x in (q, k, v, np.asarray(weights)))
        for item in rng.permutation(list(np.ndindex(axes)))[:3].tolist():
            item = tuple(item)
            alone = submission.scaled_dot_product_attention(q[item], k[item], v[item])
            assert_close((output[item], weights[item]), alone, what=f"(output, weights) of item {item} {what}")
    # As many keys as queries, which are all alike: no logit is larger than another.
    q, k, v = np.zeros((2, 3, n_keys, 1)), rng.normal(size=(2, 1, n_keys, 1)), rng.normal(size=(3, n_keys, n_values))
    found = submission.scaled_dot_product_attention(q, k, v)
    assert_close(found, attend(q, k, v), what="(output, weights) for queries of 0")


@pytest.mark.points(15)
def test_boolean_masks_of_any_broadcastable_shape(submission, rng):
    """True means that the query may attend; the weights of the other keys are 0, and those that stay sum to 1."""
    n_queries, n_keys, n_values = sizes(rng, 3, 4, 5)
    q, k = rng.normal(size=(2, 3, n_queries, 1)), rng.normal(size=(2, 3, n_keys, 1))
    v = rng.normal(size=(2, 3, n_keys, n_values))
    for shape in [(n_queries, n_keys), (2, 1, 1, n_keys), (n_keys,), (3, n_queries, n_keys)]:
        mask = random_mask(rng, *shape)
        found = submission.scaled_dot_product_attention(q, k, v, mask)
        assert_close(found, attend(q, k, v, blocking(mask)), what=f"(output, weights) with a mask of shape {shape}")
    blocked = ~np.broadcast_to(mask, found[1].shape)
    assert_equal(found[1][blocked], np.zeros(blocked.sum()), what="the weights of the blocked keys")


@pytest.mark.points(15)
def test_additive_masks_are_added_after_the_scale(submission, rng):
    """A float mask is added to the logits after the division by sqrt(D); -inf blocks, finite entries are biases."""
    n_queries, n_keys, n_features, n_values = sizes(rng, 3, 4, 5, 7)
    q, k = rng.normal(size=(2, n_queries, n_features)), rng.normal(size=(2, n_keys, n_features))
    v = rng.normal(size=(2, n_keys, n_values))
    for shape in [(2, n_queries, n_keys), (n_keys,)]:
        bias = rng.normal(size=shape) + np.where(random_mask(rng, *shape), 0.0, -np.inf)
        found = submission.scaled_dot_product_attention(q, k, v, bias)
        assert_close(found, attend(q, k, v, bias), what=f"(output, weights) with a float mask of shape {shape}")
    # A low number isn't -inf: where the whole row has it, nothing changes, except that logits around -1e10 lose digits.
    bias = np.zeros((n_queries, n_keys))
    bias[0] = -1e10
    bias[1] = 700.0
    found = submission.scaled_dot_product_attention(q, k, v, bias)
    assert_close(found, attend(q, k, v), rtol=1e-4, what="(output, weights) with the same bias for all keys of a query")


@pytest.mark.points(10)
def test_a_query_without_keys_gets_zeros(submission, rng):
    """A query that may attend to no key has weights and an output of 0, and leaves the other queries alone."""
    n_queries, n_keys, n_values = sizes(rng, 3, 4, 5)
    q, k = rng.normal(size=(2, n_queries, 1)), rng.normal(size=(2, n_keys, 1))
    v = rng.normal(size=(2, n_keys, n_values))
    mask = random_mask(rng, 2, n_queries, n_keys)
    mask[0, 1] = mask[1, 0] = mask[1, -1] = False
    for given in (mask, blocking(mask)):
        output, weights = submission.scaled_dot_product_attention(q, k, v, given)
        expected = attend(q, k, v, blocking(mask))
        assert_equal(weights[0, 1], np.zeros(n_keys), what="the weights of a query without keys")
        assert_equal(output[0, 1], np.zeros(n_values), what="the output of a query without keys")
        assert_close((output, weights), expected, what="(output, weights)")


@pytest.mark.points(12)
def test_large_logits_and_blocked_giants(submission, rng):
    """Logits of any size overflow nothing, and a blocked key weighs 0 even if its logit is the largest."""
    n_keys, n_values = 6, int(rng.integers(2, 5))
    # Small fractions, so that all sums are exact. The first feature shifts a whole row of logits: up, down, not at all.
    # The tolerance leaves room for a log-sum-exp, which rounds at this height.
    q, k = rng.integers(-8, 9, size=(3, 4)) / 4, rng.integers(-8, 9, size=(n_keys, 4)) / 4
    v = rng.normal(size=(n_keys, n_values))
    k[:, 0] = 1.0
    q[:, 0] = [2.0**32, -(2.0**32), 0.0]
    found = submission.scaled_dot_product_attention(q, k, v)
    assert_close(found, attend(q, k, v), rtol=1e-4, what="(output, weights) without a mask")
    k[1, 0], k[2, 0] = 0.5, 2.0
    mask = np.ones((3, n_keys), dtype=bool)
    mask[:, 1:3] = False
    for given in (mask, blocking(mask)):
        output, weights = submission.scaled_dot_product_attention(q, k, v, given)
        assert_equal(weights[:, 1:3], np.zeros((3, 2)), what="the weights of the blocked keys")
        expected = attend(q, k, v, blocking(mask))
        assert_close((output, weights), expected, rtol=1e-4, what="(output, weights) with a mask")


@pytest.mark.points(7)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64, whatever the dtype of the mask."""
    n, n_values = 5, 3
    # Queries that are all alike, each with two keys in a ring: every open key weighs one half.
    q, k, v = np.zeros((n, 1)), rng.normal(size=(n, 1)), rng.normal(size=(n, n_values))
    mask = (np.arange(n) - np.arange(n)[:, None]) % n < 2
    for dtype in (np.float32, np.float64):
        inputs = [x.astype(dtype) for x in (q, k, v)]
        # The masks have another dtype, or none.
        other = np.float64 if dtype == np.float32 else np.float32
        for given in (None, mask, blocking(mask).astype(other), blocking(mask).astype(np.float16)):
            found = submission.scaled_dot_product_attention(*inputs, given)
            expected = attend(*inputs, 0.0 if given is None else blocking(mask))
            what = "(output, weights)" + ("" if given is None else f" with a mask of dtype {given.dtype}")
            assert_close(found, tuple(x.astype(dtype) for x in expected), what=what, exact_dtype=True)


@pytest.mark.points(6)
def test_what_does_not_fit_is_refused(submission, rng):
    """Features or keys that differ in number raise ValueError, a mask of integers raises TypeError."""
    q, k, v = rng.normal(size=(2, 3)), rng.normal(size=(4, 3)), rng.normal(size=(4, 5))
    mask = random_mask(rng, 2, 4)
    _, weights = submission.scaled_dot_product_attention(q, k, v, mask)
    assert_equal(weights.shape, (2, 4), what="the shape of the weights of what fits")
    for wrong in [(q[:, :2], k, v), (q, k[:, :1], v), (q, k[:3], v), (q, k, v[:1])]:
        with pytest.raises(ValueError):
            submission.scaled_dot_product_attention(*wrong)
    with pytest.raises(TypeError):
        submission.scaled_dot_product_attention(q, k, v, mask.astype(np.int64))
