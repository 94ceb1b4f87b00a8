"""Reservoir sampling: k items of a stream whose length nobody knows.

Log lines, user events, documents of a crawl: they pass by once, there are more
than memory holds, and at the end k of them are wanted, each equally likely. So
keep a reservoir of k that is a fair sample of what has passed so far.

- **Uniform** (Vitter's algorithm R): the first k items fill the reservoir. The
  i-th item, counted from 1, enters with probability k / i and replaces one of
  the k, each equally likely. After N items each is in with probability k / N,
  and all sets of k are equally likely.
- **Weighted** (Efraimidis and Spirakis 2006): an item of weight w gets the key
  u^(1/w) with u uniform on (0, 1), and the k items with the largest keys stay.
  That is the law of drawing one after another without replacement, each time
  in proportion to the weights that are left: the first draw is item a with
  probability w_a / W, the second b with w_b / (W - w_a), and so on.

Heavier items are in more often, but not in proportion for k above 1: weights
1, 2 and 3 with k = 2 give .417, .733 and .850.

For small weights u^(1/w) is 0 in floating point, and all keys are equal. The
logarithm, log(u) / w, orders the same way and doesn't underflow.

Conventions:

- **Streams** are read once, from front to end; any iterable may be one.
- **Memory**: `sample_stream` keeps no more than k items, since all of them may
  not fit.
- **Fewer** than k items: all of them.
- **Weight 0**: never sampled, even if fewer than k items remain. Other weights
  are above 0 and may be of any size, whole numbers or not.
- **Order** within the sample is free.
- **Randomness** comes from `rng` alone, and the same state gives the same
  sample; which numbers are drawn is free.
"""

import random
from collections.abc import Iterable
from typing import Any


def sample_stream(stream: Iterable[Any], k: int, rng: random.Random) -> list[Any]:
    """A uniform sample without replacement.

    Args:
        stream: the items.
        k: 1 or more.
        rng: source of randomness.

    Returns:
        k items, or all if there are fewer.

    Examples:
        >>> sorted(sample_stream(range(3), 5, random.Random(0)))
        [0, 1, 2]
        >>> len(sample_stream(range(100), 5, random.Random(0)))
        5
    """
    raise NotImplementedError


def weighted_sample(stream: Iterable[tuple[Any, float]], k: int, rng: random.Random) -> list[Any]:
    """A weighted sample without replacement.

    Args:
        stream: pairs of an item and its weight, 0 or more.
        k: 1 or more.
        rng: source of randomness.

    Returns:
        k items without their weights, or all of positive weight if there are
        fewer.

    Examples:
        >>> stream = [("a", 1.0), ("b", 0.0), ("c", 3.0)]
        >>> sorted(weighted_sample(stream, 2, random.Random(0)))
        ['a', 'c']
    """
    raise NotImplementedError


# given
def one_by_one(items: Iterable[Any]) -> Iterable[Any]:
    """Hand out items as a stream does: each once, and nobody knows how many.

    Args:
        items: any iterable.

    Returns:
        An iterator without a length, which can't be gone through again.

    Examples:
        >>> list(one_by_one(["a", "b"]))
        ['a', 'b']
    """
    yield from items
