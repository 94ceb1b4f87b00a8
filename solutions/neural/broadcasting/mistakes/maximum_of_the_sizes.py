"""The largest size along an axis is taken for the size of the result: where 1 meets 0 it is 0, not 1, since it is the 1
that is stretched.

caught by: test_sizes_of_zero
"""


def broadcast_shape(*shapes):
    rank = max((len(shape) for shape in shapes), default=0)
    filled = [(1,) * (rank - len(shape)) + tuple(shape) for shape in shapes]
    result = []
    for sizes in zip(*filled, strict=True):
        largest = max(sizes)
        if min(sizes) < 0 or any(n not in (1, largest) for n in sizes):
            raise ValueError("the shapes don't go together")
        result.append(largest)
    return tuple(result)


def unbroadcast(grad, shape):
    added = grad.ndim - len(shape)
    if added < 0 or any(n not in (1, m) for n, m in zip(shape, grad.shape[added:], strict=True)):
        raise ValueError("the operand can't have been broadcast to this shape")
    grad = grad.sum(axis=tuple(range(added)))
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad
