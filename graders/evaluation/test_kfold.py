"""Grades `kfold`: sets of rows and how often each comes, and the law of all ways to cut four rows in two."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from kata.testing import assert_distribution, assert_equal, new_seed


def lists(splits):
    """The splits as lists of ints, each in ascending order: the order is judged elsewhere."""
    pairs = [tuple(split) for split in splits]
    assert all(len(pair) == 2 for pair in pairs), "A split is a pair of training and validation rows."
    return [tuple(sorted(np.asarray(part).astype(int).tolist()) for part in pair) for pair in pairs]


def check_partition(splits, n, k):
    """Every row is in one fold, and trains all others; the validation rows come back."""
    found = lists(splits)
    assert_equal(len(found), k, what="the number of splits")
    every = sorted(row for _, validation in found for row in validation)
    assert_equal(every, list(range(n)), what="the validation rows of all splits together")
    for i, (train, validation) in enumerate(found):
        expected = sorted(set(range(n)) - set(validation))
        assert_equal(train, expected, what=f"the training rows of split {i}")
    return [validation for _, validation in found]


@pytest.mark.points(25)
def test_folds_in_order(submission):
    """Without a generator the folds are neighbours, and the first n mod k have one row more."""
    for n, k in ((6, 3), (11, 4), (5, 5)):
        cuts = [n // k * i + min(i, n % k) for i in range(k + 1)]
        folds = check_partition(submission.kfold(n, k, None), n, k)
        assert_equal(folds, [list(range(a, b)) for a, b in pairwise(cuts)], what=f"the folds of kfold({n}, {k}, None)")


@pytest.mark.points(20)
def test_shuffled_folds(submission, rng):
    """With a generator every row is still in one fold, of the same sizes."""
    for n, k in ((23, 5), (12, 4)):
        folds = check_partition(submission.kfold(n, k, submission.generator(new_seed(rng))), n, k)
        assert_equal(
            [len(fold) for fold in folds], [n // k + (i < n % k) for i in range(k)], what="the sizes of the folds"
        )


@pytest.mark.points(10)
def test_the_law_of_shuffled_folds(submission, rng):
    """With a generator each way to cut the rows is equally likely."""
    seed = new_seed(rng)
    first, again = (lists(submission.kfold(30, 3, submission.generator(seed))) for _ in range(2))
    assert_equal(again, first, what="the folds of a generator with the same seed")
    generator = submission.generator(new_seed(rng))
    counts = dict.fromkeys(combinations(range(4), 2), 0)
    for _ in range(36):
        first = tuple(lists(submission.kfold(4, 2, generator))[0][1])
        assert first in counts, f"The first fold of kfold(4, 2, rng) has the rows {list(first)}."
        counts[first] += 1
    assert_distribution(list(counts.values()), np.full(6, 1 / 6), what="the first folds of kfold(4, 2, rng)")


@pytest.mark.points(20)
def test_every_fold_has_its_share_of_each_class(submission, rng):
    """Stratified folds are a partition, and of each class they have the same number of rows, or one more."""
    for counts, k in (((6, 3, 9), 3), ((4, 10, 7), 4)):
        y = np.repeat([7, -2, 3][: len(counts)], counts)
        for labels in (y, rng.permutation(y)):
            folds = check_partition(
                submission.stratified_kfold(labels, k, submission.generator(new_seed(rng))), len(y), k
            )
            for label, count in zip([7, -2, 3], counts, strict=False):
                numbers = sorted(sum(int(labels[row]) == label for row in fold) for fold in folds)
                expected = sorted(count // k + (i < count % k) for i in range(k))
                assert_equal(numbers, expected, what=f"how many rows of class {label} the folds have, sorted")


@pytest.mark.points(5)
def test_stratified_folds_have_equal_sizes(submission, rng):
    """The sizes of stratified folds differ by at most 1, though every class has some rows left over."""
    for counts, k in (((5, 5, 5, 5), 4), ((4, 7, 4), 3)):
        y = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        found = lists(submission.stratified_kfold(y, k, submission.generator(new_seed(rng))))
        sizes = sorted(min(len(train), len(validation)) for train, validation in found)
        assert_equal(
            sizes, sorted(len(y) // k + (i < len(y) % k) for i in range(k)), what="the sizes of the folds, sorted"
        )


@pytest.mark.points(5)
def test_the_law_of_stratified_folds(submission, rng):
    """The rows of each class are dealt out in a random order."""
    seed, many = new_seed(rng), np.array([0, 1] * 15)
    first, again = (lists(submission.stratified_kfold(many, 3, submission.generator(seed))) for _ in range(2))
    assert_equal(again, first, what="the folds of a generator with the same seed")
    generator, y = submission.generator(new_seed(rng)), np.array([1, 1, 0, 0])
    counts = {(a, b): 0 for a in (0, 1) for b in (2, 3)}
    for _ in range(24):
        first = tuple(lists(submission.stratified_kfold(y, 2, generator))[0][1])
        assert first in counts, f"Of the labels 1, 1, 0, 0 the first of two folds has the rows {list(first)}."
        counts[first] += 1
    assert_distribution(list(counts.values()), np.full(4, 1 / 4), what="the first folds of the labels 1, 1, 0, 0")


@pytest.mark.points(5)
def test_one_row_is_left_out(submission):
    """Leave one out has a split for each row, in the order of the rows."""
    for n in (2, 5):
        folds = check_partition(submission.leave_one_out(n), n, n)
        assert_equal(folds, [[i] for i in range(n)], what="the folds")


@pytest.mark.points(5)
def test_rows_are_in_ascending_order(submission, rng):
    """Both arrays of a split are in ascending order."""
    generator = submission.generator(new_seed(rng))
    y = np.array([1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0])
    for splits in (submission.kfold(12, 3, generator), submission.stratified_kfold(y, 2, generator)):
        rows = [(train, validation) for train, validation in splits]
        for part in (np.asarray(array) for pair in rows for array in pair):
            assert_equal(part, np.array(sorted(part.tolist())), what="the rows of a split")


@pytest.mark.points(5)
def test_too_many_folds(submission, rng):
    """k under 2 or above the number of rows, or of rows of a class, is a ValueError."""
    generator = submission.generator(new_seed(rng))
    y = np.array([0, 0, 0, 0, 1, 1, 1])
    assert_equal(len(submission.kfold(3, 3, None)), 3, what="the number of splits")
    assert_equal(len(submission.stratified_kfold(y, 3, generator)), 3, what="the number of splits")
    for n, k in ((3, 4), (3, 1)):
        with pytest.raises(ValueError):
            submission.kfold(n, k, None)
    for k in (4, 1):
        with pytest.raises(ValueError):
            submission.stratified_kfold(y, k, generator)
