"""Broadcasting, column by column from the right, and its transpose.

Why it works: broadcasting is linear. It copies each entry of the operand to n places of the result, so its Jacobian has
n ones in that entry's column, and the product with the transposed Jacobian, which is the backward pass, is a sum over
those places. Nothing but the shapes is needed to know which places they are.
"""

from itertools import zip_longest

import numpy as np


def broadcast_shape(*shapes):
    result = []
    # Reversed, the last axes come first, and zip_longest fills up the shorter shapes where they have run out.
    for sizes in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        stretched_to = {size for size in sizes if size != 1}
        if len(stretched_to) > 1 or min(sizes) < 0:
            raise ValueError(f"sizes {sizes} don't go together")
        result.append(max(stretched_to, default=1))
    return tuple(reversed(result))


def unbroadcast(grad, shape):
    if broadcast_shape(shape, grad.shape) != grad.shape:
        raise ValueError(f"shape {shape} doesn't broadcast to {grad.shape}")
    added = grad.ndim - len(shape)
    stretched = [added + axis for axis, size in enumerate(shape) if size == 1]
    # The sum drops the axes of size 1 as well; reshape puts them back.
    return np.sum(grad, axis=(*range(added), *stretched)).reshape(shape)
