"""Grades `bidirectional_rnn`: the oracle is torch's own layer, handed one row at a time without its padding."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, shuffled
from kata.testing.tensors import normal

X = torch.tensor(
    [
        [[1.0, -0.5], [0.5, 0.75], [-1.0, 0.25], [0.25, 2.0]],
        [[-0.75, 1.0], [1.5, -0.25], [0.5, 0.5], [-2.0, 1.0]],
        [[0.25, 0.5], [3.0, -4.0], [5.0, 2.0], [-3.0, 4.0]],
    ]
)
AHEAD = (
    torch.tensor([[0.5, -1.0], [0.25, 0.75], [-0.5, 0.25]]),
    torch.tensor([[0.5, -0.25, 1.0], [0.75, 0.5, -0.5], [-1.0, 0.25, 0.5]]),
    torch.tensor([0.25, -0.5, 0.125]),
)
BACK = (
    torch.tensor([[-0.75, 0.5], [1.0, 0.25], [0.5, -0.5]]),
    torch.tensor([[0.25, 0.75, -0.5], [-0.25, 1.0, 0.5], [0.5, -0.75, 0.25]]),
    torch.tensor([-0.125, 0.375, 0.5]),
)


def by_rows(x, lengths, ahead, back):
    """Outputs with zeros in the padding, and the summary."""
    units = len(ahead[2])
    layer = torch.nn.RNN(x.shape[2], units, batch_first=True, bidirectional=True)
    values = (*ahead, torch.zeros(units), *back, torch.zeros(units))
    outputs, final = torch.zeros(*x.shape[:2], 2 * units), torch.zeros(len(x), 2 * units)
    with torch.no_grad():
        for own, value in zip(layer.parameters(), values, strict=True):
            own.copy_(value)
        for i, n in enumerate(lengths.tolist()):
            found, h = layer(x[i : i + 1, :n])
            outputs[i, :n], final[i] = found[0], h.flatten()
    return outputs, final


def draw(rng, *shape):
    return normal(rng, *shape).float() / 2


def cases(rng, lengths):
    """The fixed batch, and a drawn one with its rows' lengths in another order."""
    drawn = [tuple(draw(rng, *shape) for shape in ((4, 2), (4, 4), (4,))) for _ in range(2)]
    return (X, torch.tensor(lengths), AHEAD, BACK), (draw(rng, 3, 4, 2), torch.tensor(shuffled(rng, lengths)), *drawn)


def run(submission, x, lengths, ahead, back):
    weights = (tuple(w.clone() for w in own) for own in (ahead, back))
    found = submission.bidirectional_rnn(x.clone(), lengths.clone(), *weights)
    return found[0], found[1]


def check_reverse(submission, x, lengths):
    expected = x.clone()
    for row, n in zip(expected, lengths, strict=True):
        row[:n] = row[:n].flip(0)
    assert_close(submission.reverse_padded(x.clone(), torch.tensor(lengths)), expected, what=f"rows of {lengths}")


def check_real(found, expected, lengths, what):
    """Compares what stands before the end of each row."""
    real = torch.arange(expected.shape[1]) < lengths[:, None]
    assert_equal(list(found.shape), list(expected.shape), what=f"the shape of {what}")
    assert_close(torch.as_tensor(found)[real], expected[real], rtol=1e-4, atol=1e-5, what=what)


@pytest.mark.points(8)
def test_full_rows_are_reversed(submission, rng):
    """Rows as long as the batch are reversed whole."""
    check_reverse(submission, X, [4, 4, 4])
    check_reverse(submission, draw(rng, 2, 5, 3), [5, 5])


@pytest.mark.points(14)
def test_rows_are_reversed_within_their_length(submission, rng):
    """A row of length n has its first n vectors reversed, and the rest stays."""
    check_reverse(submission, X, [4, 2, 1])
    check_reverse(submission, draw(rng, 4, 5, 2), shuffled(rng, [1, 2, 3, 5]))


@pytest.mark.points(28)
def test_both_networks_without_padding(submission, rng):
    """Each position has the forward state and then the backward state, both of this position."""
    for x, lengths, ahead, back in cases(rng, [4, 4, 4]):
        outputs, _ = run(submission, x, lengths, ahead, back)
        check_real(outputs, by_rows(x, lengths, ahead, back)[0], lengths, "the outputs")


@pytest.mark.points(22)
def test_the_padding_is_not_read(submission, rng):
    """In a padded batch the outputs of a row are those that it has alone."""
    for x, lengths, ahead, back in cases(rng, [3, 2, 4]):
        outputs, _ = run(submission, x, lengths, ahead, back)
        check_real(outputs, by_rows(x, lengths, ahead, back)[0], lengths, "the outputs at real positions")


@pytest.mark.points(6)
def test_zeros_at_padded_positions(submission, rng):
    """Behind the end of a row the outputs are zeros."""
    for x, lengths, ahead, back in cases(rng, [3, 1, 4]):
        outputs, _ = run(submission, x, lengths, ahead, back)
        padding = torch.arange(4) >= lengths[:, None]
        found = torch.as_tensor(outputs)
        assert_close(found[padding], torch.zeros(4, 2 * len(ahead[2])), atol=1e-6, what="the outputs of the padding")
        first, expected = found[:, 0, : len(ahead[2])], by_rows(x, lengths, ahead, back)[0][:, 0, : len(ahead[2])]
        assert_close(first, expected, rtol=1e-4, atol=1e-5, what="the forward states at the first position")


@pytest.mark.points(12)
def test_the_summary_without_padding(submission, rng):
    """The summary is the forward state of the last position and the backward state of the first."""
    for x, lengths, ahead, back in cases(rng, [4, 4, 4]):
        _, final = run(submission, x, lengths, ahead, back)
        assert_close(final, by_rows(x, lengths, ahead, back)[1], rtol=1e-4, atol=1e-5, what="the summary")


@pytest.mark.points(10)
def test_the_summary_of_padded_rows(submission, rng):
    """The forward half comes from the last real position of each row, the backward half from the first."""
    for x, lengths, ahead, back in cases(rng, [3, 2, 4]):
        outputs, final = run(submission, x, lengths, ahead, back)
        units = len(ahead[2])
        expected = by_rows(x, lengths, ahead, back)[1]
        found = torch.as_tensor(final)
        assert_equal(list(found.shape), list(expected.shape), what="the shape of the summary")
        assert_close(
            found[:, :units], expected[:, :units], rtol=1e-4, atol=1e-5, what="the forward half of the summary"
        )
        # What the backward states are, is judged elsewhere.
        first = torch.as_tensor(outputs)[:, 0]
        assert_equal(list(first.shape), list(expected.shape), what="the shape of the outputs at the first position")
        assert_close(
            found[:, units:], first[:, units:], rtol=1e-4, atol=1e-5, what="the backward half, beside the outputs' own"
        )
