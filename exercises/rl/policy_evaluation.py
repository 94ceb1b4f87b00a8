"""Policy evaluation: what each state is worth under a given policy, when the
model is known.

A policy pi on a finite Markov decision process (MDP) leaves a Markov chain
that earns rewards. The value of a state is the expected discounted sum of all
rewards from there on, and it satisfies Bellman's expectation equation

    V(s) = sum_a pi(a | s) * (R[s, a] + gamma * sum_s' P[s, a, s'] * V(s'))

The equation can be solved in two ways. Sweeps use it as an assignment, again
and again; each sweep shrinks the largest error by gamma at least. Or it is
read as what it is, S linear equations with S unknowns. Policy iteration has
such an evaluation inside, and TD learning does the same when the model is
unknown.

Conventions:

- **Model**: ``P[s, a, s']`` is the probability of going from s to s' with
  action a, shape (S, A, S), and ``R[s, a]`` is the expected reward of taking a
  in s, shape (S, A). Both are float64, and each ``P[s, a]`` sums to 1.
- **Terminal states** need no flag: they lead to themselves with probability 1
  and pay 0, so their value is 0.
- **Policy**: ``policy[s, a]`` is the probability of taking a in s, shape
  (S, A); each row sums to 1.
- **Discount**: gamma is at least 0 and below 1.
- **Sweeps are synchronous**: a sweep computes all new values from the old
  ones, and no new value is used before the next sweep. The first sweep starts
  from zeros.
- **Stopping**: a sweep whose largest change of any value, in absolute terms,
  is less than ``tolerance`` is the last one. Its new values are the result.
"""

import numpy as np


def policy_model(P: np.ndarray, R: np.ndarray, policy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Markov chain that the policy makes of the MDP.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        policy: probabilities of actions, shape (S, A).

    Returns:
        Two float64 arrays: the probabilities of going from s to s' in one
        step, shape (S, S), and the expected reward of a step from s, shape
        (S,).

    Examples:
        In state 0, action 0 stays and pays 1, action 1 goes to state 1 and
        pays 3. State 1 is terminal.

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]
        ... )
        >>> R = np.array([[1.0, 3.0], [0.0, 0.0]])
        >>> chain, rewards = policy_model(
        ...     P, R, np.array([[0.5, 0.5], [0.25, 0.75]])
        ... )
        >>> chain.tolist(), rewards.tolist()
        ([[0.5, 0.5], [0.0, 1.0]], [2.0, 0.0])
    """
    raise NotImplementedError


def policy_evaluation(
    P: np.ndarray, R: np.ndarray, policy: np.ndarray, gamma: float, tolerance: float
) -> tuple[np.ndarray, int]:
    """The values of a policy by synchronous sweeps.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        policy: probabilities of actions, shape (S, A).
        gamma: the discount, from 0 to below 1.
        tolerance: the change below which the sweeps end, above 0.

    Returns:
        The values after the last sweep, a float64 array of shape (S,), and the
        number of sweeps made, the last one included.

    Examples:
        The changes are 2, 0.5 and 0.125:

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]
        ... )
        >>> R = np.array([[1.0, 3.0], [0.0, 0.0]])
        >>> values, n_sweeps = policy_evaluation(
        ...     P, R, np.full((2, 2), 0.5), gamma=0.5, tolerance=0.5
        ... )
        >>> values.tolist(), n_sweeps
        ([2.625, 0.0], 3)
    """
    raise NotImplementedError


def exact_policy_evaluation(P: np.ndarray, R: np.ndarray, policy: np.ndarray, gamma: float) -> np.ndarray:
    """The values of a policy as the solution of a linear system, exact up to
    rounding.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        policy: probabilities of actions, shape (S, A).
        gamma: the discount, from 0 to below 1, also as close to 1 as 0.99999,
            where sweeps would take too long.

    Returns:
        A float64 array of shape (S,).

    Examples:
        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]
        ... )
        >>> R = np.array([[1.0, 3.0], [0.0, 0.0]])
        >>> exact_policy_evaluation(
        ...     P, R, np.full((2, 2), 0.5), gamma=0.5
        ... ).round(6).tolist()
        [2.666667, 0.0]
    """
    raise NotImplementedError
