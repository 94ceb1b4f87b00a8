"""Closures as in micrograd, on adjoints that start at 0 in each call, and Kahn's algorithm for the order."""

import math


class Value:
    def __init__(self, data, operands=()):
        self.data = float(data)
        self.grad = 0.0
        self.adjoint = 0.0
        self.operands = operands
        self.pull = None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def pull():
            self.adjoint += out.adjoint
            other.adjoint += out.adjoint

        out.pull = pull
        return out

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data - other.data, (self, other))

        def pull():
            self.adjoint += out.adjoint
            other.adjoint -= out.adjoint

        out.pull = pull
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def pull():
            self.adjoint += other.data * out.adjoint
            other.adjoint += self.data * out.adjoint

        out.pull = pull
        return out

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data / other.data, (self, other))

        def pull():
            self.adjoint += out.adjoint / other.data
            other.adjoint -= out.data / other.data * out.adjoint

        out.pull = pull
        return out

    def __pow__(self, exponent):
        if isinstance(exponent, Value):
            raise TypeError("a Value is no exponent")
        return self._unary(self.data**exponent, lambda x, y: exponent * x ** (exponent - 1))

    def __neg__(self):
        return self._unary(-self.data, lambda x, y: -1.0)

    def tanh(self):
        return self._unary(math.tanh(self.data), lambda x, y: 1.0 - y**2)

    def relu(self):
        return self._unary(self.data if self.data > 0 else 0.0, lambda x, y: 1.0 if x > 0 else 0.0)

    def exp(self):
        return self._unary(math.exp(self.data), lambda x, y: y)

    def _unary(self, data, derivative):
        out = Value(data, (self,))

        def pull():
            self.adjoint += derivative(self.data, out.data) * out.adjoint

        out.pull = pull
        return out

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Value(other) - self

    def __rtruediv__(self, other):
        return Value(other) / self

    def backward(self):
        # How many uses of each value are still to come: at 0 its adjoint is complete.
        uses, waiting = {id(self): 0}, [self]
        while waiting:
            for operand in waiting.pop().operands:
                if id(operand) not in uses:
                    uses[id(operand)] = 0
                    operand.adjoint = 0.0
                    waiting.append(operand)
                uses[id(operand)] += 1
        self.adjoint = 1.0
        ready = [self]
        while ready:
            value = ready.pop()
            value.grad += value.adjoint
            if value.pull is not None:
                value.pull()
            for operand in value.operands:
                uses[id(operand)] -= 1
                if uses[id(operand)] == 0:
                    ready.append(operand)
