"""Values are numbered as they are made: an operand always has a smaller number, so a heap yields the order."""

import heapq
import math
from itertools import count

NUMBERS = count()


class Value:
    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.number = next(NUMBERS)
        self.partials = {}

    @staticmethod
    def of(data, *partials):
        result = Value(data)
        for operand, partial in partials:
            # x * x lists x twice; a plain number is no part of the graph.
            if isinstance(operand, Value):
                result.partials[operand] = result.partials.get(operand, 0.0) + partial
        return result

    def __add__(self, other):
        return Value.of(self.data + number(other), (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        return Value.of(self.data - number(other), (self, 1.0), (other, -1.0))

    def __mul__(self, other):
        return Value.of(self.data * number(other), (self, number(other)), (other, self.data))

    def __truediv__(self, other):
        y = number(other)
        return Value.of(self.data / y, (self, 1 / y), (other, -self.data / y**2))

    def __pow__(self, exponent):
        if not isinstance(exponent, (int, float)):
            raise TypeError("only plain exponents")
        return Value.of(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))

    def __neg__(self):
        return Value.of(-self.data, (self, -1.0))

    def __radd__(self, other):
        return Value.of(other + self.data, (self, 1.0))

    def __rsub__(self, other):
        return Value.of(other - self.data, (self, -1.0))

    def __rmul__(self, other):
        return Value.of(other * self.data, (self, other))

    def __rtruediv__(self, other):
        return Value.of(other / self.data, (self, -other / self.data**2))

    def tanh(self):
        return Value.of(math.tanh(self.data), (self, 1.0 - math.tanh(self.data) ** 2))

    def relu(self):
        return Value.of(max(0.0, self.data), (self, 1.0 if self.data > 0.0 else 0.0))

    def exp(self):
        return Value.of(math.exp(self.data), (self, math.exp(self.data)))

    def backward(self):
        totals = {self: 1.0}
        heap = [(-self.number, self)]
        while heap:
            _, value = heapq.heappop(heap)
            value.grad += totals[value]
            for operand, partial in value.partials.items():
                if operand not in totals:
                    totals[operand] = 0.0
                    heapq.heappush(heap, (-operand.number, operand))
                totals[operand] += partial * totals[value]


def number(x):
    return x.data if isinstance(x, Value) else float(x)
