"""The parallel scan: a recurrence of T steps in a logarithm of T.

A recurrence h_t = a_t h_{t-1} + b_t looks as if step t had to wait for step
t - 1. But it is linear, and so a whole piece of a sequence does to the state
what a single step does: multiply and add. Pieces can be joined in any
grouping, as numbers can be summed in any grouping, and a machine that works
on all positions at once is done after about log2 T rounds instead of T. That
is how S5, Mamba, the RG-LRU of Griffin and other linear recurrences are
trained on long sequences.

A step is a pair (a, b), which stands for h -> a h + b. Two neighbouring
pieces, the earlier one on the left, are joined by

    (a1, b1) . (a2, b2) = (a2 a1, a2 b1 + b2)

This is associative, (x . y) . z = x . (y . z), but not commutative: the order
matters. The inclusive scan of x_1, ..., x_T is

    x_1,  x_1 . x_2,  ...,  x_1 . x_2 . ... . x_T

and with x_t = (a_t, b_t) its t-th entry (A_t, B_t) has the state after step t
in it, h_t = A_t h_0 + B_t.

The scan itself knows nothing of recurrences. It is handed `combine`, which
joins many pairs of pieces at once: `left` and `right` are tuples of arrays
with one leading axis of the same length n, entry i of the left belongs to
entry i of the right, and the result is such a tuple, too.

Conventions:

- **Rounds**: combine is called at most 2 ceil(log2 T) times, so not at all
  for T = 1, and joins at most T ceil(log2 T) pairs in all these calls.
  Doubling distances (Hillis and Steele) and a tree up and down (Blelloch)
  both keep to that.
- **No identity**: combine is associative, and nothing else is known about it;
  there is no element to pad with. It gets elements and what was joined from
  them, nothing else.
- **T** is at least 1 and of any size, not only a power of two.
- **No division**: a_t may be 0, and products of many a_t may underflow.
- **Arrays** are float64; those handed in are not changed.
"""

from collections.abc import Callable

import numpy as np

Elements = tuple[np.ndarray, ...]


def combine_steps(left: Elements, right: Elements) -> Elements:
    """Join neighbouring pieces of a linear recurrence, entry by entry.

    Args:
        left: (a1, b1), the earlier pieces, each of shape (n, D).
        right: (a2, b2), the later pieces, each of shape (n, D).

    Returns:
        (a, b) of the joined pieces, each of shape (n, D).

    Examples:
        >>> left = np.array([[2.0]]), np.array([[1.0]])
        >>> right = np.array([[3.0]]), np.array([[10.0]])
        >>> a, b = combine_steps(left, right)
        >>> a.tolist(), b.tolist()
        ([[6.0]], [[13.0]])
    """
    raise NotImplementedError


def associative_scan(
    combine: Callable[[Elements, Elements], Elements],
    elements: Elements,
) -> Elements:
    """The inclusive scan over the leading axis.

    Args:
        combine: joins tuples of arrays, (left, right) -> tuple.
        elements: arrays with a leading axis of T each, their other axes may
            differ.

    Returns:
        A tuple of arrays of the same shapes.

    Examples:
        >>> def add(left, right):
        ...     return (left[0] + right[0],)
        >>> associative_scan(add, (np.array([1.0, 2.0, 3.0]),))[0].tolist()
        [1.0, 3.0, 6.0]
    """
    raise NotImplementedError


def linear_recurrence(
    a: np.ndarray,
    b: np.ndarray,
    h0: np.ndarray | None = None,
) -> np.ndarray:
    """All states of h_t = a_t h_{t-1} + b_t, by the scan.

    Args:
        a: shape (T, D).
        b: shape (T, D).
        h0: the state before the first step, shape (D,); zeros for None.

    Returns:
        h_1, ..., h_T, shape (T, D).

    Examples:
        >>> half, one = np.full((3, 1), 0.5), np.ones((3, 1))
        >>> linear_recurrence(half, one).ravel().tolist()
        [1.0, 1.5, 1.75]
        >>> linear_recurrence(half, one, np.array([8.0])).ravel().tolist()
        [5.0, 3.5, 2.75]
    """
    raise NotImplementedError
