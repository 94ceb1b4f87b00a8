"""A replay buffer: the last transitions that an agent saw, to learn from again
in random batches.

An agent that learns from each transition as it comes sees inputs that are
strongly correlated, and sees each of them once. Off-policy methods such as
DQN, TD3 and SAC store transitions instead and train on random batches of them:
the batch mixes old and new experience, and each transition serves many
updates.

The buffer is a ring. It holds up to ``capacity`` transitions; when it is full,
a new one takes the place of the oldest.

Conventions:

- **Transition**: ``(observation, action, reward, next_observation,
  terminated)``. After a step that was only truncated ``terminated`` is False:
  the target still bootstraps there.
- **Copies**: the buffer keeps copies of the observations. Many environments
  write each observation into the same array. A batch is a copy too: what is
  added later doesn't change it.
- **Dtypes**: observations keep the dtype that the buffer was made for. Actions
  are int64, rewards float32, and ``terminated`` is bool. Frames stored as
  uint8 take an eighth of the memory of float64.
- **Sampling** is uniform and without replacement: every set of ``batch_size``
  different stored transitions is equally likely, in any order. Each call draws
  anew from all that is stored; nothing is taken out.
- **Randomness** comes from the generator ``rng`` alone: with an rng in the
  same state, the batch is the same.

``play`` and ``draw`` are given: they run many calls in a row, in your
experiments and in the checks.
"""

from typing import Any

import numpy as np


class ReplayBuffer:
    """A ring of transitions.

    Args:
        capacity: how many transitions it holds at most, at least 1.
        observation_shape: the shape of one observation, such as (4,), (84, 84)
            or () for a number.
        observation_dtype: the dtype in which observations are kept.

    Raises:
        ValueError: if ``capacity`` is below 1.

    Examples:
        >>> buffer = ReplayBuffer(2, (1,), np.uint8)
        >>> for t in range(3):
        ...     buffer.add(
        ...         np.array([t], dtype=np.uint8),
        ...         10 + t,
        ...         0.5 * t,
        ...         np.array([t + 1], dtype=np.uint8),
        ...         t == 2,
        ...     )
        >>> batch = buffer.sample(2, np.random.default_rng(0))
        >>> (
        ...     len(buffer),
        ...     sorted(batch["actions"].tolist()),
        ...     sorted(batch["rewards"].tolist()),
        ... )
        (2, [11, 12], [0.5, 1.0])
        >>> batch["observations"].shape, str(batch["observations"].dtype)
        ((2, 1), 'uint8')
    """

    def __init__(self, capacity: int, observation_shape: tuple[int, ...], observation_dtype: Any = np.float32) -> None:
        raise NotImplementedError

    def add(
        self, observation: np.ndarray, action: int, reward: float, next_observation: np.ndarray, terminated: bool
    ) -> None:
        """Store one transition, in the place of the oldest if the buffer is
        full.

        Args:
            observation: an array of ``observation_shape``.
            action: the action, an integer.
            reward: the reward, a number.
            next_observation: an array of ``observation_shape``.
            terminated: whether the episode terminated with this step; a
                truncated one didn't.
        """
        raise NotImplementedError

    def __len__(self) -> int:
        """How many transitions are stored.

        Returns:
            The number of transitions added so far, at most the capacity.
        """
        raise NotImplementedError

    def sample(self, batch_size: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Draw a batch of different transitions, each set of them with the
        same probability.

        Args:
            batch_size: B, from 1 to ``len(self)``.
            rng: the generator that every random choice is drawn from.

        Returns:
            A dict of five arrays with B rows: "observations" and
            "next_observations" of shape (B, *observation_shape), and "actions"
            (int64), "rewards" (float32) and "terminated" (bool) of shape (B,).
            Row i of all five belongs to one transition.

        Raises:
            ValueError: if ``batch_size`` is below 1 or above the number of
                stored transitions.
        """
        raise NotImplementedError


# given
def play(buffer: "ReplayBuffer", transitions: list[tuple[np.ndarray, int, float, np.ndarray, bool]]) -> None:
    """Add transitions as an environment produces them that writes each
    observation into the same array.

    Args:
        buffer: the buffer to add to.
        transitions: tuples ``(observation, action, reward, next_observation,
            terminated)``.

    Examples:
        >>> buffer = ReplayBuffer(3, (), np.int16)
        >>> play(
        ...     buffer,
        ...     [
        ...         (np.int16(7), 0, 1.0, np.int16(8), False),
        ...         (np.int16(8), 1, 0.0, np.int16(9), True),
        ...     ],
        ... )
        >>> sorted(
        ...     buffer.sample(2, np.random.default_rng(0))[
        ...         "observations"
        ...     ].tolist()
        ... )
        [7, 8]
    """
    for t, (observation, action, reward, next_observation, terminated) in enumerate(transitions):
        if t == 0:
            here, there = np.array(observation), np.array(next_observation)
        here[...], there[...] = observation, next_observation
        buffer.add(here, action, reward, there, terminated)


# given
def draw(
    buffer: "ReplayBuffer", batch_size: int, n_batches: int, rng: np.random.Generator, between: tuple | list = ()
) -> dict[str, np.ndarray]:
    """Draw several batches, one after the other.

    Args:
        buffer: the buffer to draw from.
        batch_size: B, the size of each batch.
        n_batches: N, how many batches to draw.
        rng: the generator to hand in.
        between: transitions that `play` adds after each batch.

    Returns:
        The batches side by side: each array has one more axis in front, of
        length N.

    Examples:
        >>> buffer = ReplayBuffer(4, (2,))
        >>> buffer.add(np.zeros(2), 3, 1.0, np.ones(2), False)
        >>> draw(buffer, 1, 5, np.random.default_rng(0))[
        ...     "observations"
        ... ].shape
        (5, 1, 2)
    """
    batches = []
    for _ in range(n_batches):
        batches.append(buffer.sample(batch_size, rng))
        play(buffer, between)
    return {name: np.stack([batch[name] for batch in batches]) for name in batches[0]}
