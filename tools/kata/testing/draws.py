"""What graders draw again and again, from the generator that pytest hands them as `rng`."""

from typing import TypeVar, overload

import numpy as np

T = TypeVar("T")
K = TypeVar("K")


def sizes(rng: np.random.Generator, *choices: int) -> list[int]:
    """Sizes for axes that must not be mistaken for one another: these, pairwise different, in a random order."""
    if len(set(choices)) < len(choices):
        raise ValueError(f"two of the sizes {choices} are the same, and axes with them can't be told apart")
    return [int(size) for size in rng.permutation(choices)]


def uniform(rng: np.random.Generator, low: float, high: float, digits: int = 3) -> float:
    """A number between the bounds with few digits, so that a learner can read it."""
    return round(float(rng.uniform(low, high)), digits)


def new_seed(rng: np.random.Generator) -> int:
    """A seed for `submission.generator` and its kind: the grader's own generator never crosses."""
    return int(rng.integers(2**32))


@overload
def shuffled(rng: np.random.Generator, items: list[T]) -> list[T]: ...


@overload
def shuffled(rng: np.random.Generator, items: dict[K, T]) -> dict[K, T]: ...


def shuffled(rng: np.random.Generator, items: list[T] | dict[K, T]) -> list[T] | dict[K, T]:
    """The same list or dict in another order."""
    order = rng.permutation(len(items)).tolist()
    if isinstance(items, dict):
        pairs = list(items.items())
        return dict(pairs[i] for i in order)
    return [items[i] for i in order]
