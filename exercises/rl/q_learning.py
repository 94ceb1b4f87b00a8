"""Tabular Q-learning: the optimal action values, learned while exploring.

The agent acts with an epsilon-greedy policy but learns about the greedy one.
After a step from state s with action a to state s' with reward r,

    Q(s, a) <- Q(s, a) + alpha * (r + gamma * max_b Q(s', b) - Q(s, a))

The maximum makes it off-policy: the target doesn't depend on which action is
taken next. Q converges to the optimal action values whatever explores, as long
as every pair is tried again and again. On a cliff walk, its greedy policy is
the shortest path along the edge, while the agent that explores keeps falling
off.

Conventions:

- **Environment**: Gymnasium's interface, with integer observations as states.
  ``env.observation_space.n`` is the number of states S, ``env.action_space.n``
  the number of actions A. ``env.reset()`` returns ``(observation, info)``, and
  ``env.step(action)`` returns ``(observation, reward, terminated, truncated,
  info)``. The environment is already seeded: ``reset`` is called without
  arguments, once at the start of each episode.
- **End of an episode**: as soon as ``terminated`` or ``truncated`` is True; no
  step is taken after it.
- **Target**: after a terminated step nothing follows, and the target is r
  alone, whatever the table holds for s'. A step that was only truncated
  bootstraps like every other: the time limit isn't part of the world.
- **Acting**: each action is drawn from the epsilon-greedy policy of the table
  as it is then, with the update of the step before it already made.
- **Epsilon-greedy**: with probability epsilon an action drawn uniformly from
  all A of them, the greedy ones included; otherwise a greedy action. Actions
  whose values equal the largest of their row exactly are all greedy, and ties
  are broken uniformly at random. "Nearly equal" is not a tie.
- **Randomness**: every random choice is drawn from the generator ``rng`` that
  is handed in, in any way and order. With an rng in the same state and an
  environment in the same state, the result is the same.
"""

from typing import Any

import numpy as np


def epsilon_greedy_policy(q: np.ndarray, epsilon: float) -> np.ndarray:
    """The probabilities of all actions in all states under the epsilon-greedy
    policy.

    Args:
        q: the action values, shape (S, A), any finite real numbers.
        epsilon: the probability of choosing at random, from 0 to 1.

    Returns:
        A float64 array of shape (S, A); each row sums to 1, and greedy actions
        of one row share alike.

    Examples:
        >>> epsilon_greedy_policy(
        ...     np.array([[1.0, 5.0, 5.0, 2.0], [3.0, 0.0, 1.0, 2.0]]), 0.5
        ... ).tolist()
        [[0.125, 0.375, 0.375, 0.125], [0.625, 0.125, 0.125, 0.125]]
    """
    raise NotImplementedError


def q_learning(
    env: Any,
    n_episodes: int,
    alpha: float,
    gamma: float,
    epsilon: float,
    rng: np.random.Generator,
    initial: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Learn action values from episodes of an environment, with one update
    after every step.

    Args:
        env: an environment with Gymnasium's interface, see above.
        n_episodes: how many episodes to run, at least 0.
        alpha: the step size, from 0 to 1.
        gamma: the discount, from 0 to 1.
        epsilon: how often the acting policy explores, from 0 to 1; the same in
            all episodes.
        rng: the generator that every random choice is drawn from.
        initial: the table to start from, shape (S, A), of any real dtype; it
            stays as it is. None means zeros.

    Returns:
        Two float64 arrays: the table Q after the last update, shape (S, A),
        and the return of each episode, shape (n_episodes,), which is the plain
        sum of its rewards, not discounted.

    Examples:
        A corridor of three cells: action 1 goes right, action 0 stays, and
        the last cell ends the episode.

        >>> from types import SimpleNamespace
        >>> class Corridor:
        ...     observation_space, action_space = (
        ...         SimpleNamespace(n=3),
        ...         SimpleNamespace(n=2),
        ...     )
        ...
        ...     def reset(self):
        ...         self.cell = 0
        ...         return self.cell, {}
        ...
        ...     def step(self, action):
        ...         self.cell += action
        ...         return self.cell, -1.0, self.cell == 2, False, {}
        >>> start = np.array([[0.0, 4.0], [0.0, 2.0], [8.0, 8.0]])
        >>> q, returns = q_learning(
        ...     Corridor(),
        ...     1,
        ...     0.5,
        ...     0.5,
        ...     0.0,
        ...     np.random.default_rng(0),
        ...     start,
        ... )
        >>> q.tolist(), returns.tolist()
        ([[0.0, 2.0], [0.0, 0.5], [8.0, 8.0]], [-2.0])
        >>> q, returns = q_learning(
        ...     Corridor(), 100, 0.5, 1.0, 0.2, np.random.default_rng(0)
        ... )
        >>> q[:2].argmax(axis=1).tolist(), q.max(axis=1).round(2).tolist()
        ([1, 1], [-2.0, -1.0, 0.0])
    """
    raise NotImplementedError
