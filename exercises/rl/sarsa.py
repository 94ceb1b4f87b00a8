"""SARSA: the action values of the policy that acts, exploration included.

After a step from state s with action a to state s' with reward r, the agent
chooses its next action a' and learns from all five, which give the method its
name:

    Q(s, a) <- Q(s, a) + alpha * (r + gamma * Q(s', a') - Q(s, a))

Q-learning puts the best next action into the target, whatever the agent then
does. SARSA puts the action that is really taken, so it is on-policy: its
values include the cost of exploring. Near a cliff this matters. Q-learning
learns the path along the edge and keeps falling off while it explores; SARSA
learns to keep away and earns more as it learns.

Conventions:

- **Environment**: Gymnasium's interface, with integer observations as states.
  ``env.observation_space.n`` is the number of states S, ``env.action_space.n``
  the number of actions A. ``env.reset()`` returns ``(observation, info)``, and
  ``env.step(action)`` returns ``(observation, reward, terminated, truncated,
  info)``. The environment is already seeded: ``reset`` is called without
  arguments, once at the start of each episode.
- **End of an episode**: as soon as ``terminated`` or ``truncated`` is True; no
  step is taken after it.
- **Next action**: a' is drawn with ``epsilon_greedy_action``, which is given,
  from the table before the update of this step. It is drawn once: the action
  in the target is the one that is taken in the next step.
- **Target**: after a terminated step nothing follows, and the target is r
  alone, whatever the table holds for s'. A step that was only truncated
  bootstraps like every other, from an action a' that is drawn but never taken.
- **Randomness**: every random choice is drawn from the generator ``rng`` that
  is handed in, in any way and order. With an rng in the same state and an
  environment in the same state, the result is the same.
"""

from typing import Any

import numpy as np


def sarsa(
    env: Any,
    n_episodes: int,
    alpha: float,
    gamma: float,
    epsilon: float,
    rng: np.random.Generator,
    initial: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Learn the action values of an epsilon-greedy policy that follows them,
    with one update after every step.

    Args:
        env: an environment with Gymnasium's interface, see above.
        n_episodes: how many episodes to run, at least 0.
        alpha: the step size, from 0 to 1.
        gamma: the discount, from 0 to 1.
        epsilon: how often the policy explores, from 0 to 1; the same in all
            episodes.
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
        >>> q, returns = sarsa(
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
    """
    raise NotImplementedError


# given
def epsilon_greedy_action(values: np.ndarray, epsilon: float, rng: np.random.Generator) -> int:
    """Draw an action: uniformly from all with probability epsilon, else
    uniformly from those with the largest value.

    Args:
        values: the action values of one state, shape (A,).
        epsilon: the probability of exploring.
        rng: the generator to draw from.

    Returns:
        The action.

    Examples:
        >>> epsilon_greedy_action(
        ...     np.array([1.0, 5.0, 2.0]), 0.0, np.random.default_rng(0)
        ... )
        1
    """
    if rng.random() < epsilon:
        return int(rng.integers(len(values)))
    best = np.flatnonzero(values == values.max())
    return int(best[rng.integers(len(best))])
