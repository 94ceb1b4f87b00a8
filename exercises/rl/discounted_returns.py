"""Discounted returns: what each step of an episode turned out to be worth.

The return of a step is its reward plus all that came after it in the episode,
with a reward k steps later counted gamma^k times. For an episode of T steps,
numbered from 0,

    G_t = r_t + gamma * r_{t+1} + gamma^2 * r_{t+2} + ...
          + gamma^(T-1-t) * r_{T-1}

Monte Carlo methods average these returns, REINFORCE weighs its gradients by
them, and critics are trained on them. The sums overlap, so all of them
together cost no more than one pass.

Agents often collect experience from B environments at once, T steps each. Such
a stream holds the end of one episode, the beginning of the next, and stops in
the middle of another; its returns have to respect that.

Conventions:

- **Reward of a step**: r_t is what step t itself pays (Sutton and Barto call
  it R_{t+1}). It isn't discounted in G_t.
- **Termination**: where ``terminated`` is True, the step ended its episode.
  Its own reward belongs to that episode; nothing after it does.
- **Cut off**: a stream that stops without termination would have gone on.
  ``last_values`` estimates what the rest is worth: it stands for the return of
  the step after the last one.
- **Dtype**: rewards and values may be of any real dtype; the results are
  float64.
- **Length**: results are finite for thousands of steps, however small gamma
  is.
"""

import numpy as np


def discounted_returns(rewards: np.ndarray, gamma: float) -> np.ndarray:
    """The returns of one complete episode.

    Args:
        rewards: the reward of each step, shape (T,), T >= 1.
        gamma: the discount, from 0 to 1.

    Returns:
        A float64 array of shape (T,): G_t of each step.

    Examples:
        >>> discounted_returns(np.array([1.0, 0.0, 4.0]), 0.5).tolist()
        [2.0, 2.0, 4.0]
        >>> discounted_returns(np.array([1.0, 0.0, 4.0]), 1.0).tolist()
        [5.0, 4.0, 4.0]
    """
    raise NotImplementedError


def stream_returns(
    rewards: np.ndarray, terminated: np.ndarray, gamma: float, last_values: np.ndarray | None = None
) -> np.ndarray:
    """The returns of B streams of T steps, each with ends of episodes in it.

    Args:
        rewards: the reward of each step, shape (B, T), B and T >= 1.
        terminated: boolean array of shape (B, T), True where the step ended
            its episode.
        gamma: the discount, from 0 to 1.
        last_values: an estimate of the value of the state after the last step
            of each stream, shape (B,), of any real dtype; None means zeros. It
            has no influence where the last step terminated, be it inf or nan.

    Returns:
        A float64 array of shape (B, T): for each step the return up to the end
        of its episode, or up to ``last_values`` where the stream stops first.

    Examples:
        >>> rewards = np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 4.0]])
        >>> terminated = np.array(
        ...     [[False, True, False], [False, False, True]]
        ... )
        >>> stream_returns(
        ...     rewards, terminated, 0.5, np.array([8.0, 8.0])
        ... ).tolist()
        [[2.0, 2.0, 8.0], [3.0, 4.0, 4.0]]
    """
    raise NotImplementedError
