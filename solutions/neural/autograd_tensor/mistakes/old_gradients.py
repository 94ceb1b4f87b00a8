"""backward starts from the gradients that earlier calls left in the tensors, and passes them on a second time: what it adds has to be
the gradient of this call alone.

caught by: test_gradients_of_several_calls_add_up
"""

import numpy as np


def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


class Tensor:
    def __init__(self, data, children=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self.children = children
        self.push = lambda: None

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.wrap(other)
        out = Tensor(self.data + other.data, (self, other))

        def push():
            self.grad = self.grad + unbroadcast(out.grad, self.data.shape)
            other.grad = other.grad + unbroadcast(out.grad, other.data.shape)

        out.push = push
        return out

    def __mul__(self, other):
        other = Tensor.wrap(other)
        out = Tensor(self.data * other.data, (self, other))

        def push():
            self.grad = self.grad + unbroadcast(out.grad * other.data, self.data.shape)
            other.grad = other.grad + unbroadcast(out.grad * self.data, other.data.shape)

        out.push = push
        return out

    def reciprocal(self):
        out = Tensor(1 / self.data, (self,))

        def push():
            self.grad = self.grad - out.grad * out.data * out.data

        out.push = push
        return out

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))

        def push():
            self.grad = self.grad + out.grad @ other.data.T
            other.grad = other.grad + self.data.T @ out.grad

        out.push = push
        return out

    def unary(self, data, derivative):
        out = Tensor(data, (self,))

        def push():
            self.grad = self.grad + derivative(out.grad)

        out.push = push
        return out

    def __getitem__(self, key):
        def derivative(g):
            full = np.zeros(self.data.shape)
            np.add.at(full, key, g)
            return full

        return self.unary(self.data[key], derivative)

    def sum(self, axis=None, keepdims=False):
        shape = list(self.data.shape)
        if axis is None:
            shape = [1] * len(shape)
        else:
            shape[axis] = 1
        return self.unary(
            self.data.sum(axis=axis, keepdims=keepdims), lambda g: np.zeros(self.data.shape) + g.reshape(shape)
        )

    def reshape(self, shape):
        return self.unary(self.data.reshape(shape), lambda g: g.reshape(self.data.shape))

    def exp(self):
        return self.unary(np.exp(self.data), lambda g: g * np.exp(self.data))

    def relu(self):
        return self.unary(np.where(self.data > 0, self.data, 0.0), lambda g: np.where(self.data > 0, g, 0.0))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Tensor.wrap(other) * -1.0

    def __rsub__(self, other):
        return Tensor.wrap(other) - self

    def __truediv__(self, other):
        return self * Tensor.wrap(other).reciprocal()

    def __rtruediv__(self, other):
        return Tensor.wrap(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def backward(self, gradient=None):
        if gradient is None:
            if self.data.size != 1:
                raise ValueError("not one entry")
            gradient = np.ones_like(self.data)
        topo, visited, stack = [], set(), [self]
        while stack:
            node = stack[-1]
            visited.add(node)
            open_children = [child for child in node.children if child not in visited]
            if open_children:
                stack.append(open_children[0])
            else:
                topo.append(stack.pop())
        self.grad = self.grad + gradient
        for node in reversed(topo):
            node.push()
