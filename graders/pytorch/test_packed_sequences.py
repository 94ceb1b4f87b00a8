"""Grades `packed_sequences`: the oracle keeps every row as a list of its own."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, shuffled
from kata.testing.tensors import normal


def rows_of(padded, lengths):
    return [row[:n] for row, n in zip(padded, lengths.tolist(), strict=True)]


def packed(padded, lengths):
    """data, batch_sizes and order."""
    rows = rows_of(padded, lengths)
    order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
    steps = [[rows[i][t] for i in order if t < len(rows[i])] for t in range(max(map(len, rows)))]
    data = torch.stack([vector for step in steps for vector in step])
    return data, torch.tensor([len(step) for step in steps]), torch.tensor(order)


def batch(rng, lengths, width=None, features=2):
    """Vectors of 1 to 2, with -7 for padding."""
    lengths = torch.tensor(lengths)
    padded = normal(rng, len(lengths), width or int(lengths.max()), features).float().sigmoid() + 1
    for row, n in zip(padded, lengths.tolist(), strict=True):
        row[n:] = -7.0
    return padded, lengths


def check_unpack(submission, padded, lengths, padding_value=None):
    options = () if padding_value is None else (padding_value,)
    found = submission.unpack(*(t.clone() for t in packed(padded, lengths)), *options)
    expected = torch.full((len(lengths), int(lengths.max()), padded.shape[2]), padding_value or 0.0)
    for target, row in zip(expected, rows_of(padded, lengths), strict=True):
        target[: len(row)] = row
    assert_close(found[0], expected, what="the padded batch")
    return found[1]


@pytest.mark.points(20)
def test_data_goes_step_by_step(submission, rng):
    """data has all first vectors, then all second ones, without the padding; here the rows are sorted already."""
    for padded, lengths in (batch(rng, [4, 2, 1], features=1), batch(rng, [5, 4, 2, 1], features=3)):
        data, _, _ = submission.pack(padded.clone(), lengths.clone())
        assert_close(data, packed(padded, lengths)[0], what=f"data for the lengths {lengths.tolist()}")


@pytest.mark.points(16)
def test_the_longest_row_comes_first(submission, rng):
    """Rows are sorted by length, descending; order lists their original numbers."""
    for lengths in ([2, 4, 1], [2, 5, 3, 1], shuffled(rng, [1, 2, 3, 5])):
        padded, lengths = batch(rng, lengths)
        data, _, order = submission.pack(padded.clone(), lengths.clone())
        expected, _, rows = packed(padded, lengths)
        assert_equal(order, rows, what=f"order for the lengths {lengths.tolist()}")
        assert_close(data, expected, what=f"data for the lengths {lengths.tolist()}")


@pytest.mark.points(12)
def test_how_many_rows_run_at_each_step(submission, rng):
    """batch_sizes counts the rows that have a vector at each step, up to the longest."""
    for lengths, width in (([4, 2, 1], 4), ([5, 5, 3, 1], 5), ([3, 2], 6)):
        padded, lengths = batch(rng, lengths, width)
        _, sizes, _ = submission.pack(padded.clone(), lengths.clone())
        assert_equal(sizes, packed(padded, lengths)[1], what=f"batch_sizes for the lengths {lengths.tolist()}")


@pytest.mark.points(4)
def test_rows_of_equal_length_keep_their_order(submission, rng):
    """Of two rows of the same length the first one stays first."""
    for lengths in ([2, 3, 2, 3, 1, 3], [1] * 20 + [2] * 20):
        padded, lengths = batch(rng, lengths, features=1)
        _, _, order = submission.pack(padded.clone(), lengths.clone())
        assert_equal(order, packed(padded, lengths)[2], what=f"order for the lengths {lengths.tolist()}")


@pytest.mark.points(18)
def test_unpacking_brings_the_rows_back(submission, rng):
    """Each row stands where it was before, with zeros behind its end."""
    for lengths in ([2, 1, 4], [3, 5, 1, 2], shuffled(rng, [1, 2, 3, 5])):
        check_unpack(submission, *batch(rng, lengths))


@pytest.mark.points(6)
def test_unpacking_gives_the_lengths(submission, rng):
    """The lengths come back in the original order of the rows."""
    for lengths in ([2, 1, 4], shuffled(rng, [1, 2, 3, 5])):
        padded, lengths = batch(rng, lengths)
        _, found = submission.unpack(*(t.clone() for t in packed(padded, lengths)))
        assert_equal(found, lengths, what="the lengths")


@pytest.mark.points(4)
def test_the_padding_value(submission, rng):
    """What stands behind the end of a sequence is padding_value."""
    check_unpack(submission, *batch(rng, [2, 1, 4]), padding_value=-2.5)


@pytest.mark.points(15)
def test_the_mean_leaves_the_padding_out(submission, rng):
    """The mean of a padded row is that of its real vectors."""
    for lengths, width in (([2, 4, 1], 4), ([3, 1, 2, 5], 7)):
        padded, lengths = batch(rng, lengths, width, 3)
        expected = torch.stack([row.mean(dim=0) for row in rows_of(padded, lengths)])
        found = submission.masked_mean(padded.clone(), lengths.clone())
        assert_close(found, expected, rtol=1e-5, what=f"the means for the lengths {lengths.tolist()}")


@pytest.mark.points(5)
def test_padding_of_nan(submission, rng):
    """Padding that is nan or inf doesn't get into a mean."""
    for value in (torch.nan, torch.inf):
        padded, lengths = batch(rng, [2, 4, 1])
        padded[padded < 0] = value
        expected = torch.stack([row.mean(dim=0) for row in rows_of(padded, lengths)])
        found = submission.masked_mean(padded.clone(), lengths.clone())
        assert_close(found, expected, rtol=1e-5, what=f"the means with padding of {value}")
