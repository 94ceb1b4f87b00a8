"""Point by point, the density asked for many at once."""

import numpy as np


def accept(f, q, bound, u):
    verdicts = []
    for wanted, proposed, uniform in zip(f.tolist(), q.tolist(), u.tolist(), strict=True):
        if wanted > bound * proposed:
            raise ValueError(f"{wanted} is above the envelope")
        verdicts.append(uniform * bound * proposed < wanted)
    return np.array(verdicts, dtype=bool)


def throw(density, low, high, height, n, rng):
    points = [(rng.uniform(low, high), rng.uniform(0, height)) for _ in range(n)]
    x = np.array([point[0] for point in points])
    f = density(x)
    if max(f) > height:
        raise ValueError("the density is higher than the box")
    return [place for (place, up), below in zip(points, f, strict=True) if up < below]


def from_box(density, low, high, height, n_proposals, rng):
    return np.array(throw(density, low, high, height, n_proposals, rng))


def draws_from_box(density, low, high, height, n, rng):
    draws = []
    while len(draws) < n:
        draws += throw(density, low, high, height, 500, rng)
    return np.array(draws[:n])
