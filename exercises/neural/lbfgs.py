"""L-BFGS: a quasi-Newton method that remembers a few steps and no matrix.

Newton's method divides the gradient by the Hessian, and needs n^2 numbers for
n parameters. BFGS learns the inverse Hessian H from how the gradient changed
along its own steps. With

    s = x_new - x_old,   y = gradient_new - gradient_old,   r = 1 / (s . y)

each step updates

    H <- (I - r s y^T) H (I - r y s^T) + r s s^T          so that  H y = s

H is still a matrix. The limited-memory form keeps the last m pairs (s, y) and
computes the product H g from them, starting from H = gamma I, in two loops of
m scalar products each. It is the standard for smooth problems with up to
millions of unknowns: logistic regression in scikit-learn, conditional random
fields, physics-informed networks. Its noise-free gradients are what
mini-batches can't give.

Two loops, with q = g at first:

    newest pair to oldest:   alpha_i = r_i (s_i . q),   q <- q - alpha_i y_i
    q <- gamma q
    oldest pair to newest:   q <- q + (alpha_i - r_i (y_i . q)) s_i

and q is H g; the direction is -q.

``lbfgs`` puts it together. Starting at x0, one step is:

- g = gradient(x). If no entry of g is larger than ``tolerance`` in magnitude,
  stop.
- d = the direction from the pairs that are kept, with gamma = (s . y) /
  (y . y) of the newest pair, or 1 while there is none.
- x <- x + t d with t from ``backtracking``.
- The new pair (s, y) is kept only if s . y > 0: otherwise H would not be
  positive definite any more, and d no descent. A pair that isn't kept leaves
  the others, and gamma, as they are. More than ``memory`` pairs: the oldest
  goes.

Conventions:

- **Pairs** are a list of tuples (s, y) of arrays of shape (n,), the oldest
  first.
- **Backtracking** takes the first t of 1, 1/2, 1/4 ... that satisfies
  Armijo's condition f(x + t d) <= f(x) + c t (g . d), with c = 0.0001.
- **Work**: time and memory of ``two_loop`` grow with m n; no array of n^2.
- **Dtype**: float64.
"""

from collections.abc import Callable

import numpy as np

Pairs = list[tuple[np.ndarray, np.ndarray]]


def two_loop(g: np.ndarray, pairs: Pairs, gamma: float = 1.0) -> np.ndarray:
    """The direction -H g.

    Args:
        g: the gradient, shape (n,).
        pairs: the last steps, the oldest first, each with s . y > 0; perhaps
            none.
        gamma: the scale of the first H, positive.

    Returns:
        An array of shape (n,).

    Examples:
        >>> s, y = np.array([1.0, 0.0]), np.array([4.0, 0.0])
        >>> two_loop(np.array([8.0, 6.0]), [(s, y)], gamma=0.5).tolist()
        [-2.0, -3.0]
    """
    raise NotImplementedError


def backtracking(f: Callable[[np.ndarray], float], x: np.ndarray, g: np.ndarray, d: np.ndarray) -> float:
    """The length of a step along d.

    Args:
        f: the function to minimise.
        x: the point, shape (n,).
        g: the gradient there.
        d: the direction.

    Returns:
        t, a power of 1/2.

    Raises:
        ValueError: if g . d is 0 or positive: d doesn't lead down.

    Examples:
        >>> x = np.array([2.0])
        >>> backtracking(lambda x: float(x @ x), x, 2 * x, -8 * x)
        0.125
    """
    raise NotImplementedError


def lbfgs(
    f: Callable[[np.ndarray], float],
    gradient: Callable[[np.ndarray], np.ndarray],
    x0: np.ndarray,
    memory: int,
    n_steps: int,
    tolerance: float,
) -> list[np.ndarray]:
    """Minimise f.

    Args:
        f: the function.
        gradient: its gradient, of shape (n,) for an x of shape (n,).
        x0: where to start, shape (n,).
        memory: m, how many pairs are kept, at least 1.
        n_steps: the largest number of steps, at least 0.
        tolerance: at least 0.

    Returns:
        All points, x0 and the one after each step.

    Examples:
        >>> scale = np.array([1.0, 4.0])
        >>> points = lbfgs(
        ...     lambda x: float(x @ (scale * x)) / 2,
        ...     lambda x: scale * x,
        ...     np.array([8.0, 1.0]),
        ...     memory=5,
        ...     n_steps=2,
        ...     tolerance=1e-8,
        ... )
        >>> [point.round(3).tolist() for point in points[:2]]
        [[8.0, 1.0], [0.0, -3.0]]
        >>> len(points), float(abs(points[2]).max()) < 1e-9
        (3, True)
    """
    raise NotImplementedError
