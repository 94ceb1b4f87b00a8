"""Environments with the interface of Gymnasium: `reset() -> (observation, info)` and
`step(action) -> (observation, reward, terminated, truncated, info)`.

`scripted` and `tabular` are made from plain values that a grader sends, so that it knows exactly what they do, and need
no Gymnasium. `frozen_lake` and `cliff_walking` are Gymnasium's own. All are seeded once, when they are made: an episode
starts with `reset()`, without a seed.
"""

import operator
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, SupportsIndex

Step = tuple[int, float, bool, bool, dict[str, Any]]
"""What `step` returns: observation, reward, terminated, truncated, info."""

Model = Sequence[Sequence[Sequence[tuple[float, int, float, bool]]]]
"""`model[state][action]` lists the outcomes (probability, next state, reward, terminated), as Gymnasium's `P` does."""


@dataclass(frozen=True)
class Discrete:
    """The space of the integers 0 to n - 1."""

    n: int

    def contains(self, value: Any) -> bool:
        """Whether a value lies in the space.

        Args:
            value: anything.

        Returns:
            True for an integer, NumPy's included, from 0 to n - 1.
        """
        try:
            return 0 <= operator.index(value) < self.n
        except TypeError:
            return False

    __contains__ = contains

    def sample(self) -> int:
        """A random member, from a generator that nobody seeded, as in Gymnasium.

        Returns:
            An integer from 0 to n - 1.
        """
        return random.SystemRandom().randrange(self.n)


class _Environment:
    """What `scripted` and `tabular` share: the spaces, and the order in which an environment may be called."""

    def __init__(self, n_states: int, n_actions: int) -> None:
        self.observation_space = Discrete(n_states)
        self.action_space = Discrete(n_actions)
        self._running = False

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Start the next episode.

        Args:
            seed: must be None: the environment was seeded when it was made.
            options: ignored.

        Returns:
            The first observation and an empty info.

        Raises:
            ValueError: if a seed is given.
            RuntimeError: if the episode that runs isn't over, or there is no further one.
        """
        if seed is not None:
            raise ValueError("the environment is already seeded: call reset() without a seed")
        if self._running:
            raise RuntimeError("reset() was called before the episode was over")
        observation = self._first()
        self._running = True
        return observation, {}

    def step(self, action: SupportsIndex) -> Step:
        """Take one action.

        Args:
            action: an integer from 0 to n_actions - 1.

        Returns:
            Observation, reward, terminated, truncated and an empty info.

        Raises:
            ValueError: if there is no such action.
            RuntimeError: if no episode runs: before the first reset, and after the end of an episode.
        """
        if not self._running:
            raise RuntimeError("step() was called outside an episode: reset() starts one, its last step ends it")
        if not self.action_space.contains(action):
            raise ValueError(f"there is no action {action!r} among {self.action_space.n}")
        observation, reward, terminated, truncated = self._next(operator.index(action))
        self._running = not (terminated or truncated)
        return observation, reward, terminated, truncated, {}

    def _first(self) -> int:
        raise NotImplementedError

    def _next(self, action: int) -> tuple[int, float, bool, bool]:
        raise NotImplementedError


class Scripted(_Environment):
    """Replays written episodes, whatever the actions are; see `scripted`."""

    def __init__(
        self, episodes: Sequence[tuple[int, Sequence[tuple[int, float, bool, bool]]]], n_states: int, n_actions: int
    ) -> None:
        super().__init__(n_states, n_actions)
        self._episodes = iter(episodes)
        self._steps: Sequence[tuple[int, float, bool, bool]] = []
        self._position = 0

    def _first(self) -> int:
        try:
            observation, self._steps = next(self._episodes)
        except StopIteration:
            raise RuntimeError("reset() was called more often than there are episodes") from None
        self._position = 0
        return observation

    def _next(self, action: int) -> tuple[int, float, bool, bool]:
        observation, reward, terminated, truncated = self._steps[self._position]
        self._position += 1
        return observation, reward, terminated, truncated


class Tabular(_Environment):
    """A finite Markov decision process written down as a table; see `tabular`."""

    def __init__(self, model: Model, start: int, limit: int | None, seed: int) -> None:
        super().__init__(len(model), len(model[0]))
        self._model = model
        self._start = start
        self._limit = limit
        self._random = random.Random(seed)
        self._state = start
        self._taken = 0

    def _first(self) -> int:
        self._state, self._taken = self._start, 0
        return self._start

    def _next(self, action: int) -> tuple[int, float, bool, bool]:
        outcomes = self._model[self._state][action]
        outcome = outcomes[0]
        if len(outcomes) > 1:
            outcome = self._random.choices(outcomes, [probability for probability, *_ in outcomes])[0]
        _, self._state, reward, terminated = outcome
        self._taken += 1
        truncated = not terminated and self._taken == self._limit
        return self._state, reward, terminated, truncated


def scripted(
    episodes: Sequence[tuple[int, Sequence[tuple[int, float, bool, bool]]]], n_states: int, n_actions: int
) -> Scripted:
    """An environment that replays written episodes in their order, whatever the actions are.

    Args:
        episodes: for each episode its first observation and its steps (observation, reward, terminated, truncated);
            the last step of each, and no other, is terminated or truncated.
        n_states: the size of the observation space.
        n_actions: the size of the action space.

    Returns:
        The environment. It refuses a call out of order: a reset within an episode or after the last one, a step after
        the end of an episode.
    """
    return Scripted(episodes, n_states, n_actions)


def tabular(model: Model, start: int = 0, limit: int | None = None, seed: int = 0) -> Tabular:
    """An environment made from a table of transitions.

    Args:
        model: `model[state][action]` lists the outcomes (probability, next state, reward, terminated); the
            probabilities of each list sum to 1.
        start: the state in which every episode starts.
        limit: an episode that hasn't terminated after so many steps is truncated; None means never.
        seed: seeds the choice among outcomes.

    Returns:
        The environment. It refuses a call out of order, as `scripted` does.
    """
    return Tabular(model, start, limit, seed)


def frozen_lake(rows: list[str] | None = None, slippery: bool = True, limit: int = 100, seed: int = 0) -> Any:
    """Gymnasium's FrozenLake: reach the goal without falling into a hole; actions left, down, right, up.

    Args:
        rows: the map, a string a row: S start, F frozen, H hole, G goal; None means the usual 4 x 4 map.
        slippery: whether a step goes, with probability 1/3 each, to either side instead of ahead.
        limit: an episode that hasn't terminated after so many steps is truncated.
        seed: seeds the ice.

    Returns:
        The environment. State row * columns + column; reward 1 for reaching the goal, else 0; holes and the goal
        terminate.
    """
    from gymnasium.envs.toy_text import FrozenLakeEnv

    return _limited(FrozenLakeEnv(desc=rows, map_name="4x4", is_slippery=slippery), limit, seed)


def cliff_walking(limit: int = 1000, seed: int = 0) -> Any:
    """Gymnasium's CliffWalking (Sutton & Barto 2018, example 6.6); actions up, right, down, left.

    Args:
        limit: an episode that hasn't terminated after so many steps is truncated.
        seed: has no effect on what happens, since nothing here is random.

    Returns:
        The environment. 4 rows of 12, state row * 12 + column, from the lower left to the lower right corner; reward
        -1 a step, and -100 for the cliff between them, which sends back to the start without ending the episode.
    """
    from gymnasium.envs.toy_text import CliffWalkingEnv

    return _limited(CliffWalkingEnv(), limit, seed)


def _limited(environment: Any, limit: int, seed: int) -> Any:
    """The environment with a time limit, seeded once."""
    from gymnasium.wrappers import TimeLimit

    limited = TimeLimit(environment, limit)
    limited.reset(seed=seed)
    return limited
