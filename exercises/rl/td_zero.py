"""TD(0) prediction: what each state is worth under a policy, learned from
single steps.

A Monte Carlo method waits for the end of the episode to learn the return.
Temporal-difference learning doesn't: after one step from s to s' with reward
r, the table itself says what the rest is worth, and r + gamma * V(s') is a
better guess at the value of s than V(s) was. The TD error measures the
difference,

    delta = r + gamma * V(s') - V(s)        V(s) <- V(s) + alpha * delta

A guess is updated from a guess: this is bootstrapping, and Q-learning and
actor-critic methods rest on the same error.

Conventions:

- **Experience** has been recorded. A transition is a tuple
  ``(state, reward, next_state, terminated)``; an episode is a list of
  transitions in the order in which they happened, and may be empty. States are
  the integers 0 to S - 1. A state may occur several times in an episode.
- **Termination**: the value of what follows a terminal transition is 0. Where
  ``terminated`` is True the target is the reward alone, whatever the table
  holds for ``next_state``.
- **Truncation**: a time limit may cut an episode off. Then ``terminated`` is
  False in its last transition too, which bootstraps from V(next_state) like
  every other: the world would have gone on.
- **Tables** are arrays of shape (S,) of finite numbers. The table handed in is
  the start and stays as it is; the result is a new float64 array, whatever the
  dtype of the start.
"""

import numpy as np

Transition = tuple[int, float, int, bool]


def td_errors(values: np.ndarray, episode: list[Transition], gamma: float) -> np.ndarray:
    """The TD error of every transition of one episode, with the table held
    still.

    Args:
        values: V, shape (S,), of any real dtype.
        episode: T transitions ``(state, reward, next_state, terminated)``.
        gamma: the discount, from 0 to 1.

    Returns:
        A float64 array of shape (T,): delta of each transition, in their
        order.

    Examples:
        >>> td_errors(
        ...     np.array([1.0, 3.0]),
        ...     [(0, 0.5, 1, False), (1, 2.0, 0, True)],
        ...     gamma=0.5,
        ... ).tolist()
        [1.0, -1.0]
    """
    raise NotImplementedError


def td_zero(values: np.ndarray, episodes: list[list[Transition]], alpha: float, gamma: float) -> np.ndarray:
    """Online TD(0): one pass over the experience, with an update after every
    transition.

    Each TD error is taken with the table as the updates before it left it,
    those within the same episode included.

    Args:
        values: the table to start from, shape (S,), of any real dtype.
        episodes: lists of transitions, learned from in this order.
        alpha: the step size, from 0 to 1.
        gamma: the discount, from 0 to 1.

    Returns:
        The table after the last update: a float64 array of shape (S,).

    Examples:
        >>> episode = [(0, 0.0, 1, False), (1, 2.0, 2, True)]
        >>> td_zero(
        ...     np.zeros(3), [episode, episode], alpha=0.5, gamma=1.0
        ... ).tolist()
        [0.5, 1.5, 0.0]
    """
    raise NotImplementedError


def batch_td_zero(
    values: np.ndarray, episodes: list[list[Transition]], alpha: float, gamma: float, n_sweeps: int
) -> np.ndarray:
    """Batch TD(0): the same experience again and again, with one update a
    sweep.

    In a sweep the table is held still while the TD errors of all transitions
    of all episodes are summed by state; then V(s) moves by alpha times the sum
    of s, for all states at once. Sums, not means. With a small alpha and many
    sweeps the table converges to the certainty-equivalence estimate: the exact
    values of the Markov model that fits the experience best.

    Args:
        values: the table to start from, shape (S,), of any real dtype.
        episodes: lists of transitions.
        alpha: the step size, from 0 to 1.
        gamma: the discount, from 0 to 1.
        n_sweeps: how many sweeps over all the experience, at least 0.

    Returns:
        The table after the last sweep: a float64 array of shape (S,).

    Examples:
        Two visits of state 0 in the first sweep, with errors 1 and 3:

        >>> batch_td_zero(
        ...     np.zeros(2),
        ...     [[(0, 1.0, 0, False)], [(0, 3.0, 1, True)]],
        ...     0.25,
        ...     0.5,
        ...     1,
        ... ).tolist()
        [1.0, 0.0]
        >>> batch_td_zero(
        ...     np.zeros(2),
        ...     [[(0, 1.0, 0, False)], [(0, 3.0, 1, True)]],
        ...     0.25,
        ...     0.5,
        ...     2,
        ... ).tolist()
        [1.625, 0.0]
    """
    raise NotImplementedError
