"""While loops with arrays of their own that are changed in place; the squared norm of the residual is kept."""

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x, steps = np.zeros(len(b)), 0
    limit = tol**2 * (b @ b)
    residual = b - matvec(x)
    while residual @ residual > limit:
        if steps == max_steps:
            return x, steps, False
        x += residual / diagonal
        residual = b - matvec(x)
        steps += 1
    return x, steps, True


def conjugate_gradients(matvec, b, tol, max_steps):
    x, steps = np.zeros(len(b)), 0
    residual, direction = b.copy(), b.copy()
    size = residual @ residual
    limit = tol**2 * size
    while size > limit:
        if steps == max_steps:
            return x, steps, False
        image = matvec(direction)
        length = size / (direction @ image)
        x += length * direction
        residual -= length * image
        old, size = size, residual @ residual
        direction *= size / old
        direction += residual
        steps += 1
    return x, steps, True
