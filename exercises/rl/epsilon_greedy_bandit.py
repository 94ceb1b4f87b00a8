"""Epsilon-greedy on a bandit: mostly pull the arm that looks best, sometimes
try another.

A bandit has K arms and no states: the agent pulls one arm a step and sees that
arm's reward, never what the others would have paid. An agent that always pulls
the best-looking arm can stay with a bad one for ever, because a single unlucky
reward keeps it from trying the best arm again. Epsilon-greedy explores with a
small probability epsilon. The same rule drives SARSA, Q-learning and DQN.

The estimate Q(a) of an arm's mean moves by a part of its error, without
storing past rewards:

    Q(a) <- Q(a) + step * (reward - Q(a))
    step =  1 / N(a)  or a constant alpha

where N(a) counts the pulls of the arm, this one included. With 1 / N(a), Q(a)
is the plain mean of the rewards seen. With a constant alpha recent rewards
weigh more, which suits arms that change over time.

Conventions:

- **Reward table**: ``rewards[t, a]`` is what arm a would pay in step t,
  counted from 0. The agent learns only from the entry of the arm that it
  pulls.
- **Epsilon-greedy**: with probability epsilon an arm drawn uniformly from all
  K, the greedy ones included; otherwise a greedy arm. Arms whose estimates
  equal the largest exactly are all greedy, and ties are broken uniformly at
  random.
- **Optimistic start**: estimates above any real reward make even a greedy
  agent try every arm, since each one disappoints. The start isn't a reward.
  With step 1 / N(a) the first reward replaces it; with a constant alpha it
  fades by a factor of 1 - alpha a pull.
- **Randomness**: every random choice is drawn from the generator ``rng`` that
  is handed in, in any way and order. An rng in the same state gives the same
  result.
"""

import numpy as np


def linear_epsilon(n_steps: int, start: float, end: float, n_decay: int) -> np.ndarray:
    """The exploration rate of every step: a straight line down, then flat.

    Args:
        n_steps: T, the number of steps, at least 0.
        start: epsilon in step 0, from 0 to 1.
        end: epsilon in step ``n_decay`` and in all later steps, from 0 to 1.
            It may be larger than ``start``.
        n_decay: how many steps the change takes, at least 0. It may exceed T.
            With 0, epsilon is ``end`` from step 0.

    Returns:
        A float64 array of shape (T,).

    Examples:
        >>> linear_epsilon(6, 1.0, 0.5, 4).tolist()
        [1.0, 0.875, 0.75, 0.625, 0.5, 0.5]
        >>> linear_epsilon(2, 1.0, 0.25, 0).tolist()
        [0.25, 0.25]
    """
    raise NotImplementedError


def epsilon_greedy_bandit(
    rewards: np.ndarray,
    epsilons: np.ndarray,
    rng: np.random.Generator,
    initial: np.ndarray,
    alpha: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Play a bandit for T steps.

    Args:
        rewards: what each arm would pay in each step, shape (T, K), of any
            real dtype.
        epsilons: the exploration rate of each step, shape (T,), from 0 to 1.
        rng: the generator that every random choice is drawn from.
        initial: the estimates before the first step, shape (K,), of any real
            dtype.
        alpha: the constant step size, from 0 to 1; None means 1 / N(a).

    Returns:
        The arm pulled in each step, an int64 array of shape (T,), and the
        estimates after the last step, a float64 array of shape (K,).

    Examples:
        A greedy agent that starts too high tries both arms, then stays with
        the better one:

        >>> rewards = np.array(
        ...     [[1.0, 3.0], [1.0, 3.0], [1.0, 4.0], [1.0, 5.0]]
        ... )
        >>> start = np.array([10.0, 9.0])
        >>> arms, values = epsilon_greedy_bandit(
        ...     rewards, np.zeros(4), np.random.default_rng(0), start
        ... )
        >>> arms.tolist(), values.tolist()
        ([0, 1, 1, 1], [1.0, 4.0])
        >>> arms, values = epsilon_greedy_bandit(
        ...     rewards,
        ...     np.zeros(4),
        ...     np.random.default_rng(0),
        ...     start,
        ...     alpha=0.5,
        ... )
        >>> arms.tolist(), values.tolist()
        ([0, 1, 1, 0], [3.25, 5.0])
    """
    raise NotImplementedError
