"""Online softmax: one pass over the logits, block by block.

A stable softmax looks as if it needed two passes over a row before it can give
its first probability: one for the largest logit, one for the sum. But the two
can be had together, from a few logits at a time. Of each row keep

    m = the largest logit so far
    z = the sum of exp(x - m) over the logits x so far

and, when a larger logit turns up, multiply the old sum by a factor that brings
it to the new m. The statistics (m, z) of two parts of a row merge into those
of the whole in the same way, in any order. What a softmax is used for in
attention, the average of values v_j under the probabilities, is a quotient of
two such sums:

    sum_j exp(x_j - m) v_j / sum_j exp(x_j - m)

So a query can go through all keys in blocks, without ever holding a row of
logits. FlashAttention, attention over many devices and decoding over a long
cache split in parts are built on this.

Conventions:

- **Rows** run along the last axis of the logits; they do not influence each
  other.
- **Nothing yet**: a row of no logits at all, or of -inf alone, has m = -inf
  and z = 0. Merged with another part it changes nothing, and its average is 0.
  Nothing is ever nan.
- **Stability**: logits in the thousands, of either sign, overflow nothing and
  lose nothing, wherever in the row the largest one stands.
- **Dtype**: all arrays of a call share a dtype, float32 or float64, and the
  results have it too.

Logits are finite or -inf.
"""

from collections.abc import Callable

import numpy as np


def block_statistics(logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The statistics of every row of one block.

    Args:
        logits: shape (..., K), with at least one axis; K may be 0.

    Returns:
        (m, z), each of shape (...,): the largest logit of each row, and the
        sum of exp(x - m) over the row.

    Examples:
        >>> m, z = block_statistics(
        ...     np.array(
        ...         [[1000.0, 1000.0], [-np.inf, 2.0], [-np.inf, -np.inf]]
        ...     )
        ... )
        >>> m.tolist(), z.tolist()
        ([1000.0, 2.0, -inf], [2.0, 1.0, 0.0])
    """
    raise NotImplementedError


def merge_statistics(
    first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The statistics of two parts of each row together.

    Args:
        first: (m, z) of one part.
        second: (m, z) of the other part. All four arrays have the same shape.

    Returns:
        (m, z) of the rows that consist of both parts, of that shape too.

    Examples:
        >>> low = (np.array([0.0]), np.array([8.0]))
        >>> high = (np.array([np.log(2.0)]), np.array([1.0]))
        >>> m, z = merge_statistics(low, high)
        >>> m.round(4).tolist(), z.round(4).tolist()
        ([0.6931], [5.0])
    """
    raise NotImplementedError


def streamed_average(read: Callable[[int], tuple[np.ndarray, np.ndarray]], n_blocks: int) -> np.ndarray:
    """The average of the values under the softmax of the logits, from one pass
    over the blocks.

    Args:
        read: read(i) loads block i, for i from 0 to n_blocks - 1: a pair of
            logits of shape (T, K_i) and values of shape (K_i, D). The blocks
            are the parts of T rows of logits over K_0 + K_1 + ... keys; they
            may differ in width, and K_i may be 0. Loading is slow: read is
            called **exactly once for each block**, in any order.
        n_blocks: the number of blocks, at least 1.

    Returns:
        An array of shape (T, D): for each row, the sum of the values of all
        blocks times their probabilities, where the softmax is taken over all
        blocks together.

    Examples:
        >>> blocks = [
        ...     (np.array([[0.0], [-np.inf]]), np.array([[4.0]])),
        ...     (
        ...         np.array([[0.0, np.log(2.0)], [-np.inf, -np.inf]]),
        ...         np.array([[8.0], [2.0]]),
        ...     ),
        ... ]
        >>> streamed_average(lambda i: blocks[i], 2).round(4).tolist()
        [[4.0], [0.0]]
    """
    raise NotImplementedError
