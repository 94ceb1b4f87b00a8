"""Two shapes at a time; backwards, each entry of the gradient is added where numpy's own broadcasting took it from."""

from functools import reduce

import numpy as np


def pair(one, other):
    if len(one) < len(other):
        one, other = other, one
    other = (1,) * (len(one) - len(other)) + tuple(other)
    for n, m in zip(one, other):
        if min(n, m) < 0 or (n != m and 1 not in (n, m)):
            raise ValueError(f"{one} and {other} don't go together")
    return tuple(m if n == 1 else n for n, m in zip(one, other))


def broadcast_shape(*shapes):
    return reduce(pair, shapes, ())


def unbroadcast(grad, shape):
    source = np.arange(int(np.prod(shape))).reshape(shape)
    source = np.broadcast_to(source, grad.shape)  # ValueError where that can't be done
    out = np.zeros(int(np.prod(shape)), dtype=grad.dtype)
    np.add.at(out, source.ravel(), grad.ravel())
    return out.reshape(shape)
