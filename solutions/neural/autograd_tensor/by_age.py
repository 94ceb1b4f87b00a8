"""Tensors are numbered as they are made: going back from the youngest needs no sorting. Broadcasting is an operation of
its own, so that + and * see operands of one shape only."""

import heapq
import itertools

import numpy as np


class Tensor:
    count = itertools.count()

    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.age = next(Tensor.count)
        self.inputs = []

    def made(self, *inputs):
        self.inputs = list(inputs)
        return self

    def __lt__(self, other):
        return self.age > other.age

    def stretch(self, shape):
        if self.data.shape == shape:
            return self
        lead = len(shape) - self.data.ndim

        def back(g):
            axes = [i for i in range(len(shape)) if i < lead or (self.data.shape[i - lead] == 1 and shape[i] != 1)]
            return g.sum(axis=tuple(axes), keepdims=True).reshape(self.data.shape)

        return Tensor(np.broadcast_to(self.data, shape)).made((self, back))

    def pair(self, other):
        other = other if isinstance(other, Tensor) else Tensor(float(other))
        shape = np.broadcast_shapes(self.data.shape, other.data.shape)
        return self.stretch(shape), other.stretch(shape)

    def __add__(self, other):
        a, b = self.pair(other)
        return Tensor(a.data + b.data).made((a, lambda g: g), (b, lambda g: g))

    def __mul__(self, other):
        a, b = self.pair(other)
        return Tensor(a.data * b.data).made((a, lambda g: g * b.data), (b, lambda g: g * a.data))

    def inverse(self):
        return Tensor(1 / self.data).made((self, lambda g: -g / self.data**2))

    def __neg__(self):
        return Tensor(-self.data).made((self, lambda g: -g))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * (other.inverse() if isinstance(other, Tensor) else 1 / other)

    def __rtruediv__(self, other):
        return self.inverse() * other

    def __matmul__(self, other):
        return Tensor(self.data @ other.data).made(
            (self, lambda g: np.einsum("nm,km->nk", g, other.data)),
            (other, lambda g: np.einsum("nk,nm->km", self.data, g)),
        )

    def __getitem__(self, key):
        places = np.arange(self.data.size).reshape(self.data.shape)[key]

        def back(g):
            flat = np.bincount(np.ravel(places), weights=np.ravel(g), minlength=self.data.size)
            return flat.reshape(self.data.shape)

        return Tensor(self.data[key]).made((self, back))

    def sum(self, axis=None, keepdims=False):
        kept = self.data.sum(axis=axis, keepdims=True)
        result = kept if keepdims else self.data.sum(axis=axis)
        return Tensor(result).made((self, lambda g: g.reshape(kept.shape) * np.ones(self.data.shape)))

    def reshape(self, shape):
        return Tensor(self.data.reshape(shape)).made((self, lambda g: g.reshape(self.data.shape)))

    def exp(self):
        result = Tensor(np.exp(self.data))
        return result.made((self, lambda g: g * result.data))

    def relu(self):
        on = (self.data > 0).astype(float)
        return Tensor(self.data * on).made((self, lambda g: g * on))

    def backward(self, gradient=None):
        if gradient is None and self.data.size != 1:
            raise ValueError("only a tensor of one entry has a gradient by itself")
        found = {id(self): np.ones(self.data.shape) if gradient is None else np.asarray(gradient, float)}
        heap, waiting = [self], {id(self)}
        while heap:
            node = heapq.heappop(heap)
            g = found.pop(id(node))
            node.grad = node.grad + g
            for parent, back in node.inputs:
                found[id(parent)] = found.get(id(parent), 0) + back(g)
                if id(parent) not in waiting:
                    waiting.add(id(parent))
                    heapq.heappush(heap, parent)
