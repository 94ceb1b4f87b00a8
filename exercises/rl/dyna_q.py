"""Dyna-Q: Q-learning that also learns a model, and practises on it between
real steps.

Real steps are dear, computing is cheap. Q-learning uses each step once; when
it first reaches the goal, only the last action before the goal learns of it.
Dyna-Q remembers what every action led to and repeats Q-learning's update on
such memories, n times after each real step. The news of a reward then spreads
backwards through all that is known at once, and far fewer real steps are
needed. The update is the same in both cases:

    Q(s, a) <- Q(s, a) + alpha * (r + gamma * max_b Q(s', b) - Q(s, a))

Conventions:

- **One real step**: choose a, take it, update Q, store the outcome in the
  model, then plan. The last step of an episode is followed by planning like
  every other. With ``n_planning`` = 0 all this is Q-learning.
- **Model**: for each pair (s, a) that was tried, the outcome
  (r, s', terminated) of the last time. The model is kept from one episode to
  the next. A pair that was never tried has no outcome and is never planned
  with.
- **Planning** makes ``n_planning`` updates. Each draws a state uniformly from
  all different states in which an action was tried, then an action uniformly
  from all different actions tried in that state, and updates Q with the
  outcome stored for that pair. Draws are independent, so a pair may come more
  than once.
- **Target**: after a terminated step nothing follows, and the target is r
  alone, whatever the table holds for s'. A step that was only truncated
  bootstraps like every other. Both hold in planning too.
- **Acting**: each action is drawn with ``epsilon_greedy_action``, which is
  given, from the table as it is then, after all updates of the step before it.
- **Environment**: Gymnasium's interface, with integer observations as states.
  ``env.observation_space.n`` is the number of states S, ``env.action_space.n``
  the number of actions A. ``env.reset()`` returns ``(observation, info)``, and
  ``env.step(action)`` returns ``(observation, reward, terminated, truncated,
  info)``. The environment is already seeded: ``reset`` is called without
  arguments, once at the start of each episode. The episode is over as soon as
  ``terminated`` or ``truncated`` is True.
- **Randomness**: every random choice is drawn from the generator ``rng`` that
  is handed in, in any way and order. With an rng in the same state and an
  environment in the same state, the result is the same.
"""

from typing import Any

import numpy as np


def dyna_q(
    env: Any,
    n_episodes: int,
    alpha: float,
    gamma: float,
    epsilon: float,
    n_planning: int,
    rng: np.random.Generator,
    initial: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Learn action values from real steps and from steps of a learned model.

    Args:
        env: an environment with Gymnasium's interface, see above.
        n_episodes: how many episodes to run, at least 0.
        alpha: the step size, from 0 to 1.
        gamma: the discount, from 0 to 1.
        epsilon: how often the acting policy explores, from 0 to 1; the same in
            all episodes.
        n_planning: how many updates from the model follow each real step, at
            least 0.
        rng: the generator that every random choice is drawn from.
        initial: the table to start from, shape (S, A), of any real dtype; it
            stays as it is. None means zeros.

    Returns:
        The table Q after the last update, a float64 array of shape (S, A), and
        the number of real steps of each episode, an int64 array of shape
        (n_episodes,).

    Examples:
        A corridor of three cells with a reward of 8 at its end. There is
        one action, so nothing is left to chance but the planning. Without
        it, one episode tells the last cell before the end alone:

        >>> from types import SimpleNamespace
        >>> class Corridor:
        ...     observation_space, action_space = (
        ...         SimpleNamespace(n=3),
        ...         SimpleNamespace(n=1),
        ...     )
        ...
        ...     def reset(self):
        ...         self.cell = 0
        ...         return self.cell, {}
        ...
        ...     def step(self, action):
        ...         self.cell += 1
        ...         return (
        ...             self.cell,
        ...             8.0 * (self.cell == 2),
        ...             self.cell == 2,
        ...             False,
        ...             {},
        ...         )
        >>> q, steps = dyna_q(
        ...     Corridor(), 1, 1.0, 0.5, 0.0, 0, np.random.default_rng(0)
        ... )
        >>> q.ravel().tolist(), steps.tolist()
        ([0.0, 8.0, 0.0], [2])
        >>> q, steps = dyna_q(
        ...     Corridor(), 1, 1.0, 0.5, 0.0, 50, np.random.default_rng(0)
        ... )
        >>> q.ravel().tolist(), steps.tolist()
        ([4.0, 8.0, 0.0], [2])
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
