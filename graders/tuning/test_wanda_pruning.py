"""Grades `wanda_pruning`: scores are made from ranks that are known; outputs are summed one by one."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def ranked(rng, m, d):
    """Scores of known ranks in each row, rows of different sizes."""
    rank = rng.permuted(np.tile(np.arange(d), (m, 1)), axis=1)
    sizes_of_rows = np.exp(rng.normal(size=(m, 1)) * 3)
    return (1.0 + rank + rng.uniform(0, 0.4, size=(m, d))) * sizes_of_rows, rank


@pytest.mark.points(34)
def test_the_scores(submission, rng):
    """A score is the magnitude of the weight times the Euclidean norm of its feature."""
    weight, x = np.array([[1.0, -3.0], [-0.5, 2.0]]), np.array([[3.0, 0.0], [-4.0, 1.0], [0.0, -1.0]])
    right = np.array([[5.0, 3 * math.sqrt(2)], [2.5, 2 * math.sqrt(2)]])
    assert_close(submission.wanda_scores(weight, x), right, what="the scores of four weights")
    n, m, d = sizes(rng, 2, 4, 5)
    weight, x = rng.normal(size=(m, d)), rng.normal(size=(n, d)) * np.exp(rng.normal(size=d))
    norms = [math.sqrt(math.fsum(v * v for v in column)) for column in x.T.tolist()]
    right = np.array([[abs(w) * norm for w, norm in zip(row, norms, strict=True)] for row in weight.tolist()])
    assert_close(submission.wanda_scores(weight, x), right, what="the scores")


@pytest.mark.points(26)
def test_each_row_loses_its_share(submission, rng):
    """In each row, by itself, the weights with the smallest scores go."""
    scores = (7 * np.arange(32) % 32 + 1.0).reshape(8, 4) * np.array([1.0, 50.0] * 4)[:, None]
    right = scores > scores.min(axis=1, keepdims=True)
    assert_equal(submission.unstructured_mask(scores, 0.25), right, what="the mask of eight rows")
    scores = np.array([[4.0, 1.0, 2.0, 30.0], [10.0, 40.0, 3.0, 20.0]])
    right = np.array([[True, False, True, True], [True, True, False, True]])
    assert_equal(submission.unstructured_mask(scores, 0.25), right, what="the mask of two rows")
    for sparsity, gone in ((0.25, 2), (0.75, 6)):
        scores, rank = ranked(rng, 5, 8)
        found = submission.unstructured_mask(scores, sparsity)
        assert_equal(found, rank >= gone, what=f"the mask for a sparsity of {sparsity}")


@pytest.mark.points(6)
def test_the_number_is_rounded_down(submission, rng):
    """Exactly floor(sparsity * D) weights of each row go, none for 0 and all for 1."""
    scores, rank = ranked(rng, 3, 7)
    for sparsity, gone in ((0.2, 1), (0.5, 3), (0.85, 5), (0.1, 0), (0.0, 0), (1.0, 7)):
        found = submission.unstructured_mask(scores, sparsity)
        assert_equal(found, rank >= gone, what=f"the mask of 7 columns for a sparsity of {sparsity}")


@pytest.mark.points(6)
def test_equal_scores(submission, rng):
    """Of equal scores those with the lower column go first, and exactly as many as asked for."""
    scores = np.ones((2, 40))
    scores[1, 30] = 0.5
    right = np.tile(np.arange(40) >= 20, (2, 1))
    right[1, 19] = True
    right[1, 30] = False
    assert_equal(submission.unstructured_mask(scores, 0.5), right, what="the mask of equal scores")
    right = np.array([[False, False, True, True]])
    assert_equal(submission.n_m_mask(np.ones((1, 4)), 2, 4), right, what="the 2:4 mask of equal scores")


@pytest.mark.points(16)
def test_n_of_m_neighbours(submission, rng):
    """Of each m neighbours in a row the n with the largest scores stay."""
    for n, m in ((1, 3), (2, 4), (3, 4)):
        scores, rank = ranked(rng, 6, m)
        rows = scores.reshape(2, 3 * m)
        found = submission.n_m_mask(rows, n, m)
        assert_equal(found, (rank >= m - n).reshape(2, 3 * m), what=f"the {n}:{m} mask")


@pytest.mark.points(4)
def test_groups_that_do_not_fit(submission, rng):
    """A group size that doesn't divide the columns raises ValueError; n = 0 keeps nothing, n = m everything."""
    scores, _ = ranked(rng, 2, 6)
    for n in (0, 3):
        assert_equal(submission.n_m_mask(scores, n, 3), np.full((2, 6), n == 3), what=f"the {n}:3 mask")
    with pytest.raises(ValueError):
        submission.n_m_mask(scores, 2, 4)


@pytest.mark.points(8)
def test_the_error(submission, rng):
    """The error is the sum of the squared changes of the outputs."""
    n, m, d = sizes(rng, 2, 4, 5)
    weight, x, mask = rng.normal(size=(m, d)), rng.normal(size=(n, d)), rng.random(size=(m, d)) < 0.5
    mask[0, 0] = False
    changes = []
    for token in x.tolist():
        for row, keep in zip(weight.tolist(), mask.tolist(), strict=True):
            changes.append(math.fsum(w * v for w, v, k in zip(row, token, keep, strict=True) if not k))
    right = math.fsum(change**2 for change in changes)
    assert_close(submission.output_error(weight, mask, x), right, what="the error")
