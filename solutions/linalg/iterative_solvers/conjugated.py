"""Directions made conjugate to all earlier ones by projection, and the step from the direction's own product with r."""

import itertools

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x = 0.0 * b
    image = 0.0 * b
    for steps in itertools.count():
        if np.sqrt(np.sum((b - image) ** 2)) <= tol * np.sqrt(np.sum(b**2)):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        # Each equation for its own unknown: what the others give is the image without the diagonal's part.
        x = (b - (image - diagonal * x)) / diagonal
        image = matvec(x)


def conjugate_gradients(matvec, b, tol, max_steps):
    x, r = 0.0 * b, 1.0 * b
    earlier = []
    for steps in itertools.count():
        if np.sqrt(r @ r) <= tol * np.sqrt(b @ b):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        p = r.copy()
        for direction, image in earlier[-2:]:
            p -= (r @ image) / (direction @ image) * direction
        image = matvec(p)
        alpha = (p @ r) / (p @ image)
        x = x + alpha * p
        r = r - alpha * image
        earlier.append((p, image))
