"""Shapes are padded and compared by index; the sum is an einsum whose output names only the axes that stay."""

import numpy as np


def broadcast_shape(*shapes):
    rank = max((len(shape) for shape in shapes), default=0)
    result = [1] * rank
    for shape in shapes:
        for axis in range(-len(shape), 0):
            n = shape[axis]
            if n < 0:
                raise ValueError("a size is negative")
            if result[axis] == 1:
                result[axis] = n
            elif n not in (1, result[axis]):
                raise ValueError(f"{n} meets {result[axis]}")
    return tuple(result)


def unbroadcast(grad, shape):
    offset = grad.ndim - len(shape)
    fits = offset >= 0 and all(n in (1, m) for n, m in zip(shape, grad.shape[max(offset, 0) :], strict=True))
    if not fits:
        raise ValueError("not a broadcast of that shape")
    kept = [offset + i for i, n in enumerate(shape) if n != 1]
    return np.einsum(grad, list(range(grad.ndim)), kept).reshape(shape)
