"""Grades `sparse_csr`: every matrix is written out in full and compared entry by entry."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, shuffled


def triplets(rng, n, m, count):
    """So many different places, shuffled, with values that aren't 0."""
    places = rng.choice(n * m, size=count, replace=False)
    return places // m, places % m, rng.choice([-1.0, 1.0], size=count) * rng.uniform(0.5, 2, size=count)


def compressed(rows, cols, values, n_rows):
    """The three arrays, from a dict of sums."""
    sums = {}
    for row, col, value in zip(rows.tolist(), cols.tolist(), values.tolist(), strict=True):
        sums[row, col] = sums.get((row, col), 0.0) + value
    places = sorted(sums)
    indptr = np.array([sum(row < i for row, _ in places) for i in range(n_rows + 1)])
    indices = np.array([col for _, col in places], dtype=np.int64)
    return indptr.astype(np.int64), indices, np.array([sums[place] for place in places], dtype=np.float64)


NAMES = ("indptr", "indices", "data")


def check(found, rows, cols, values, n_rows, order=NAMES):
    parts = dict(zip(NAMES, found, strict=True))
    wanted = dict(zip(NAMES, compressed(rows, cols, values, n_rows), strict=True))
    for name in order:
        assert_close(parts[name], wanted[name], what=name)


@pytest.mark.points(24)
def test_the_three_arrays(submission, rng):
    """indptr, indices and data of triplets that come in any order."""
    rows, cols, values = np.array([2, 0, 1, 0]), np.array([1, 3, 2, 0]), np.array([5.0, 1.0, -1.0, 2.0])
    check(submission.from_triplets(rows, cols, values, 3), rows, cols, values, 3)
    rows, cols, values = triplets(rng, 4, 6, 19)  # no row is empty
    rows = np.append(rows, 3)  # the last row has an entry
    cols, values = np.append(cols, 6), np.append(values, 1.5)
    check(submission.from_triplets(rows, cols, values, 4), rows, cols, values, 4)


@pytest.mark.points(12)
def test_duplicates_are_summed(submission, rng):
    """Triplets for the same row and column are one entry, with the sum of their values."""
    # What was summed shows in indices and data: an indptr that counts all triplets may stand beside either.
    order = ("indices", "data", "indptr")
    rows, cols, values = np.array([1, 0, 1, 1, 0]), np.array([2, 2, 2, 3, 2]), np.array([1.0, 4.0, 2.0, 8.0, 16.0])
    check(submission.from_triplets(rows, cols, values, 2), rows, cols, values, 2, order)
    places = np.array(shuffled(rng, list(range(18))))
    rows, cols, values = (np.tile(part, 2)[places] for part in triplets(rng, 3, 4, 9))
    rows[-1], cols[-1] = 2, 3
    check(submission.from_triplets(rows, cols, values, 3), rows, cols, values, 3, order)


@pytest.mark.points(4)
def test_zeros_stay(submission):
    """An entry whose value is 0 stays an entry, whether it came so or was summed."""
    rows, cols, values = np.array([0, 1, 1, 2, 2]), np.array([1, 0, 0, 1, 0]), np.array([0.0, 2.0, -2.0, 1.0, 3.0])
    check(submission.from_triplets(rows, cols, values, 3), rows, cols, values, 3)


@pytest.mark.points(4)
def test_empty_rows(submission, rng):
    """Rows without entries, at the beginning, in the middle and at the end, have their place in indptr."""
    rows, cols, values = np.array([1, 4, 1]), np.array([2, 0, 1]), np.array([3.0, 5.0, -1.0])
    a = submission.from_triplets(rows, cols, values, 6)
    assert_equal(np.asarray(a[0]), np.array([0, 0, 2, 2, 2, 3, 3]), what="indptr")
    a = submission.transpose(*compressed(rows, np.array([3, 0, 1]), values, 6), 5)
    assert_equal(np.asarray(a[0]), np.array([0, 1, 2, 2, 3, 3]), what="indptr of the transposed matrix")
    a = submission.from_triplets(np.array([1]), np.array([0]), np.array([3.0]), 4)
    assert_equal(np.asarray(a[0]), np.array([0, 0, 1, 1, 1]), what="indptr of a matrix with one entry")


@pytest.mark.points(4)
def test_the_product_of_an_empty_row_is_0(submission, rng):
    """A row without entries gives 0, in the middle and at the end."""
    rows, cols, values = np.array([1, 4, 1]), np.array([2, 0, 1]), np.array([3.0, 5.0, -1.0])
    x = np.append(rng.normal(size=2), 2.0)
    expected = np.array([0, 3 * x[2] - x[1], 0, 0, 5 * x[0], 0])
    for n in (5, 6):
        found = submission.matvec(*compressed(rows, cols, values, n), x)
        assert_close(found, expected[:n], what=f"the product with {n} rows, of which two have entries")


@pytest.mark.points(18)
def test_the_product_with_a_vector(submission, rng):
    """The product of the matrix and a vector."""
    rows, cols, values = np.array([0, 0, 0, 1, 2]), np.array([0, 1, 2, 1, 0]), np.array([1.0, 2.0, 4.0, -1.0, 3.0])
    found = submission.matvec(*compressed(rows, cols, values, 3), np.array([1.0, 10.0, 100.0]))
    assert_close(found, np.array([421.0, -10.0, 3.0]), what="the product")
    for n, m in ((4, 6), (6, 4)):
        rows, cols, values = triplets(rng, n, m, n * m - 3)
        dense = np.zeros((n, m))
        dense[rows, cols] = values
        x = rng.normal(size=m)
        found = submission.matvec(*compressed(rows, cols, values, n), x)
        assert_close(found, dense @ x, what="the product")


@pytest.mark.points(2)
def test_a_row_after_a_huge_one(submission):
    """The product keeps the digits of a row that comes after one of huge numbers."""
    places = np.arange(4)  # on the diagonal, and each with an x of 1: which x belongs to an entry is judged elsewhere
    found = submission.matvec(np.arange(5), places, np.array([1e18, 0.5, 3.0, -2.0]), np.ones(4))
    assert_close(np.asarray(found)[1:], np.array([0.5, 3.0, -2.0]), what="the product at the rows after one of 1e18")


@pytest.mark.points(18)
def test_the_transposed_matrix(submission, rng):
    """The transposed matrix in compressed sparse rows, the columns of each row going up."""
    rows, cols, values = np.array([0, 0, 1]), np.array([0, 1, 2]), np.array([2.0, 3.0, 4.0])
    check(submission.transpose(*compressed(rows, cols, values, 2), 3), cols, rows, values, 3)
    rows, cols = np.repeat(np.arange(40), 3), np.tile(np.arange(3), 40)
    found = submission.transpose(*compressed(rows, cols, np.ones(120), 40), 3)
    assert_equal(np.shape(found[1]), (120,), what="the shape of indices")
    first = [int(column) for column in np.asarray(found[1])[:40]]
    assert not np.any(np.diff(first) < 0), f"The columns of the first row don't go up: {str(first)[:40]}..."
    for n, m in ((4, 6), (6, 4)):
        rows, cols, values = triplets(rng, n, m, n * m - 3)  # no column is empty
        check(submission.transpose(*compressed(rows, cols, values, n), m), cols, rows, values, m)


@pytest.mark.points(2)
def test_dtypes(submission):
    """indptr and indices are int64, data and products float64."""
    rows, cols, values = np.array([2, 0, 1, 0]), np.array([1, 3, 2, 0]), np.array([5.0, 1.0, -1.0, 2.0])
    arrays = compressed(rows, cols, values, 3)
    for found in (submission.from_triplets(rows, cols, values, 3), submission.transpose(*arrays, 4)):
        parts = [np.asarray(part) for part in found]
        assert all(part.any() for part in parts), "An array has nothing but zeros."
        expected = [np.dtype(kind) for kind in (np.int64, np.int64, np.float64)]
        assert_equal([part.dtype for part in parts], expected, what="the dtypes of indptr, indices and data")
    product = np.asarray(submission.matvec(*arrays, np.ones(4)))
    assert product.any(), "The product is 0."
    assert_equal(product.dtype, np.dtype(np.float64), what="the dtype of the product")


@pytest.mark.points(4)
def test_an_empty_matrix(submission):
    """A matrix without entries has zeros in indptr, multiplies to 0 and can be transposed."""
    nothing = np.array([], dtype=np.int64)
    empty = nothing, nothing, np.array([], dtype=np.float64)
    check(submission.from_triplets(*empty, 2), *empty, 2)
    found = submission.matvec(*compressed(*empty, 2), np.ones(3))
    # bincount gives integers where there is nothing to count, whatever the weights are.
    assert_close(np.asarray(found, dtype=float), np.zeros(2), what="the product")
    check(submission.transpose(*compressed(*empty, 2), 3), *empty, 3)


def large(rng, n, m):
    """Ten entries in rows from top to bottom, the last row among them, and the indptr of that matrix."""
    rows = np.append(np.sort(rng.choice(n - 1, size=9, replace=False)), n - 1)
    cols, values = rng.choice(m, size=10, replace=False), rng.uniform(1, 2, size=10)
    return rows, cols, values, np.searchsorted(rows, np.arange(n + 1))


@pytest.mark.points(5)
@pytest.mark.timeout(1.5)  # loops over the entries take a third of a second, a comparison of all with each row four
def test_work_grows_with_the_entries(submission, rng):
    """20 000 by 10^6 with ten entries is no problem, nor 150 000 rows with as many: no row searches all entries."""
    n, m = 20_000, 10**6
    rows, cols, values, indptr = large(rng, n, m)
    assert_close(submission.from_triplets(rows, cols, values, n)[2], values, what="data")
    m = 10**5
    cols = cols % m
    found = np.asarray(submission.matvec(indptr, cols, values, np.ones(m)))
    assert_equal(found.shape, (n,), what="the shape of the product")
    assert_close(found[rows], values, what="the product, at the rows with an entry")
    # Neither loops over rows times entries end in time, nor comparisons of all entries with each row.
    n = 150_000
    rows = np.arange(n) * 4321 % n
    found = submission.from_triplets(rows, rows % 7, rows + 1.0, n)
    assert_close(found[2], np.arange(n) + 1.0, what="data of a matrix with an entry in each of 150 000 rows")


@pytest.mark.points(3)
@pytest.mark.timeout(1.5)
def test_a_large_matrix_is_transposed(submission, rng):
    """A matrix of 20 000 by 30 000 with ten entries is transposed in no time; no column searches all entries."""
    n, m = 20_000, 30_000
    rows, cols, values, indptr = large(rng, n, m)
    found = submission.transpose(indptr, cols, values, m)
    assert_close(found[2], values[np.argsort(cols)], what="data")
    assert_equal(found[1], rows[np.argsort(cols)], what="indices")
    n = 150_000
    cols = np.arange(n) * 4321 % n
    found = submission.transpose(np.arange(n + 1), cols, np.ones(n), n)
    assert_equal(found[1], np.argsort(cols), what="indices of a matrix with an entry in each of 150 000 columns")
