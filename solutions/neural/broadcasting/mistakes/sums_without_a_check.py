"""unbroadcast sums axes and never compares the shapes: a shape that can't have been broadcast to this gradient must raise
ValueError, else a gradient of the wrong shape goes on.

caught by: test_gradients_of_other_shapes_are_refused
"""


def broadcast_shape(*shapes):
    rank = max((len(shape) for shape in shapes), default=0)
    result = [1] * rank
    for shape in shapes:
        for i in range(1, len(shape) + 1):
            if shape[-i] < 0:
                raise ValueError("a negative size")
            if shape[-i] != 1 and result[-i] not in (1, shape[-i]):
                raise ValueError("the shapes don't go together")
            if shape[-i] != 1:
                result[-i] = shape[-i]
    return tuple(result)


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad
