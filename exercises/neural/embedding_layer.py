"""Embedding layer: a table of vectors, looked up by token id, and its backward
pass.

A language model starts here: each of the V tokens of the vocabulary has a row
of D learned numbers. Let W be this table, the weight. For the id i at some
position the output is row i,

    y = W[i]

which is the product of a one-hot vector with W. Nobody computes it that way:
with V = 100 000 nearly all of that work would be multiplications by 0. Let L
be a loss that depends on W through y. A row gets the sum of the gradients of
all positions at which it was looked up, and no other row gets anything:

    dW[v] = sum of dy over the positions whose id is v

Conventions:

- **Any shape**: ids may have any shape, (B, T) or (T,) or () for a single
  token. y has that shape with an axis of D at the end.
- **Sum, not mean**: an id that occurs three times gets the sum of three
  gradients.
- **Padding**: ``padding_idx`` names the id that fills up short sequences, or
  is None. Its row is looked up like any other, whatever it holds, and its
  gradient is 0, so that training never changes it. 0 is an id like any other.
- **Ids** out of range are an error; a negative id does not count from the end.
- **Memory**: no array of N x V numbers is made, N being the number of ids. dW
  of shape (V, D) is dense.
- **Dtype**: W and dy have the same dtype, float32 or float64, and so have y
  and dW.
"""

from typing import Any

import numpy as np


def embedding_layer(ids: np.ndarray, weight: np.ndarray, padding_idx: int | None = None) -> tuple[np.ndarray, Any]:
    """The forward pass.

    Args:
        ids: integer array of any shape (...).
        weight: W, shape (V, D), V and D at least 1.
        padding_idx: the id of the padding token, from 0 to V - 1, or None.

    Returns:
        (y, cache): y has shape (..., D); cache is whatever
        ``embedding_layer_backward`` needs, in a form of your
            choice.

    Raises:
        IndexError: if an id is negative, or V or more.

    Examples:
        >>> weight = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0]])
        >>> embedding_layer(np.array([[2, 1], [2, 0]]), weight)[0].tolist()
        [[[3.0, 4.0], [1.0, 2.0]], [[3.0, 4.0], [0.0, 0.0]]]
        >>> embedding_layer(np.array(1), weight)[0].tolist()
        [1.0, 2.0]
    """
    raise NotImplementedError


def embedding_layer_backward(dy: np.ndarray, cache: Any) -> np.ndarray:
    """The backward pass: the gradient of the weight. Ids have none.

    Args:
        dy: shape (..., D), that of y: the gradient of the loss for y.
        cache: the second thing that ``embedding_layer`` returned for this y.
            Other forward passes may have been made since, and it may be used
            more than once.

    Returns:
        dweight: the gradient of the loss for the weight, of shape (V, D).

    Examples:
        >>> _, cache = embedding_layer(
        ...     np.array([2, 0, 2]), np.zeros((4, 1)), padding_idx=0
        ... )
        >>> embedding_layer_backward(
        ...     np.array([[1.0], [5.0], [10.0]]), cache
        ... ).tolist()
        [[0.0], [0.0], [11.0], [0.0]]
    """
    raise NotImplementedError
