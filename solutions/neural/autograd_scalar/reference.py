"""Reverse-mode differentiation with the local derivatives kept beside the operands.

Why it works: each operation knows, when it is computed, how its result changes with each operand. In reverse
topological order every value comes after all values that were computed from it, so its derivative is complete when it
is passed on. The derivatives of one call live in a dict of their own, so grads of earlier calls are only added to.
"""

import math


class Value:
    def __init__(self, data, sources=()):
        self.data = float(data)
        self.grad = 0.0
        # (operand, derivative of this value with respect to that operand)
        self._sources = sources

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, exponent):
        # With a Value as the exponent, float's own ** raises the TypeError.
        return Value(self.data**exponent, [(self, exponent * self.data ** (exponent - 1))])

    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, [(self, 1 - y * y)])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))])

    def exp(self):
        y = math.exp(self.data)
        return Value(y, [(self, y)])

    # The other operators are made of those above.

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -as_value(other)

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        derivative = {self: 1.0}
        for value in reversed(self._topological_order()):
            for source, local in value._sources:
                derivative[source] = derivative.get(source, 0.0) + local * derivative[value]
        for value, amount in derivative.items():
            value.grad += amount

    def _topological_order(self):
        """All values that this one depends on, each after its operands; a stack stands in for recursion."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            value, operands_are_done = stack.pop()
            if operands_are_done:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                stack.append((value, True))
                stack.extend((source, False) for source, _ in value._sources)
        return order


def as_value(x):
    return x if isinstance(x, Value) else Value(x)
