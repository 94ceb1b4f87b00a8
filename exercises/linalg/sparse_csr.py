"""Sparse matrices: keep what isn't zero, and multiply in as much time.

A term-document matrix, a graph of a million nodes, one-hot features: nearly
all entries are 0. Compressed sparse rows (CSR) is how libraries keep such a
matrix, and what they multiply with. Three arrays hold a matrix with N rows and
nnz entries:

    indptr   (N + 1)   row i has the entries indptr[i] to indptr[i + 1] - 1
    indices  (nnz)     the column of each entry
    data     (nnz)     its value

so that (A x)[i] is the sum of data[e] * x[indices[e]] over the entries e of
row i. Matrices are collected as triplets (row, column, value) in any order.

Conventions:

- **Duplicates** among the triplets are summed into one entry.
- **Order**: within a row the columns go up.
- **Zeros** that come in the triplets, or that a sum gives, stay as entries.
- **Empty rows** have equal neighbours in indptr. The matrix may be empty.
- **Precision**: each row is a sum of its own; huge numbers in one take no
  digits from another.
- **Work**: time and memory grow with nnz and with N + M, never with N * M. A
  matrix of 10^6 by 10^6 with ten entries is no problem.
- **Dtypes**: indptr and indices are int64, data and vectors float64.
- ``scipy.sparse`` and its kind are not allowed.
"""

import numpy as np

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def from_triplets(rows: np.ndarray, cols: np.ndarray, values: np.ndarray, n_rows: int) -> Arrays:
    """The matrix with these entries.

    Args:
        rows: int64, shape (E,), each from 0 to N - 1, in any order.
        cols: int64, shape (E,), each from 0 to M - 1.
        values: float64, shape (E,).
        n_rows: N.

    Returns:
        indptr, indices and data; duplicates are summed.

    Examples:
        >>> indptr, indices, data = from_triplets(
        ...     np.array([2, 0, 2, 0]),
        ...     np.array([1, 3, 1, 0]),
        ...     np.array([5.0, 1.0, 0.5, 2.0]),
        ...     3,
        ... )
        >>> indptr.tolist(), indices.tolist(), data.tolist()
        ([0, 2, 2, 3], [0, 3, 1], [2.0, 1.0, 5.5])
    """
    raise NotImplementedError


def matvec(indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product with a vector.

    Args:
        indptr: of a matrix of shape (N, M).
        indices: its columns.
        data: its values.
        x: shape (M,).

    Returns:
        A float64 array of shape (N,).

    Examples:
        >>> indptr, indices = np.array([0, 2, 2]), np.array([0, 2])
        >>> data, x = np.array([2.0, 3.0]), np.array([1.0, 10.0, 100.0])
        >>> matvec(indptr, indices, data, x).tolist()
        [302.0, 0.0]
    """
    raise NotImplementedError


def transpose(indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, n_cols: int) -> Arrays:
    """The transposed matrix, in compressed sparse rows as well.

    Args:
        indptr: of a matrix of shape (N, M).
        indices: its columns.
        data: its values.
        n_cols: M.

    Returns:
        indptr (M + 1), indices and data of the matrix of shape (M, N), with
        the columns of each row going up.

    Examples:
        >>> indptr, indices = np.array([0, 2, 3]), np.array([0, 2, 0])
        >>> parts = transpose(indptr, indices, np.array([2.0, 3.0, 4.0]), 3)
        >>> [part.tolist() for part in parts]
        [[0, 2, 2, 3], [0, 1, 0], [2.0, 4.0, 3.0]]
    """
    raise NotImplementedError
