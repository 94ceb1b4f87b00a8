"""Grades `reservoir_sampling`: exact laws of small samples by enumeration, and of large ones item by item."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from kata.testing import assert_distribution, assert_equal, new_seed


def as_set(sample, items, size):
    """A sample as a sorted tuple, after looking at its size and items."""
    sample = list(sample)
    assert_equal(len(sample), size, what="the size of a sample")
    known = [item for item in sample if item in items]
    assert_equal(len(known), size, what=f"how many of {size} sampled items are in the stream")
    assert len(set(known)) == size, f"An item is twice in a sample of {size}: the items are drawn without replacement."
    return tuple(sorted(known))


@pytest.mark.points(38)
def test_every_sample_is_equally_likely(submission, rng):
    """All sets of k items are equally likely."""
    generator = submission.random(new_seed(rng))
    # The last is for a chance of k / (i + 1), which keeps the first item of three in half of the samples.
    for items, k, n_samples in (("abcd", 2, 200), ("abc", 1, 700)):
        stream = list(items)
        counts = Counter(as_set(submission.sample_stream(stream, k, generator), stream, k) for _ in range(n_samples))
        sets = list(itertools.combinations(items, k))
        law = np.full(len(sets), 1 / len(sets))
        what = f"samples of {k} of {stream}, in the order {['-'.join(s) for s in sets]},"
        assert_distribution([counts[s] for s in sets], law, what=what)


@pytest.mark.points(8)
def test_a_long_stream(submission, rng):
    """Each of N items is in the sample with probability k / N, wherever it comes in the stream."""
    generator, items = submission.random(new_seed(rng)), range(400)
    inside = np.zeros(8, dtype=int)
    for _ in range(12):
        sample = as_set(submission.sample_stream(items, 50, generator), items, 50)
        inside += np.bincount(np.array(sample) // 50, minlength=8)
    # Within one sample the eighths are tied together, which makes counts less variable than independent draws.
    assert_distribution(inside, np.full(8, 1 / 8), what="the eighths of the stream that sampled items come from")


@pytest.mark.points(4)
def test_a_stream_larger_than_memory(submission, rng):
    """No more than k items are kept while the stream goes by: all of them together don't fit the memory."""
    # 160 numbers of half a megabyte each, that a range makes one at a time.
    start = 1 << 4_000_000
    sample = submission.sample_stream(range(start, start + 160), 2, submission.random(new_seed(rng)))
    as_set(sample, range(start, start + 160), 2)


@pytest.mark.points(4)
def test_short_streams(submission, rng):
    """Fewer items than k are all in the sample, and an empty stream gives none."""
    generator = submission.random(new_seed(rng))
    assert_equal(sorted(submission.sample_stream(["x", "y", "z"], 5, generator)), ["x", "y", "z"], what="the sample")
    assert_equal(sorted(submission.sample_stream(["x", "y", "z"], 3, generator)), ["x", "y", "z"], what="the sample")
    assert_equal(list(submission.sample_stream([], 3, generator)), [], what="the sample of an empty stream")
    same = submission.sample_stream(["x", "y", "x"], 5, generator)
    assert_equal(sorted(same), ["x", "x", "y"], what="the sample of a stream with two equal items")
    pairs = [("x", 2.0), ("y", 5.0)]
    assert_equal(sorted(submission.weighted_sample(pairs, 5, generator)), ["x", "y"], what="the weighted sample")
    assert_equal(list(submission.weighted_sample([], 3, generator)), [], what="the weighted sample of an empty stream")
    same = submission.weighted_sample([*pairs, ("x", 1.0)], 5, generator)
    assert_equal(sorted(same), ["x", "x", "y"], what="the weighted sample of a stream with two equal items")


@pytest.mark.points(2)
def test_any_iterable(submission, rng):
    """A stream is any iterable, without a length or places, and is gone through once."""
    generator, numbers = submission.random(new_seed(rng)), {5, 7, 12}
    assert_equal(sorted(submission.sample_stream(numbers, 3, generator)), [5, 7, 12], what="the sample of a set")
    as_set(submission.sample_stream(numbers, 2, generator), numbers, 2)
    pairs = {("x", 2.0), ("y", 5.0)}
    assert_equal(sorted(submission.weighted_sample(pairs, 2, generator)), ["x", "y"], what="the sample of a set")
    once = submission.object(submission.one_by_one, [5, 7, 12])
    assert_equal(sorted(submission.sample_stream(once, 3, generator)), [5, 7, 12], what="the sample of an iterator")
    once = submission.object(submission.one_by_one, [("x", 2.0), ("y", 5.0)])
    found = submission.weighted_sample(once, 2, generator)
    assert_equal(sorted(found), ["x", "y"], what="the sample of an iterator")


def successive(weights, k):
    """The oracle: the law of sets of k draws one after another, each in proportion to the weights that are left."""
    law = Counter()
    for order in itertools.permutations(range(len(weights)), k):
        left, chance = sum(weights), 1.0
        for number in order:
            chance *= weights[number] / left
            left -= weights[number]
        law[tuple(sorted(order))] += chance
    return law


def check_weighted(submission, generator, weights, k, n_samples):
    names = "abcd"[: len(weights)]
    pairs = list(zip(names, weights, strict=True))
    counts = Counter(as_set(submission.weighted_sample(pairs, k, generator), names, k) for _ in range(n_samples))
    law = successive(weights, k)
    sets = sorted(law)
    seen = [counts[tuple(names[number] for number in s)] for s in sets]
    what = f"weighted samples of {k} of {pairs}, in the order {['-'.join(names[i] for i in s) for s in sets]},"
    assert_distribution(seen, [law[s] for s in sets], what=what)


def check_heavy(submission, generator, weight, n_light, k, n_samples):
    """How often one heavy item is in a sample, at the end of a stream of items of weight 1."""
    names = [*range(n_light), "heavy"]
    pairs = [(name, weight if name == "heavy" else 1.0) for name in names]
    samples = [submission.weighted_sample(pairs, k, generator) for _ in range(n_samples)]
    for sample in samples:
        assert_equal(
            len({item for item in sample if item in names}), k, what="the number of different items of a sample"
        )
    inside = sum("heavy" in sample for sample in samples)
    outside = math.prod((n_light - drawn) / (n_light - drawn + weight) for drawn in range(k))
    what = (
        f"weighted samples of {k} of {n_light} items of weight 1 and one of weight {weight}, without and with that one,"
    )
    assert_distribution([n_samples - inside, inside], [outside, 1 - outside], what=what)


@pytest.mark.points(30)
def test_the_weighted_law(submission, rng):
    """Samples have the law of drawing one after another, in proportion to the weights that are left."""
    generator = submission.random(new_seed(rng))
    check_heavy(submission, generator, 15.0, 20, 1, 90)
    check_weighted(submission, generator, rng.permutation([1.0, 2.0, 6.0, 0.5]).tolist(), 2, 100)
    check_heavy(submission, generator, 8.0, 8, 2, 95)
    # Which item is left out shows the large keys: u / w has nearly the law of log(u) / w where it is small.
    check_heavy(submission, generator, 0.5, 40, 40, 80)


@pytest.mark.points(6)
def test_small_weights(submission, rng):
    """Only ratios of weights matter, however small or large the weights are."""
    generator = submission.random(new_seed(rng))
    # The first, the last, the lightest and the heaviest item are four different ones.
    check_weighted(submission, generator, [4e-6, 1e-6, 5e-6, 3e-6], 1, 45)
    check_weighted(submission, generator, [1e-300, 1e-298, 1e-300], 1, 25)
    check_weighted(submission, generator, [1e18, 1e20, 1e18], 1, 25)


@pytest.mark.points(4)
def test_weight_0(submission, rng):
    """An item of weight 0 is never sampled."""
    generator = submission.random(new_seed(rng))
    pairs = [("a", 0.0), ("b", 1.0), ("c", 0), ("d", 2.0)]
    for _ in range(6):
        sample = submission.weighted_sample(pairs, 3, generator)
        assert_equal(sorted(sample), ["b", "d"], what="the sample of two items with weight and two without")


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same samples, another one gives others."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    pairs = [(number, 1.0 + number % 3) for number in range(300)]
    runs = [
        [
            sorted(submission.sample_stream(range(300), 9, submission.random(seed))),
            sorted(submission.weighted_sample(pairs, 9, submission.random(seed))),
        ]
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal([len(sample) for sample in runs[0]], [9, 9], what="the sizes of both samples")
    same = [np.array_equal(one, other) for one, other in zip(runs[0], runs[1], strict=True)]
    assert all(same), "The same state of rng gave two different samples: not all random numbers come from it."
    for one, other in zip(runs[0], runs[2], strict=True):
        alike = one if np.array_equal(one, other) else []
        assert_equal(alike, [], what="the sample that two seeds of rng gave alike")
