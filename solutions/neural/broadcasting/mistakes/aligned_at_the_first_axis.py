"""The shapes are aligned at their first axis: broadcasting compares them from the last one backwards, and fills up the
shorter one with ones on the left.

caught by: test_shapes_are_aligned_at_their_last_axis
"""


def broadcast_shape(*shapes):
    result = []
    for axis in range(max((len(shape) for shape in shapes), default=0)):
        size = 1
        for shape in shapes:
            n = shape[axis] if axis < len(shape) else 1
            if n < 0 or (n != 1 and size not in (1, n)):
                raise ValueError("the shapes don't go together")
            if n != 1:
                size = n
        result.append(size)
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
