"""Rejection sampling: draws from a density that is known up to a factor.

Points that are uniform under the graph of a function have that function's law
in x, whatever the area under it. So throw points under a simpler graph that
lies above, the envelope, and keep those that fall under the wanted one. With a
proposal law of density q and a bound M such that M q(x) >= f(x) everywhere:

    draw x from q and u uniform on [0, 1);  accept x if u M q(x) < f(x)

f needn't integrate to 1. Accepted are, of all proposals, the ratio of the two
areas, (integral of f) / M, so a loose envelope wastes work, and in many
dimensions all envelopes are loose. Speculative decoding is a close relative
that keeps what a small model proposes, and reinforcement learning from
filtered samples keeps what a reward model likes.

If M q(x) is below f(x) anywhere, the law is silently wrong: cut off there. It
is an error as soon as a proposal shows it.

Conventions:

- **Touching** is allowed: M q(x) = f(x) accepts for sure.
- **f(x) = 0** is never accepted, not even with u = 0.
- **Box**: `from_box` and `draws_from_box` take an interval [low, high) with a
  uniform proposal and an envelope of constant height, so that x is accepted if
  u height < f(x).
- **Randomness** comes from `rng` alone, and the same state gives the same
  draws; in which order it is called is free.
"""

from collections.abc import Callable

import numpy as np


def accept(f: np.ndarray, q: np.ndarray, bound: float, u: np.ndarray) -> np.ndarray:
    """Which proposals are accepted.

    Args:
        f: the wanted density at the proposals, up to a factor, shape (N,).
        q: the proposal's density there, shape (N,).
        bound: M.
        u: uniform numbers, shape (N,).

    Returns:
        Booleans, shape (N,).

    Raises:
        ValueError: if the envelope is below f at a proposal.

    Examples:
        >>> f, q = np.array([1.0, 1.0, 0.0]), np.array([0.5, 1.0, 1.0])
        >>> accept(f, q, 2.0, np.array([0.9, 0.6, 0.0])).tolist()
        [True, False, False]
    """
    raise NotImplementedError


def from_box(
    density: Callable[[np.ndarray], np.ndarray],
    low: float,
    high: float,
    height: float,
    n_proposals: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """What is accepted of a number of proposals.

    Args:
        density: maps x, shape (n,), to f(x), shape (n,).
        low: left end of the interval.
        high: right end of the interval.
        height: of the envelope.
        n_proposals: how many points are thrown.
        rng: source of randomness.

    Returns:
        The accepted x, shape (A,), with a random A from 0 to n_proposals.

    Raises:
        ValueError: if a proposal's f(x) is above the height.

    Examples:
        >>> def density(x):
        ...     return np.where(x < 0.5, 0.0, 2.0)
        >>> rng = np.random.default_rng(0)
        >>> x = from_box(density, 0.0, 1.0, 2.0, 100, rng)
        >>> 0 < len(x) < 100, bool((x >= 0.5).all())
        (True, True)
    """
    raise NotImplementedError


def draws_from_box(
    density: Callable[[np.ndarray], np.ndarray],
    low: float,
    high: float,
    height: float,
    n: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """A given number of draws, for as many proposals as that takes.

    Args:
        density: maps x, shape (n,), to f(x), shape (n,).
        low: left end of the interval.
        high: right end of the interval.
        height: of the envelope.
        n: the number of draws, 1 or more.
        rng: source of randomness.

    Returns:
        Independent draws, shape (n,).

    Raises:
        ValueError: if a proposal's f(x) is above the height.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> x = draws_from_box(np.square, 0.0, 1.0, 1.0, 50, rng)
        >>> len(x)
        50
    """
    raise NotImplementedError
