"""The Boltzmann policy: better actions more often, and a temperature that says
how much more.

Epsilon-greedy treats the second-best action like the worst. A Boltzmann policy
draws each action with a probability that grows with its value:

    p(a) = exp(value(a) / temperature) / sum_b exp(value(b) / temperature)

A high temperature explores, a low one exploits; annealing goes from one to the
other. Unlike the greedy policy it is a smooth function of the values, so it
has a gradient, and REINFORCE climbs along the gradient of log p(a).

Conventions:

- **Actions** lie along the last axis, of length A, at least 1. All other axes
  are states, each with a policy of its own; there may be none.
- **Limits**: at temperature 0 the policy is greedy, and the actions that equal
  the largest value of their row exactly share alike. At temperature inf all A
  actions share alike.
- **Stability**: finite values of any size up to 1e300 and any temperature give
  finite probabilities, never nan. A probability may round to 0.
- **Dtype**: values may be of any real dtype, and all is computed in float64.
"""

import numpy as np


def boltzmann_policy(values: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities of all actions.

    Args:
        values: the action values, shape (..., A), finite.
        temperature: at least 0; inf is allowed.

    Returns:
        A float64 array of shape (..., A) that sums to 1 along the last axis.

    Raises:
        ValueError: if the temperature is negative.

    Examples:
        >>> boltzmann_policy(np.array([1.0, 3.0, 3.0]), 2.0).round(
        ...     4
        ... ).tolist()
        [0.1554, 0.4223, 0.4223]
        >>> boltzmann_policy(
        ...     np.array([[1.0, 3.0, 3.0], [2.0, 0.0, 1.0]]), 0.0
        ... ).tolist()
        [[0.0, 0.5, 0.5], [1.0, 0.0, 0.0]]
        >>> boltzmann_policy(np.array([5.0, 0.0]), float("inf")).tolist()
        [0.5, 0.5]
    """
    raise NotImplementedError


def log_policy_gradient(values: np.ndarray, action: int, temperature: float) -> np.ndarray:
    """The gradient of log p(action) for the values of one state.

    Args:
        values: the action values of one state, shape (A,), finite.
        action: the action taken, from 0 to A - 1.
        temperature: above 0 and finite.

    Returns:
        A float64 array of shape (A,): d log p(action) / d value(b) for each
        action b.

    Raises:
        ValueError: if the temperature is not above 0, or is inf.

    Examples:
        >>> log_policy_gradient(
        ...     np.array([1.0, 1.0, 1.0, 1.0]), 2, 0.5
        ... ).tolist()
        [-0.5, -0.5, 1.5, -0.5]
    """
    raise NotImplementedError


def sample_actions(values: np.ndarray, temperature: float, rng: np.random.Generator) -> np.ndarray:
    """One action for each state, drawn from its Boltzmann policy independently
    of the others.

    Args:
        values: the action values, shape (..., A), finite.
        temperature: at least 0; inf is allowed.
        rng: the generator that all draws come from, in any way and order. The
            same state of it gives the same actions.

    Returns:
        An int64 array of shape (...): the drawn actions, numbers from 0 to
        A - 1.

    Raises:
        ValueError: if the temperature is negative.

    Examples:
        >>> sample_actions(
        ...     np.array([[0.0, 9.0, 1.0], [4.0, 0.0, 2.0]]),
        ...     0.0,
        ...     np.random.default_rng(0),
        ... ).tolist()
        [1, 0]
    """
    raise NotImplementedError
