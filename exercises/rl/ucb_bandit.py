"""UCB1: explore the arms that are still uncertain, without a random draw.

Epsilon-greedy explores blindly: it goes on trying arms that are known to be
bad. An upper confidence bound says how good an arm may still be, given how
often it was tried. Pulling the arm with the largest bound is optimism in the
face of uncertainty: either the arm is good, or the pull shows that it isn't.
The index of arm a after t pulls in all is

    index(a) = mean(a) + c * sqrt(ln(t) / n(a))

where mean(a) is the mean of the rewards that arm a has paid and n(a) counts
its pulls. UCB1 is c = sqrt(2), for rewards from 0 to 1; its regret grows only
with the logarithm of the number of steps. Monte Carlo tree search chooses its
moves by the same formula.

Conventions:

- **Untried arms first**: the index of an arm that was never pulled is inf.
- **Counting**: t is the sum of n(a) over all arms: the number of pulls before
  the present step.
- **Ties** go to the smallest arm number. Nothing is random.
- **Reward table**: ``rewards[t, a]`` is what arm a would pay in step t,
  counted from 0. The agent learns only from the entry of the arm that it
  pulls.
- **Pseudo-regret** compares true means, which the agent doesn't know: in each
  step the best arm's true mean minus the pulled arm's, summed over the steps
  so far.
"""

import numpy as np


def ucb_indices(means: np.ndarray, counts: np.ndarray, c: float) -> np.ndarray:
    """The index of every arm.

    Args:
        means: the mean reward of each arm, shape (K,), float64. The entry of
            an untried arm has no meaning and may be nan.
        counts: how often each arm was pulled, shape (K,), integers of at least
            0.
        c: how much uncertainty counts, at least 0.

    Returns:
        A float64 array of shape (K,); inf for each untried arm.

    Examples:
        >>> ucb_indices(
        ...     np.array([0.5, 0.25, 0.0]), np.array([4, 1, 0]), c=2.0
        ... ).round(4).tolist()
        [1.7686, 2.7873, inf]
        >>> ucb_indices(
        ...     np.array([0.5, 0.25, 0.0]), np.array([4, 1, 0]), c=0.0
        ... ).tolist()
        [0.5, 0.25, inf]
    """
    raise NotImplementedError


def ucb_bandit(rewards: np.ndarray, c: float = 2**0.5) -> tuple[np.ndarray, np.ndarray]:
    """Play a bandit for T steps.

    Args:
        rewards: what each arm would pay in each step, shape (T, K), of any
            real dtype. T may be smaller than K.
        c: how much uncertainty counts, at least 0.

    Returns:
        The arm pulled in each step, an int64 array of shape (T,), and the mean
        reward of each arm after the last step, a float64 array of shape (K,),
        with 0 for an arm that was never pulled.

    Examples:
        >>> arms, means = ucb_bandit(
        ...     np.array(
        ...         [
        ...             [1.0, 0.0],
        ...             [0.0, 0.5],
        ...             [1.0, 1.0],
        ...             [0.5, 1.0],
        ...             [0.5, 1.0],
        ...         ]
        ...     )
        ... )
        >>> arms.tolist(), means.round(4).tolist()
        ([0, 1, 0, 0, 1], [0.8333, 0.75])
    """
    raise NotImplementedError


def pseudo_regret(arms: np.ndarray, true_means: np.ndarray) -> np.ndarray:
    """The pseudo-regret after each step.

    Args:
        arms: the arm pulled in each step, integers, shape (T,).
        true_means: the expected reward of each arm, shape (K,), float64.

    Returns:
        A float64 array of shape (T,); entry t is the regret of the steps 0 to
        t together.

    Examples:
        >>> pseudo_regret(
        ...     np.array([0, 1, 2, 1]), np.array([0.25, 0.75, 0.5])
        ... ).tolist()
        [0.5, 0.5, 0.75, 0.75]
    """
    raise NotImplementedError
