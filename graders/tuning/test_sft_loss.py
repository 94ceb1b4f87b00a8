"""Grades `sft_loss`: the oracle goes through examples and tokens one after the other, in Python's floats."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

SEGMENTS = torch.tensor([[0, 0, 0, 0, 1, 1, 1, -1], [0, 0, 1, 1, 1, 1, 2, 2]])
RESPONSE = torch.tensor([[0, 1, 1, 1, 0, 1, 1, 0], [0, 0, 0, 0, 0, 1, 0, 1]], dtype=torch.bool)
ONE = torch.zeros(2, 5, dtype=torch.int64)
LAST_TWO = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 1, 1]], dtype=torch.bool)


def draw(rng, shape, v=6):
    """Logits, and ids of which none is 0: that this is a token like any other is judged once."""
    return normal(rng, *shape, v), torch.from_numpy(rng.integers(1, v, size=shape))


def terms(logits, tokens, segments, is_response):
    """The loss of each token that counts, by its place."""
    found = {}
    for b in range(tokens.shape[0]):
        for t in range(1, tokens.shape[1]):
            if is_response[b, t] and segments[b, t] == segments[b, t - 1]:
                row = logits[b, t - 1].tolist()
                top = max(row)
                total = math.fsum(math.exp(x - top) for x in row)
                found[b, t] = top + math.log(total) - row[int(tokens[b, t])]
    return found


def check(submission, *args, what="the loss"):
    losses = terms(*args)
    assert_close(submission.sft_loss(*args), math.fsum(losses.values()) / len(losses), rtol=1e-6, what=what)


def attended(row):
    """The mask of one row of segments, by going through the runs of equal numbers."""
    out = torch.zeros(len(row), len(row), dtype=torch.bool)
    for i, segment in enumerate(row):
        j = i
        while segment >= 0 and j >= 0 and row[j] == segment:
            out[i, j] = True
            j -= 1
    return out


@pytest.mark.points(28)
def test_response_tokens_count(submission, rng):
    """The loss is the mean over the response tokens, each predicted by the position before it."""
    logits, tokens = draw(rng, (2, 5))
    check(submission, logits, tokens, ONE, LAST_TWO, what="the loss of two rows")
    for b in range(2):
        logits, tokens = draw(rng, (1, 5))
        check(submission, logits, tokens, ONE[:1], LAST_TWO[:1], what=f"the loss of one example ({b})")


@pytest.mark.points(10)
def test_nothing_is_predicted_from_another_example(submission, rng):
    """An example without a prompt: the first token of its response isn't predicted by the example before it."""
    segments = torch.tensor([[0, 0, 0, 1, 1, 1]])
    response = torch.tensor([[1, 1, 1, 1, 1, 1]], dtype=torch.bool)
    logits, tokens = draw(rng, (1, 6))
    check(submission, logits, tokens, segments, response, what="the loss of two packed examples without prompts")


@pytest.mark.points(10)
def test_one_mean_over_the_batch(submission, rng):
    """All tokens that count weigh the same, however they are spread over rows and examples, the id 0 among them."""
    logits, tokens = draw(rng, (2, 8))
    check(submission, logits, tokens, SEGMENTS, RESPONSE)
    tokens[0, 2], tokens[1, 7] = 0, 0
    check(submission, logits, tokens, SEGMENTS, RESPONSE, what="the loss with the id 0, a token like any other")


@pytest.mark.points(8)
def test_the_gradient(submission, rng):
    """The gradient at a position is softmax minus the next token over N where that counts, and 0 elsewhere."""
    logits, tokens = draw(rng, (2, 5))
    leaf = logits.clone().requires_grad_()
    loss = submission.sft_loss(leaf, tokens, ONE, LAST_TWO)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the logits."
    (found,) = torch.autograd.grad(loss, leaf)
    wanted = torch.zeros_like(logits)
    for b, t in terms(logits, tokens, ONE, LAST_TWO):
        e = (logits[b, t - 1] - logits[b, t - 1].max()).exp()
        wanted[b, t - 1] = e / e.sum()
        wanted[b, t - 1, tokens[b, t]] -= 1
    assert_close(found, wanted / 4, rtol=1e-6, what="the gradient of the logits")


@pytest.mark.points(4)
def test_nothing_counts(submission, rng):
    """Without a response token the loss is 0, and so is its gradient; with one it isn't."""
    logits, tokens = draw(rng, (2, 5))
    # Which tokens count is judged above: here all do, or none.
    every = torch.ones_like(LAST_TWO)
    check(submission, logits, tokens, ONE, every, what="the loss with responses")
    leaf = logits.clone().requires_grad_()
    loss = submission.sft_loss(leaf, tokens, ONE, LAST_TWO & False)
    assert_close(loss, 0.0, atol=1e-12, what="the loss without responses")
    (found,) = torch.autograd.grad(loss, leaf)
    assert_close(found, torch.zeros_like(logits), atol=1e-12, what="the gradient without responses")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits of 1000 and more give the right finite loss."""
    logits, tokens = draw(rng, (2, 5))
    check(
        submission, logits + 2000, tokens, ONE, torch.ones_like(LAST_TWO), what="the loss of logits that are near 2000"
    )
    args = 1000 * logits + 2000, tokens, ONE, torch.ones_like(LAST_TWO)
    found = float(submission.sft_loss(*args))
    assert_equal(math.isfinite(found) and found > 100, True, what="whether the loss is finite and above 100")
    check(submission, *args)


@pytest.mark.points(16)
def test_packed_examples_do_not_see_each_other(submission, rng):
    """A position attends to itself and to what stands before it in its own example, and to nothing else."""
    for rows in ([[0, 0, 0, 0]], [[0, 0, 1, 1, 1, 2], [0, 1, 1, 2, 2, 2]]):
        found = submission.packed_mask(torch.tensor(rows))
        assert_equal(found, torch.stack([attended(row) for row in rows]), what=f"the mask of {rows}", exact_dtype=True)


@pytest.mark.points(4)
def test_padding_attends_to_nothing(submission, rng):
    """The rows and the columns of padding are False."""
    rows = [[0, 0, 1, 1, -1, -1], [0, 0, 0, -1, -1, -1]]
    found = submission.packed_mask(torch.tensor(rows))
    assert_equal(found, torch.stack([attended(row) for row in rows]), what=f"the mask of {rows}")


@pytest.mark.points(12)
def test_a_packed_row(submission, rng):
    """Tokens, segments, positions and responses of examples that fill their row, or leave room for padding."""
    examples = []
    for n, m in ((3, 2), (1, 4), (2, 1)):
        examples.append((rng.integers(1, 50, size=n).tolist(), rng.integers(1, 50, size=m).tolist()))
    for length in (13, 16):
        room = length - 13
        found = submission.pack_examples(examples, length, 0)
        numbers = [
            [token for pair in examples for part in pair for token in part] + [0] * room,
            [0] * 5 + [1] * 5 + [2] * 3 + [-1] * room,
            [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2] + [0] * room,
        ]
        flags = torch.tensor([0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1] + [0] * room, dtype=torch.bool)
        wanted = [*map(torch.tensor, numbers), flags]
        assert_equal(len(found), 4, what="the number of tensors")
        names = ["the tokens", "the segments", "the positions", "what is a response"]
        for what, actual, right in zip(names, found, wanted, strict=True):
            assert_equal(actual, right, what=f"{what} in a row of {length}")


@pytest.mark.points(4)
def test_empty_parts_and_rows_too_short(submission):
    """A prompt or a response may be empty; examples that don't fit raise ValueError."""
    examples = [([], [3, 4]), ([5], [])]
    found = submission.pack_examples(examples, 3, 9)
    wanted = [[3, 4, 5], [0, 0, 1], [0, 1, 0]]
    for name, actual, right in zip(("tokens", "segments", "positions"), found, wanted, strict=False):
        assert_equal(actual, torch.tensor(right), what=f"the {name}")
    assert_equal(found[3], torch.tensor([True, True, False]), what="what is a response")
    with pytest.raises(ValueError):
        submission.pack_examples(examples, 2, 9)
