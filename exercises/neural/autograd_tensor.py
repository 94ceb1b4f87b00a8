"""Reverse-mode automatic differentiation on arrays, as in PyTorch.

A ``Tensor`` holds an array. Operations compute their result and remember how
it came about; ``backward`` goes through that graph once, from the result to
the leaves, and finds the gradient of

    L = sum over all entries of (result * gradient)

with respect to every tensor that the result was computed from. For one
operation this is a product with its Jacobian, which nobody writes down: for
C = A @ B, whose gradient is G, those of A and B are G B^T and A^T G.

Broadcasting is where arrays differ from single numbers. Where the shape (3, 1)
was stretched to (2, 3, 4), each entry was used 8 times, and its gradient is
the sum of 8 contributions. A gradient always has the shape of its tensor.

Conventions:

- **Operands**: ``+ - * /`` take a Tensor on either side and a plain int or
  float on the other, and broadcast as NumPy does; also the unary minus.
- **Matrices**: ``@`` takes two tensors of two axes each.
- **Sums**: over all axes, or over one axis (it may be negative), which is
  dropped, or kept with length 1 with ``keepdims``.
- **Indexing**: whatever a NumPy array takes: ints, slices, None, an ellipsis,
  bool arrays, and integer arrays, in which an index may occur several times.
- **ReLU**: max(x, 0), with the derivative 0 at 0.
- **Gradients add up**: ``backward`` adds to ``grad`` and overwrites nothing.
  What it adds is the gradient itself, whatever stood in ``grad`` before.
- **Size**: an expression may be thousands of operations deep, beyond Python's
  recursion limit, and ``backward`` takes time proportional to the number of
  operations; the number of paths through the graph may be exponential in it.
- **Dtype**: float64 throughout; ints become floats.

``differentiate`` is given. It builds an expression from a list of steps, in
your experiments and in the checks.
"""

from typing import Any

import numpy as np


class Tensor:
    """An array that remembers how it was computed.

    Args:
        data: an array, a number or nested lists of numbers.

    Attributes:
        data: the array, float64.
        grad: the sum of the gradients that ``backward`` has found, an array of
            the shape of ``data``; zeros at first. It may be assigned to.

    Examples:
        >>> w, b = Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([10.0, 20.0])
        >>> y = (w @ w + b).relu()
        >>> y.data.tolist()
        [[17.0, 30.0], [25.0, 42.0]]
        >>> y.sum().backward()
        >>> b.grad.tolist()
        [2.0, 2.0]
        >>> w.grad.tolist()
        [[7.0, 11.0], [9.0, 13.0]]
    """

    def __init__(self, data: Any) -> None:
        raise NotImplementedError

    def __add__(self, other: "Tensor | float") -> "Tensor":
        """self + other"""
        raise NotImplementedError

    def __radd__(self, other: float) -> "Tensor":
        """other + self, for a plain number"""
        raise NotImplementedError

    def __sub__(self, other: "Tensor | float") -> "Tensor":
        """self - other"""
        raise NotImplementedError

    def __rsub__(self, other: float) -> "Tensor":
        """other - self, for a plain number"""
        raise NotImplementedError

    def __mul__(self, other: "Tensor | float") -> "Tensor":
        """self * other"""
        raise NotImplementedError

    def __rmul__(self, other: float) -> "Tensor":
        """other * self, for a plain number"""
        raise NotImplementedError

    def __truediv__(self, other: "Tensor | float") -> "Tensor":
        """self / other"""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> "Tensor":
        """other / self, for a plain number"""
        raise NotImplementedError

    def __neg__(self) -> "Tensor":
        """-self"""
        raise NotImplementedError

    def __matmul__(self, other: "Tensor") -> "Tensor":
        """self @ other, the product of two matrices"""
        raise NotImplementedError

    def __getitem__(self, key: Any) -> "Tensor":
        """self[key]"""
        raise NotImplementedError

    def sum(self, axis: int | None = None, keepdims: bool = False) -> "Tensor":
        """The sum of all entries, or along an axis.

        Args:
            axis: the axis, or None for all.
            keepdims: True keeps what is summed as axes of length 1.

        Returns:
            A new Tensor.
        """
        raise NotImplementedError

    def reshape(self, shape: tuple[int, ...]) -> "Tensor":
        """The same entries in another shape.

        Args:
            shape: the shape; one length may be -1.

        Returns:
            A new Tensor.
        """
        raise NotImplementedError

    def exp(self) -> "Tensor":
        """The exponential function.

        Returns:
            A new Tensor, e ** self entry by entry.
        """
        raise NotImplementedError

    def relu(self) -> "Tensor":
        """The rectifier.

        Returns:
            A new Tensor, max(self, 0) entry by entry.
        """
        raise NotImplementedError

    def backward(self, gradient: np.ndarray | None = None) -> None:
        """Add to the grad of this tensor, and of each that it was computed
        from, the gradient of sum(self * gradient).

        Args:
            gradient: an array of the shape of this tensor; None means 1, for
                a tensor of one entry.

        Raises:
            ValueError: if gradient is None and the tensor doesn't have exactly
                one entry.
        """
        raise NotImplementedError


# given
def differentiate(
    inputs: list[np.ndarray], steps: list[tuple[Any, ...]], gradient: np.ndarray | None = None
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Build an expression step by step and go back from the last tensor.

    Args:
        inputs: the data of the first tensors.
        steps: each is a tuple of an operation and its arguments, and appends a
            tensor: ("+", a, b), also - * / and @; ("neg", a), also exp and
            relu; ("sum", a, axis, keepdims), ("reshape", a, shape) and
            ("index", a, key). a and b are the indices of tensors, -1 for the
            latest; a float is a plain number.
        gradient: for ``backward`` of the last tensor.

    Returns:
        The data of the last tensor, and the grad of all tensors.

    Examples:
        >>> data, grads = differentiate(
        ...     [np.array([3.0, 2.0])],
        ...     [("*", 0, 0), ("sum", -1, None, False)],
        ... )
        >>> data.tolist(), [grad.tolist() for grad in grads]
        (13.0, [[6.0, 4.0], [1.0, 1.0], 1.0])
    """
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "@": lambda a, b: a @ b,
        "neg": lambda a: -a,
        "exp": lambda a: a.exp(),
        "relu": lambda a: a.relu(),
    }
    tensors = [Tensor(x) for x in inputs]
    for name, first, *rest in steps:
        a = tensors[first] if isinstance(first, int) else first
        if name == "sum":
            tensors.append(a.sum(*rest))
        elif name == "reshape":
            tensors.append(a.reshape(*rest))
        elif name == "index":
            tensors.append(a[rest[0]])
        else:
            tensors.append(operations[name](a, *(tensors[x] if isinstance(x, int) else x for x in rest)))
    tensors[-1].backward(gradient)
    return tensors[-1].data, [tensor.grad for tensor in tensors]
