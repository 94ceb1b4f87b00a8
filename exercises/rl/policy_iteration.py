"""Policy iteration: evaluate a policy, improve it, and stop when nothing is
left to improve.

When the model of a finite Markov decision process (MDP) is known, an optimal
policy can be computed. Given the values V of a policy, the value of doing a
once and following the policy afterwards is

    Q(s, a) = R[s, a] + gamma * sum_s' P[s, a, s'] * V(s')

If some action is better than the one that the policy takes, taking it always
makes the policy better everywhere or equal, which is the policy improvement
theorem. If no state has a better action, the policy is optimal. There are
finitely many policies and none comes twice, so this ends, in practice after a
handful of rounds.

Conventions:

- **Model**: ``P[s, a, s']`` is the probability of going from s to s' with
  action a, shape (S, A, S), and ``R[s, a]`` is the expected reward of taking a
  in s, shape (S, A). Both are float64, and each ``P[s, a]`` sums to 1.
- **Terminal states** need no flag: they lead to themselves with probability 1
  and pay 0, so their value is 0.
- **Policies** are deterministic here: an integer array of shape (S,), the
  action taken in each state.
- **Discount**: gamma is at least 0 and below 1.
- **Evaluation is exact**: the values of a policy are the solution of its
  linear system, up to rounding.
- **Improvement**: a state keeps its action unless another one is better by
  more than 1e-9 in Q. Then it takes the action with the largest Q, of exactly
  equal ones the smallest number. The margin matters: without it, two actions
  that are equally good may change places for ever, by nothing but rounding.
"""

import numpy as np


def improve_policy(P: np.ndarray, R: np.ndarray, values: np.ndarray, policy: np.ndarray, gamma: float) -> np.ndarray:
    """One improvement of a policy, for all states at once.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        values: V, shape (S,), float64.
        policy: the action of each state, integers, shape (S,); it stays as it
            is.
        gamma: the discount, from 0 to below 1.

    Returns:
        The improved policy, a new int64 array of shape (S,).

    Examples:
        Action 0 stays, action 1 goes to the other state. State 1 pays 1 for
        staying, all else pays nothing.

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]
        ... )
        >>> R = np.array([[0.0, 0.0], [1.0, 0.0]])
        >>> improve_policy(
        ...     P, R, np.array([0.0, 2.0]), np.array([0, 1]), 0.5
        ... ).tolist()
        [1, 0]

        With equal values of both states it doesn't matter what one does in
        state 0, so its action is kept:

        >>> improve_policy(
        ...     P, R, np.array([0.0, 0.0]), np.array([1, 1]), 0.5
        ... ).tolist()
        [1, 0]
    """
    raise NotImplementedError


def policy_iteration(
    P: np.ndarray, R: np.ndarray, gamma: float, initial: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, int]:
    """An optimal policy, by rounds of evaluation and improvement.

    A round evaluates the policy and improves it. The first round whose
    improvement changes no action is the last.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: expected rewards, shape (S, A).
        gamma: the discount, from 0 to below 1.
        initial: the policy to start from, integers, shape (S,); it stays as it
            is. None means action 0 in every state.

    Returns:
        The optimal policy that was reached, an int64 array of shape (S,); its
        values, a float64 array of shape (S,); and the number of rounds, the
        last one included.

    Examples:
        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]]]
        ... )
        >>> R = np.array([[0.0, 0.0], [1.0, 0.0]])
        >>> policy, values, n_rounds = policy_iteration(P, R, 0.5)
        >>> policy.tolist(), values.round(6).tolist(), n_rounds
        ([1, 0], [1.0, 2.0], 2)
    """
    raise NotImplementedError
