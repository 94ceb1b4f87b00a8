"""Broadcasting: which shapes go together, and how a gradient comes back
through it.

Adding a bias of shape (D,) to features of shape (B, T, D) works because NumPy
stretches the bias over the axes that it lacks. The rule is about shapes alone:

1. The shapes are aligned at their last axis; shorter ones are filled up with
   ones on the left.
2. Along each axis all sizes must be equal, except that a size of 1 is
   stretched to whatever the others are.

Stretching uses one number many times. By the chain rule its gradient is the
*sum* of the gradients of all its uses, so the backward pass of every broadcast
operation, from a bias to a mask, sums the gradient of the result back to the
shape that the operand had. Autograd libraries call this step unbroadcast or
sum-to-shape.

Conventions:

- **Zero** is a size like 2 or 3: with 1 it gives 0, with any other size it is
  an error. A sum over no numbers is 0.
- **Scalars** have the shape (), which goes together with every shape.
- **Only shapes are looked at** in ``broadcast_shape``: no array is made. Its
  sizes may be larger and its axes more than any array's
  (``np.broadcast_shapes`` refuses such shapes). Write the rule yourself.
- **Errors** are ValueError, as NumPy's are.
- **Dtype**: ``unbroadcast`` keeps float32 and float64.
"""

import numpy as np


def broadcast_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that arrays of these shapes have together.

    Args:
        shapes: any number of tuples of integers, none included.

    Returns:
        The common shape, a tuple of integers; () for no shapes.

    Raises:
        ValueError: if two sizes along an axis differ and neither is 1, or a
            size is negative.

    Examples:
        >>> broadcast_shape((4, 1, 3), (5, 1), ())
        (4, 5, 3)
        >>> broadcast_shape((1, 3), (0, 1))
        (0, 3)
        >>> broadcast_shape((2, 3), (2,))
        Traceback (most recent call last):
        ValueError: sizes 3 and 2 don't go together
    """
    raise NotImplementedError


def unbroadcast(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient of an operand of shape ``shape`` that was broadcast to the
    shape of ``grad``.

    Args:
        grad: float array: the gradient of the loss for the broadcast operand.
        shape: the operand's own shape.

    Returns:
        An array of shape ``shape`` and the dtype of ``grad``: the sum of
        ``grad`` over every axis that was added or stretched. For the shape ()
        a NumPy scalar will do.

    Raises:
        ValueError: if an array of shape ``shape`` can't be broadcast to the
            shape of ``grad``.

    Examples:
        >>> unbroadcast(
        ...     np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,)
        ... ).tolist()
        [5.0, 7.0, 9.0]
        >>> unbroadcast(
        ...     np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (2, 1)
        ... ).tolist()
        [[6.0], [15.0]]
        >>> unbroadcast(np.ones((4, 0)), (1, 1)).tolist()
        [[0.0]]
    """
    raise NotImplementedError
