"""Gradients keep the shape of the result: where an operand was stretched by broadcasting, the gradient has to be summed back to
the operand's own shape.

caught by: test_broadcasting
"""

import numpy as np


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros_like(self.data)
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data + other.data, ((self, lambda g: g), (other, lambda g: g)))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data * other.data, ((self, lambda g: g * other.data), (other, lambda g: g * self.data)))

    def __truediv__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        return Tensor(a / b, ((self, lambda g: g / b), (other, lambda g: -g * a / b**2)))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __rtruediv__(self, other):
        return Tensor(other) / self

    def __matmul__(self, other):
        return Tensor(self.data @ other.data, ((self, lambda g: g @ other.data.T), (other, lambda g: self.data.T @ g)))

    def __getitem__(self, key):
        def back(g):
            out = np.zeros_like(self.data)
            np.add.at(out, key, g)
            return out

        return Tensor(self.data[key], ((self, back),))

    def sum(self, axis=None, keepdims=False):
        def back(g):
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            return np.ones_like(self.data) * g

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, back),))

    def reshape(self, shape):
        return Tensor(self.data.reshape(shape), ((self, lambda g: g.reshape(self.data.shape)),))

    def exp(self):
        return Tensor(np.exp(self.data), ((self, lambda g: g * np.exp(self.data)),))

    def relu(self):
        return Tensor(np.maximum(0, self.data), ((self, lambda g: g * (self.data > 0)),))

    def backward(self, gradient=None):
        if gradient is None:
            if self.data.size != 1:
                raise ValueError("gradient needed")
            gradient = np.ones_like(self.data)
        topo, visited, stack = [], set(), [(self, 0)]
        while stack:
            node, i = stack.pop()
            if i == 0:
                if node in visited:
                    continue
                visited.add(node)
            if i < len(node.parents):
                stack.append((node, i + 1))
                stack.append((node.parents[i][0], 0))
            else:
                topo.append(node)
        grads = {self: gradient}
        for node in topo[::-1]:
            g = grads[node]
            node.grad = node.grad + g
            for parent, back in node.parents:
                grads[parent] = grads.get(parent, 0) + back(g)
