"""Grades `train_test_split`: sizes, sets of rows, and the laws of which rows small splits hold out."""

from itertools import permutations

import numpy as np
import pytest

from kata.testing import assert_distribution, assert_equal, new_seed

PARTS = ("training", "validation", "test")


def lists(split):
    """The three parts as sorted lists of ints: the order is judged elsewhere."""
    parts = tuple(split)
    assert len(parts) == 3, f"A split has three parts, and this one has {len(parts)}."
    return [sorted(np.asarray(part).astype(int).tolist()) for part in parts]


def check_partition(split, n):
    """Every row is in one part; the parts come back."""
    parts = lists(split)
    every = sorted(row for part in parts for row in part)
    assert_equal(every, list(range(n)), what="the rows of all three parts together")
    return parts


def check_chance(split, submission, rng):
    """The same state of rng gives the same split, and another state another one."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    first, again, other = (lists(split(submission.generator(seed))) for seed in (seeds[0], seeds[0], seeds[1]))
    assert_equal(again, first, what="the second split, by a generator in the same state,")
    # Rows that stay in their order are judged by the laws below.
    shuffled = not np.array_equal(first[0], np.arange(len(first[0])))
    same = all(map(np.array_equal, other, first))
    assert_equal(shuffled and same, False, what="whether another state of rng gives the same shuffled split")


def check_held_out(pairs, n, which):
    """Of n rows one validates and one tests: each may be any row."""
    for part, rows in zip(PARTS[1:], zip(*pairs, strict=True), strict=True):
        assert_distribution(np.bincount(rows, minlength=n), np.full(n, 1 / n), what=f"the {part} rows {which}")


@pytest.mark.points(20)
def test_sizes(submission):
    """The shares of all rows are rounded to the nearest whole numbers, and the rest trains."""
    # 30 * 0.11 = 3.3, 30 * 0.23 = 6.9, 9 * 0.3 = 2.7, 9 * 0.25 = 2.25, 43 * 0.2 = 8.6, 43 * 0.1 = 4.3
    cases = (
        (20, 0.2, 0.1, (14, 4, 2)),
        (30, 0.11, 0.23, (20, 3, 7)),
        (9, 0.3, 0.25, (4, 3, 2)),
        (43, 0.2, 0.1, (30, 9, 4)),
        (10, 0.0, 0.3, (7, 0, 3)),
    )
    for n, validation, test, expected in cases:
        found = tuple(submission.split_sizes(n, validation, test))
        assert_equal(found, expected, what=f"split_sizes({n}, {validation}, {test})")


@pytest.mark.points(10)
def test_a_half_is_rounded_up(submission):
    """A half is rounded up, to an odd number or an even one."""
    for n, validation, test, expected in (
        (10, 0.25, 0.25, (4, 3, 3)),
        (6, 0.25, 0.25, (2, 2, 2)),
        (20, 0.125, 0.0, (17, 3, 0)),
    ):
        found = tuple(submission.split_sizes(n, validation, test))
        assert_equal(found, expected, what=f"split_sizes({n}, {validation}, {test})")


@pytest.mark.points(20)
def test_random_parts(submission, rng):
    """Every row is in exactly one part, and each part has its size."""
    for n, validation, test, sizes in (
        (40, 0.3, 0.1, [24, 12, 4]),
        (30, 0.1, 0.2, [21, 3, 6]),
        (20, 0.0, 0.4, [12, 0, 8]),
    ):
        parts = check_partition(submission.random_split(n, validation, test, submission.generator(new_seed(rng))), n)
        assert_equal([len(part) for part in parts], sizes, what="the sizes of the three parts")


@pytest.mark.points(15)
def test_the_law_of_random_splits(submission, rng):
    """Each way to choose the rows of the parts is equally likely, and all chance comes from rng."""
    check_chance(lambda generator: submission.random_split(40, 0.25, 0.25, generator), submission, rng)
    generator = submission.generator(new_seed(rng))
    pairs, possible = [], set(permutations(range(4), 2))
    for _ in range(36):
        _, validation, test = lists(submission.random_split(4, 0.25, 0.25, generator))
        pair = (*validation, *test)
        assert pair in possible, f"random_split(4, 0.25, 0.25, rng) validates rows {validation} and tests {test}."
        pairs.append(pair)
    check_held_out(pairs, 4, "of 36 splits of 4 rows")
    apart = np.bincount([(test - validation) % 4 for validation, test in pairs], minlength=4)[1:]
    what = "how many places after the validation row the test row stands, going around, in 36 splits of 4 rows,"
    assert_distribution(apart, np.full(3, 1 / 3), what=what)
    before = sum(validation < test for validation, test in pairs)
    what = "whether the validation row stands before the test row in 36 splits of 4 rows"
    assert_distribution([before, 36 - before], [0.5, 0.5], what=what)


@pytest.mark.points(15)
def test_each_class_has_its_share(submission, rng):
    """In a stratified split each class is split by itself."""
    for counts, sizes in (
        ((30, 10, 20), [(18, 9, 3), (6, 3, 1), (12, 6, 2)]),
        ((10, 30, 10), [(6, 3, 1), (18, 9, 3), (6, 3, 1)]),
    ):
        y = np.repeat([7, -2, 3], counts)
        for labels in (y, rng.permutation(y)):
            parts = check_partition(
                submission.stratified_split(labels, 0.3, 0.1, submission.generator(new_seed(rng))), len(y)
            )
            for label, expected in zip([7, -2, 3], sizes, strict=True):
                found = tuple(sum(int(labels[row]) == label for row in part) for part in parts)
                assert_equal(found, expected, what=f"how many rows of class {label} train, validate and test")


@pytest.mark.points(5)
def test_sizes_of_each_class(submission, rng):
    """The rows of a class are rounded by themselves, whatever that gives for all of them."""
    y = rng.permutation(np.repeat([0, 1, 2, 3], [6, 3, 7, 3]))  # 0.4 of 3 is 1.2, of 6 2.4, of 7 2.8; 0.1 of 3 is 0.3
    parts = check_partition(submission.stratified_split(y, 0.4, 0.1, submission.generator(new_seed(rng))), len(y))
    for label, expected in ((0, (3, 2, 1)), (1, (2, 1, 0)), (2, (3, 3, 1)), (3, (2, 1, 0))):
        found = tuple(sum(int(y[row]) == label for row in part) for part in parts)
        assert_equal(found, expected, what=f"how many rows of class {label} train, validate and test")


@pytest.mark.points(5)
def test_the_law_of_stratified_splits(submission, rng):
    """Which rows of a class are in which part is random, and all chance comes from rng."""
    many = np.array([0, 1] * 20)
    check_chance(lambda generator: submission.stratified_split(many, 0.2, 0.2, generator), submission, rng)
    generator, y = submission.generator(new_seed(rng)), np.array([1, 1, 1, 0, 0, 0])
    possible = [set(permutations(rows, 2)) for rows in ((0, 1, 2), (3, 4, 5))]
    pairs, places = ([], []), []
    for _ in range(24):
        _, validation, test = lists(submission.stratified_split(y, 1 / 3, 1 / 3, generator))
        assert_equal([len(validation), len(test)], [2, 2], what="the numbers of rows that validate and that test")
        for label, pair in enumerate(zip(validation, test, strict=True)):
            assert pair in possible[label], (
                f"Of the labels 1, 1, 1, 0, 0, 0 the rows {validation} validate and {test} test."
            )
            pairs[label].append((pair[0] % 3, pair[1] % 3))
        places.append((pairs[1][-1][0] - pairs[0][-1][0]) % 3)
    check_held_out(pairs[0], 3, "of the first class in 24 splits")
    check_held_out(pairs[1], 3, "of the second class in 24 splits")
    what = "how many places further on the second class's validation row stands than the first's"
    assert_distribution(np.bincount(places, minlength=3), np.full(3, 1 / 3), what=what)


@pytest.mark.points(5)
def test_rows_are_in_ascending_order(submission, rng):
    """Each part is in ascending order."""
    generator, y = submission.generator(new_seed(rng)), np.array([1, 0] * 20)
    for name, split in (
        ("random_split", submission.random_split(40, 0.25, 0.25, generator)),
        ("stratified_split", submission.stratified_split(y, 0.2, 0.2, generator)),
    ):
        for what, part in zip(PARTS, split, strict=True):
            rows = np.asarray(part)
            assert_equal(rows, np.array(sorted(rows.tolist()), dtype=np.int64), what=f"the {what} rows of {name}")


@pytest.mark.points(5)
def test_what_is_refused(submission, rng):
    """A share below 0, or no row that trains, is a ValueError."""
    generator = submission.generator(new_seed(rng))
    y = np.array([0, 0, 0, 0, 1, 1])
    assert_equal(tuple(submission.split_sizes(5, 0.4, 0.4)), (1, 2, 2), what="split_sizes(5, 0.4, 0.4)")
    assert_equal(
        [len(part) for part in lists(submission.stratified_split(y, 0.5, 0.0, generator))], [3, 3, 0], what="the sizes"
    )
    for n, validation, test in ((5, 0.4, 0.6), (1, 0.0, 1.0), (8, -0.25, 0.25), (8, 0.25, -0.25)):
        with pytest.raises(ValueError):
            submission.split_sizes(n, validation, test)
    with pytest.raises(ValueError):
        submission.random_split(4, 0.5, 0.5, generator)
    with pytest.raises(ValueError):
        submission.stratified_split(np.array([0, 0, 0, 0, 1]), 0.25, 0.5, generator)
