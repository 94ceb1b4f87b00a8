"""Monte Carlo methods: values as means of returns that were really seen.

The value of a state is the expected return from there on, so the mean of
observed returns estimates it. No model is needed and nothing is bootstrapped:
a return is what came in, not what a table says. The price is that one has to
wait for the end of the episode. The return of step t of an episode of T steps
is

    G_t = r_t + gamma * r_{t+1} + ... + gamma^(T-1-t) * r_{T-1}

A state may occur several times in an episode. First-visit estimates use its
first return of each episode only: those are independent of each other and
unbiased. Every-visit estimates use all of them: more data, but it overlaps.

Control alternates between the two sides of policy iteration, once an episode:
act with the epsilon-greedy policy of Q, then update Q by the returns of the
episode. It tends towards the best of the epsilon-soft policies.

Conventions:

- **Experience**: a transition is a tuple
  ``(state, reward, next_state, terminated)``; an episode is a list of
  transitions in the order in which they happened, and may be empty. States are
  the integers 0 to S - 1.
- **Only complete episodes count**: an episode whose last transition has
  ``terminated`` False was cut off, and its returns are unknown. Nothing is
  learned from it, neither in prediction nor in control.
- **Mean**: an estimate is the plain mean over all its returns, from all
  episodes together, each return weighing alike.
- **First visits in control** are first visits of a pair (s, a): its first
  return of each episode counts.
- **Start**: in control, the first return of a pair replaces its entry in the
  start table.
- **Acting**: in control, each action is drawn with ``epsilon_greedy_action``,
  which is given, from the table as it was at the beginning of the episode.
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

Transition = tuple[int, float, int, bool]


def mc_prediction(
    episodes: list[list[Transition]], n_states: int, gamma: float, first_visit: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the value of every state from recorded episodes of one policy.

    Args:
        episodes: lists of transitions.
        n_states: S, the number of states.
        gamma: the discount, from 0 to 1.
        first_visit: whether only the first visit of a state in each episode
            counts, or every visit.

    Returns:
        The estimates, a float64 array of shape (S,), and how many returns each
        is the mean of, an int64 array of shape (S,). A state without a return
        has the estimate 0.

    Examples:
        >>> episode = [
        ...     (0, 1.0, 1, False),
        ...     (1, 0.0, 0, False),
        ...     (0, 4.0, 2, True),
        ... ]
        >>> values, counts = mc_prediction([episode], n_states=3, gamma=0.5)
        >>> values.tolist(), counts.tolist()
        ([2.0, 2.0, 0.0], [1, 1, 0])
        >>> values, counts = mc_prediction(
        ...     [episode], n_states=3, gamma=0.5, first_visit=False
        ... )
        >>> values.tolist(), counts.tolist()
        ([3.0, 2.0, 0.0], [2, 1, 0])
    """
    raise NotImplementedError


def mc_control(
    env: Any,
    n_episodes: int,
    gamma: float,
    epsilon: float,
    rng: np.random.Generator,
    initial: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """First-visit Monte Carlo control with an epsilon-greedy policy.

    Args:
        env: an environment with Gymnasium's interface, see above.
        n_episodes: how many episodes to run, at least 0.
        gamma: the discount, from 0 to 1.
        epsilon: how often the policy explores, from 0 to 1; the same in all
            episodes.
        rng: the generator that every random choice is drawn from.
        initial: the table to start from, shape (S, A), of any real dtype; it
            stays as it is. None means zeros.

    Returns:
        Two float64 arrays: the table Q after the last episode, shape (S, A),
        and the plain, undiscounted sum of the rewards of each episode, shape
        (n_episodes,), those that were cut off included.

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
        >>> q, returns = mc_control(
        ...     Corridor(), 1, 0.5, 0.0, np.random.default_rng(0), start
        ... )
        >>> q.tolist(), returns.tolist()
        ([[0.0, -1.5], [0.0, -1.0], [8.0, 8.0]], [-2.0])
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
