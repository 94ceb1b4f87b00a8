"""Grades `train_test_split`: sizes, sets of rows, and the laws of all ways to cut four rows in three parts."""

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
    seed = new_seed(rng)
    first, again = (lists(submission.random_split(40, 0.25, 0.25, submission.generator(seed))) for _ in range(2))
    assert_equal(again, first, what="the second split, by a generator in the same state,")
    generator = submission.generator(new_seed(rng))
    counts = dict.fromkeys(permutations(range(4), 2), 0)
    for _ in range(40):
        _, validation, test = lists(submission.random_split(4, 0.25, 0.25, generator))
        drawn = (*validation, *test)
        assert drawn in counts, f"random_split(4, 0.25, 0.25, rng) validates rows {validation} and tests {test}."
        counts[drawn] += 1
    assert_distribution(list(counts.values()), np.full(12, 1 / 12), what="the splits of 4 rows")


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
    seed, many = new_seed(rng), np.array([0, 1] * 20)
    first, again = (lists(submission.stratified_split(many, 0.2, 0.2, submission.generator(seed))) for _ in range(2))
    assert_equal(again, first, what="the second split, by a generator in the same state,")
    generator, y = submission.generator(new_seed(rng)), np.array([1, 1, 0, 0])
    counts = {(a, b): 0 for a in (0, 1) for b in (2, 3)}
    for _ in range(24):
        _, validation, _ = lists(submission.stratified_split(y, 0.5, 0.0, generator))
        assert tuple(validation) in counts, f"Of the labels 1, 1, 0, 0 the rows {validation} validate."
        counts[tuple(validation)] += 1
    assert_distribution(list(counts.values()), np.full(4, 1 / 4), what="the validation rows of the labels 1, 1, 0, 0")


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
