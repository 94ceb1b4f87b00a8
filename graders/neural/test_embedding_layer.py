"""Grades `embedding_layer`: the product with a one-hot matrix, forward and transposed, is the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def one_hot(ids, n_rows):
    return np.eye(n_rows)[ids.ravel()]


def outputs(ids, weight):
    return (one_hot(ids, len(weight)) @ weight).reshape(*ids.shape, weight.shape[1])


def gradient(ids, dy, n_rows, padding_idx=None):
    dweight = one_hot(ids, n_rows).T @ dy.reshape(-1, dy.shape[-1])
    if padding_idx is not None:
        dweight[padding_idx] = 0
    return dweight


def arrays(rng, shape, n_rows, n_features):
    """Ids in any order, each at most once, a weight, and a gradient of the output; some rows have no id."""
    ids = rng.permutation(n_rows)[: int(np.prod(shape))].reshape(shape)
    return ids, rng.normal(size=(n_rows, n_features)), rng.normal(size=(*shape, n_features))


def backward(submission, ids, weight, dy, padding_idx=None):
    _, cache = submission.embedding_layer(ids, weight, padding_idx)
    return submission.embedding_layer_backward(dy, cache)


@pytest.mark.points(15)
def test_each_id_looks_up_its_row(submission, rng):
    """y holds, for each id, its row of the weight."""
    ids, weight, _ = arrays(rng, (5,), 7, 3)
    assert_close(submission.embedding_layer(ids, weight)[0], outputs(ids, weight))
    ids = np.array([[2, 1, 2], [0, 4, 2]])
    assert_close(submission.embedding_layer(ids, weight)[0], outputs(ids, weight))


@pytest.mark.points(15)
def test_each_row_gets_the_gradient_of_its_position(submission, rng):
    """A row of dweight is dy at the position of its id, and 0 for an id that doesn't occur."""
    ids, weight, dy = arrays(rng, (5,), 7, 4)
    assert_close(backward(submission, ids, weight, dy), gradient(ids, dy, 7), what="dweight")


@pytest.mark.points(20)
def test_a_repeated_id_gets_the_sum_of_its_gradients(submission, rng):
    """A row of dweight is the sum of dy over all positions of its id."""
    ids, weight, dy = np.array([3, 1, 3, 0, 3, 1]), rng.normal(size=(5, 4)), rng.normal(size=(6, 4))
    assert_close(backward(submission, ids, weight, dy), gradient(ids, dy, 5), what="dweight")


@pytest.mark.points(18)
def test_ids_of_any_shape(submission, rng):
    """Ids may have any number of axes, none included; dweight is summed over all of them."""
    for shape in [(), (3, 5), (2, 3, 4), (2, 1, 3, 2)]:
        ids, weight, dy = arrays(rng, shape, 26, 2)
        y, cache = submission.embedding_layer(ids, weight)
        assert_close(y, outputs(ids, weight))
        in_a_row = np.asarray(backward(submission, ids.reshape(-1), weight, dy.reshape(-1, 2)))
        signs = np.sign(gradient(ids, dy, 26))
        assert_equal(np.sign(in_a_row), signs, what="the signs of dweight for the ids in a row")
        found = submission.embedding_layer_backward(dy, cache)
        assert_close(found, in_a_row, what=f"dweight for ids of shape {shape}, beside that for the same ids in a row,")


@pytest.mark.points(5)
def test_the_padding_row_is_looked_up_like_any_other(submission, rng):
    """With a padding_idx, y still holds that row of the weight, whatever is in it."""
    ids, weight, _ = arrays(rng, (4,), 6, 2)
    assert_close(submission.embedding_layer(ids, weight, padding_idx=int(ids[1]))[0], outputs(ids, weight))


@pytest.mark.points(7)
def test_the_padding_row_gets_no_gradient(submission, rng):
    """The row of padding_idx has gradient 0, also when it is row 0, and the other rows keep theirs."""
    for padding_idx in (4, 0):
        ids, weight, dy = arrays(rng, (4,), 5, 3)
        ids = np.arange(5)[np.arange(5) != 2]  # both ids among them, none of them twice
        wanted = np.array(backward(submission, ids, weight, dy))  # the answer's own, without padding
        assert np.any(wanted[padding_idx]), "dweight is 0 at an id that occurs, without a padding_idx."
        wanted[padding_idx] = 0
        found = backward(submission, ids, weight, dy, padding_idx)
        assert_close(found, wanted, what=f"dweight with padding_idx={padding_idx}")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes, and a cache may be used twice."""
    passes = []
    for padding_idx in (2, None):
        _, weight, dy = arrays(rng, (4,), 5, 3)
        ids = np.array([1, 2, 4, 0] if padding_idx else [3, 0, 2, 4])
        alone = np.asarray(backward(submission, ids, weight, dy, padding_idx))
        assert np.any(alone), "dweight is 0 throughout."
        passes.append((ids, weight, padding_idx, dy, alone))
    caches = [submission.embedding_layer(ids, weight, padding_idx)[1] for ids, weight, padding_idx, _, _ in passes]
    for i in (0, 1, 0):
        dy, alone = passes[i][3:]
        what = "dweight, with another forward pass made in between,"
        assert_close(submission.embedding_layer_backward(dy, caches[i]), alone, what=what)


@pytest.mark.points(3)
def test_the_dtype_is_kept(submission, rng):
    """float32 gives float32 and float64 gives float64, for y and dweight."""
    for dtype in (np.float32, np.float64):
        ids, weight, dy = arrays(rng, (4,), 6, 2)
        y, cache = submission.embedding_layer(ids, weight.astype(dtype))
        found = [y.dtype, submission.embedding_layer_backward(dy.astype(dtype), cache).dtype]
        assert_equal(found, [np.dtype(dtype)] * 2, what="the dtypes of y and dweight")


@pytest.mark.points(7)
def test_ids_out_of_range_are_refused(submission, rng):
    """An id of V or more, or a negative one, raises IndexError; V - 1 and 0 are fine."""
    weight = rng.normal(size=(4, 2))
    ids = np.array([[0, 3], [3, 1]])
    assert_equal(submission.embedding_layer(ids, weight)[0], weight[ids])
    for wrong in (-1, -4, 4):
        bad = ids.copy()
        bad[1, 0] = wrong
        with pytest.raises(IndexError):
            submission.embedding_layer(bad, weight)


@pytest.mark.points(5)
def test_a_large_vocabulary(submission, rng):
    """With 12 000 ids from a vocabulary of 100 000 nothing of the size N x V is made."""
    n_rows, n = 100_000, 12_000
    ids, weight, dy = rng.permutation(n_rows)[:n], rng.random((n_rows, 1)), rng.random((n, 1))
    weight, dy = weight.astype(np.float32), dy.astype(np.float32)
    y, cache = submission.embedding_layer(ids, weight)
    assert_equal(y, weight[ids])
    expected = np.bincount(ids, dy[:, 0], minlength=n_rows)[:, None].astype(np.float32)
    assert_close(submission.embedding_layer_backward(dy, cache), expected, what="dweight")
