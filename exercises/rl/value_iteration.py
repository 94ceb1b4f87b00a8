"""Value iteration: the optimal values of a known model, with a guarantee on
how far off they are.

The optimal values of a finite Markov decision process (MDP) satisfy Bellman's
optimality equation

    V*(s)   = max_a Q(s, a)
    Q(s, a) = R[s, a] + gamma * sum_s' P[s, a, s'] * V*(s')

Value iteration uses it as an assignment. A sweep brings any two tables closer
by a factor of gamma, measured by their largest difference |.|, and that gives
a bound that can be computed on the way. If the last sweep changed V' into V,

    |V - V*| <= gamma / (1 - gamma) * |V - V'|

In practice one wants a policy. The greedy policy takes the action with the
largest Q. If it is greedy for V, then its own values, those that one earns by
following it, lie below V* by at most

    2 * gamma / (1 - gamma) * |V - V'|

Stopping at a small change alone guarantees little: with gamma = 0.99 the error
may be 99 times the change.

Conventions:

- **Model**: ``P[s, a, s']`` is the probability of going from s to s' with
  action a, shape (S, A, S), and ``R[s, a]`` is the expected reward of taking a
  in s, shape (S, A). Both are float64, and each ``P[s, a]`` sums to 1.
- **Terminal states** need no flag: they lead to themselves with probability 1
  and pay 0, so their value is 0.
- **Discount**: gamma is at least 0 and below 1.
- **Sweeps are synchronous**: a sweep computes all new values from the old
  ones. The first sweep starts from zeros.
- **Stopping**: the first sweep after which the bound on |V - V*| is at most
  ``tolerance`` is the last one. At least one sweep is made.
- **Greedy policy**: it is greedy for the values that are returned, not for
  those before the last sweep. Of actions with exactly equal Q the smallest
  number is taken.
"""

import numpy as np


def action_values(P: np.ndarray, R: np.ndarray, values: np.ndarray, gamma: float) -> np.ndarray:
    """Q for all states and actions: one step ahead by the model, and the given
    values from there on.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        values: V, shape (S,), float64.
        gamma: the discount, from 0 to below 1.

    Returns:
        A float64 array of shape (S, A).

    Examples:
        Action 0 stays, action 1 goes to the other state. State 1 pays 1 for
        staying, all else pays nothing.

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]
        ... )
        >>> R = np.array([[0.0, 0.0], [1.0, 0.0]])
        >>> action_values(P, R, np.array([4.0, 8.0]), 0.5).tolist()
        [[2.0, 4.0], [5.0, 2.0]]
    """
    raise NotImplementedError


def error_bounds(change: float, gamma: float) -> tuple[float, float]:
    """What the largest change of the last sweep guarantees.

    Args:
        change: the largest absolute change of any value in the last sweep, at
            least 0.
        gamma: the discount, from 0 to below 1.

    Returns:
        The bound on the largest error of the values, and the bound on the
        largest loss of the greedy policy.

    Examples:
        >>> error_bounds(0.5, 0.75)
        (1.5, 3.0)
    """
    raise NotImplementedError


def value_iteration(P: np.ndarray, R: np.ndarray, gamma: float, tolerance: float) -> tuple[np.ndarray, np.ndarray, int]:
    """Values that are within the tolerance of the optimal ones, and their
    greedy policy.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        gamma: the discount, from 0 to below 1.
        tolerance: how large the bound on the error of the values may be, above
            0.

    Returns:
        The values after the last sweep, a float64 array of shape (S,); the
        greedy policy for them, an int64 array of shape (S,); and the number of
        sweeps, the last one included.

    Examples:
        The sweeps change the value of state 1 by 1, 0.5 and 0.25; with
        gamma = 0.5 the bound equals the change.

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]
        ... )
        >>> R = np.array([[0.0, 0.0], [1.0, 0.0]])
        >>> values, policy, n_sweeps = value_iteration(
        ...     P, R, gamma=0.5, tolerance=0.25
        ... )
        >>> values.tolist(), policy.tolist(), n_sweeps
        ([0.75, 1.75], [1, 0], 3)
    """
    raise NotImplementedError
