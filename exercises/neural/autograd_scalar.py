"""Reverse-mode automatic differentiation on single numbers.

This is what runs under every deep-learning framework, cut down to scalars. A
``Value`` holds a number. Arithmetic on values computes the result and also
remembers how it came about, so that an expression builds a graph. ``backward``
then goes through that graph once, from the result to the leaves, and finds the
derivative of the result with respect to every value by the chain rule:

    d result / d x  =  sum over y of (d result / d y) * (d y / d x)

where y are the values that were computed from x.

The sum is where most mistakes sit: a value that is used twice gets a
contribution from each use, and the contributions must all have arrived before
they are passed on.

Conventions:

- **Operands**: ``+ - * /`` and the unary minus take a Value on either side and
  a plain int or float on the other. For ``**`` the base is a Value and the
  exponent a plain number.
- **Gradients add up**: ``backward`` adds to ``grad`` and overwrites nothing,
  for the result, the leaves and all values in between. What it adds is the
  derivative itself, whatever stood in ``grad`` before: a second call on the
  same result doubles each ``grad``, and calls on two results that share values
  give the sum of both derivatives.
- **Reach**: values that the result was not computed from keep their ``grad``.
- **ReLU**: relu(x) = max(x, 0), and its derivative at 0 is 0.
- **Range**: tanh works for any float; it is 1 at 1000, where exp overflows.
- **Size**: an expression may be thousands of operations deep, beyond Python's
  recursion limit, and ``backward`` takes time proportional to the number of
  operations. The number of paths through the graph may be exponential in it.

``differentiate`` is given. It builds an expression from a list of steps, in
your experiments and in the checks.
"""


class Value:
    """A number that remembers how it was computed.

    Args:
        data: the number, an int or a float.

    Attributes:
        data: the number as a float.
        grad: the sum of the derivatives that ``backward`` has found for this
            value, a float; 0.0 at first. It may be assigned to, for instance
            to set it back to 0.

    Examples:
        >>> x, y = Value(2.0), Value(-3.0)
        >>> z = x * y + x**2 - 1 / x
        >>> z.data
        -2.5
        >>> z.backward()
        >>> x.grad, y.grad, z.grad
        (1.25, 2.0, 1.0)
        >>> (x - x).relu().data, Value(0).exp().data, (-y).tanh().data < 1
        (0.0, 1.0, True)
    """

    def __init__(self, data: float) -> None:
        raise NotImplementedError

    def __add__(self, other: "Value | float") -> "Value":
        """self + other"""
        raise NotImplementedError

    def __radd__(self, other: float) -> "Value":
        """other + self, for a plain number"""
        raise NotImplementedError

    def __sub__(self, other: "Value | float") -> "Value":
        """self - other"""
        raise NotImplementedError

    def __rsub__(self, other: float) -> "Value":
        """other - self, for a plain number"""
        raise NotImplementedError

    def __mul__(self, other: "Value | float") -> "Value":
        """self * other"""
        raise NotImplementedError

    def __rmul__(self, other: float) -> "Value":
        """other * self, for a plain number"""
        raise NotImplementedError

    def __truediv__(self, other: "Value | float") -> "Value":
        """self / other"""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> "Value":
        """other / self, for a plain number"""
        raise NotImplementedError

    def __pow__(self, exponent: float) -> "Value":
        """self ** exponent, for a plain number; TypeError if the exponent is a
        Value
        """
        raise NotImplementedError

    def __neg__(self) -> "Value":
        """-self"""
        raise NotImplementedError

    def tanh(self) -> "Value":
        """The hyperbolic tangent.

        Returns:
            A new Value, tanh(self).
        """
        raise NotImplementedError

    def relu(self) -> "Value":
        """The rectifier.

        Returns:
            A new Value, max(self, 0).
        """
        raise NotImplementedError

    def exp(self) -> "Value":
        """The exponential function.

        Returns:
            A new Value, e ** self.
        """
        raise NotImplementedError

    def backward(self) -> None:
        """Add to the grad of every value that this one was computed from, and
        to its own, the derivative of this value.

        The derivative of a value with respect to itself is 1.
        """
        raise NotImplementedError


# given
def differentiate(
    inputs: list[float], steps: list[tuple[str | int | float, ...]], repeat: int = 1
) -> tuple[list[float], list[float]]:
    """Build an expression step by step and call ``backward`` on the last
    value.

    Args:
        inputs: the data of the first values.
        steps: each step is a tuple of an operation ("+", "-", "*", "/", "**",
            "neg", "tanh", "relu" or "exp") and its operands, and appends one
            value. An int operand is the index of a value, -1 for the latest; a
            float is a plain number.
        repeat: how many times to go through the steps.

    Returns:
        The data of all values, inputs first, and the grad of all values.

    Examples:
        >>> differentiate(
        ...     [3.0, 2.0], [("*", 0, 1), ("+", -1, 0), ("**", -1, 2.0)]
        ... )
        ([3.0, 2.0, 6.0, 9.0, 81.0], [54.0, 54.0, 18.0, 18.0, 1.0])
    """
    operations = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "**": lambda a, b: a**b,
        "neg": lambda a: -a,
        "tanh": lambda a: a.tanh(),
        "relu": lambda a: a.relu(),
        "exp": lambda a: a.exp(),
    }
    values = [Value(x) for x in inputs]
    for name, *operands in steps * repeat:
        values.append(operations[name](*(values[x] if isinstance(x, int) else x for x in operands)))
    values[-1].backward()
    return [value.data for value in values], [value.grad for value in values]
