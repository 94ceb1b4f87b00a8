"""Tensor autograd: each result keeps its operands, and for each of them how a gradient is passed on.

Why it works: the chain rule needs, for each operation, a linear map from the gradient of the result to that of an
operand, the transpose of what the operation does to small changes. The
transpose of copying is summing, and the other way round.
"""

import numpy as np


def shrink(g, shape):
    """The gradient of what was broadcast from this shape."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1)
    return g.sum(axis=stretched, keepdims=True) if stretched else g


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self.parents = parents  # pairs of an operand and the map of gradients

    def binary(self, other, compute, map_a, map_b):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        return Tensor(
            compute(a, b),
            (
                (self, lambda g: shrink(map_a(g, a, b), a.shape)),
                (other, lambda g: shrink(map_b(g, a, b), b.shape)),
            ),
        )

    def __add__(self, other):
        return self.binary(other, np.add, lambda g, a, b: g, lambda g, a, b: g)

    def __mul__(self, other):
        return self.binary(other, np.multiply, lambda g, a, b: g * b, lambda g, a, b: g * a)

    def __truediv__(self, other):
        return self.binary(other, np.divide, lambda g, a, b: g / b, lambda g, a, b: -g * a / b**2)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return Tensor(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other):
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def __getitem__(self, key):
        def spread(g):
            zeros = np.zeros_like(self.data)
            np.add.at(zeros, key, g)
            return zeros

        return Tensor(self.data[key], ((self, spread),))

    def sum(self, axis=None, keepdims=False):
        def spread(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.broadcast_to(g, self.data.shape)

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, spread),))

    def reshape(self, shape):
        return Tensor(self.data.reshape(shape), ((self, lambda g: g.reshape(self.data.shape)),))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def relu(self):
        return Tensor(np.maximum(self.data, 0), ((self, lambda g: g * (self.data > 0)),))

    def backward(self, gradient=None):
        if gradient is None:
            if self.data.size != 1:
                raise ValueError("a gradient is needed for more than one entry")
            gradient = np.ones_like(self.data)
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.parents)
        gradients = {self: gradient}
        for node in reversed(order):
            g = gradients[node]
            node.grad = node.grad + g
            for parent, pass_on in node.parents:
                gradients[parent] = gradients.get(parent, 0.0) + pass_on(g)
