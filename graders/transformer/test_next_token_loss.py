"""Grades `next_token_loss`: the oracle adds log(sum_j exp(x_j - x_target)), position by position."""

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

# Two sequences of five tokens over a vocabulary of five, without 0 and 4: the latter is the padding of most tests.
TOKENS = torch.tensor([[3, 1, 2, 2, 1], [1, 2, 3, 1, 3]])
PAD = 4


def expected(logits, tokens, pad_id):
    losses = []
    for row, ids in zip(logits, tokens.tolist(), strict=True):
        for here, target in zip(row, ids[1:], strict=False):
            if target != pad_id:
                losses.append(torch.logsumexp(here - here[target], dim=0))
    return sum(losses) / len(losses) if losses else logits.sum() * 0.0


def check(submission, logits, tokens, pad_id, what="the loss"):
    assert_close(
        submission.next_token_loss(logits, tokens, pad_id), expected(logits, tokens, pad_id), what=what, rtol=1e-6
    )


@pytest.mark.points(34)
def test_each_position_predicts_the_token_after_it(submission, rng):
    """The loss is the mean of -log softmax(logits[b, t])[tokens[b, t + 1]] over t from 0 to T - 2."""
    check(submission, normal(rng, 1, 5, 5), TOKENS[:1], PAD, what="the loss of one sequence")
    check(submission, 2 * normal(rng, 2, 5, 5), TOKENS, PAD, what="the loss of two sequences")
    tokens = torch.from_numpy(rng.integers(1, 6, size=(3, 4)))
    check(submission, normal(rng, 3, 4, 7), tokens, 6, what="the loss of three sequences")


@pytest.mark.points(16)
def test_padding_is_not_predicted(submission, rng):
    """A position whose target is padding adds nothing to the loss and isn't counted."""
    tokens = TOKENS.clone()
    tokens[:, 1] = 0
    tokens[:, 3:] = PAD  # rows of equal lengths: their means have the same weight
    logits = (2 * normal(rng, 2, 5, 5)).requires_grad_()
    loss = submission.next_token_loss(logits, tokens, PAD)
    assert_close(loss, expected(logits, tokens, PAD), what="the loss", rtol=1e-6)
    if loss.requires_grad:
        (found,) = torch.autograd.grad(loss, logits)
        assert_equal(found[:, 2:], torch.zeros(2, 3, 5, dtype=torch.float64), what="the gradient where nothing counts")


@pytest.mark.points(12)
def test_one_mean_over_all_that_counts(submission, rng):
    """Sequences of different lengths share one mean, in which each token has the same weight."""
    tokens = TOKENS.clone()
    tokens[0, 2:] = PAD
    check(submission, 2 * normal(rng, 2, 5, 5), tokens, PAD)
    lengths = rng.permutation([2, 3, 6])
    tokens = torch.from_numpy(rng.integers(1, 4, size=(3, 6)))
    tokens[torch.arange(6) >= torch.from_numpy(lengths)[:, None]] = 4
    check(submission, 2 * normal(rng, 3, 6, 5), tokens, 4)


@pytest.mark.points(6)
def test_padding_at_the_beginning(submission, rng):
    """It is the target that decides: the first real token counts, although the model read padding before it."""
    tokens = TOKENS.clone()
    tokens[:, :2] = PAD
    check(submission, 2 * normal(rng, 2, 5, 5), tokens, PAD)


@pytest.mark.points(6)
def test_any_id_can_be_the_padding(submission, rng):
    """pad_id is an argument: it may be 0 as well as the last id, and all other ids count."""
    logits = 2 * normal(rng, 1, 5, 5)
    for pad_id in (0, 1, 3):
        check(submission, logits, TOKENS[:1], pad_id, what=f"the loss with pad_id={pad_id}")


@pytest.mark.points(10)
def test_the_gradient(submission, rng):
    """The gradient is softmax minus 1 at the target, over the number of positions, and 0 at the last one."""
    logits = normal(rng, 2, 5, 5).requires_grad_()
    loss = submission.next_token_loss(logits, TOKENS, PAD)
    assert loss.requires_grad, "the loss has no graph: no gradient reaches the logits."
    (wanted,) = torch.autograd.grad(expected(logits, TOKENS, PAD), logits)
    (found,) = torch.autograd.grad(loss, logits)
    assert_close(found, wanted, what="the gradient of the logits", rtol=1e-6)


@pytest.mark.points(6)
def test_large_logits(submission, rng):
    """Logits in the thousands, confident and wrong, give the right finite loss."""
    # With the same number added to all logits, only exponentials of the logits themselves go wrong.
    logits = 1000.0 + torch.from_numpy(rng.integers(-8, 9, size=(2, 5, 5)) / 4)  # exact in float32 too
    check(submission, logits, TOKENS, PAD, what="the loss of logits near 1000")
    # So large a loss that it hardly matters which small number kept a logarithm finite: what is cut off is cut off.
    logits = normal(rng, 2, 5, 5)
    logits[0, 1] += torch.tensor([1e8, 0.0, -1e8, 0.0, 0.0], dtype=torch.float64)
    logits[1, 2] += 1e8
    check(submission, logits, TOKENS, PAD)
    logits = normal(rng, 2, 5, 5)
    logits[0, 1] += torch.tensor([2000.0, 0.0, -2000.0, 1000.0, 0.0], dtype=torch.float64)
    logits[1, 2] -= 900.0
    check(submission, logits, TOKENS, PAD)


@pytest.mark.points(4)
def test_the_dtype_is_that_of_the_logits(submission):
    """The loss has the dtype of the logits, float32 or float64."""
    # Where all logits are equal every target costs log V.
    for dtype in (torch.float32, torch.float64):
        loss = submission.next_token_loss(torch.zeros(2, 5, 5, dtype=dtype), TOKENS, PAD)
        name = str(dtype).removeprefix("torch.")
        expected = torch.tensor(5.0, dtype=dtype).log()
        assert_close(loss, expected, exact_dtype=True, what=f"the loss of equal logits of {name}")


@pytest.mark.points(6)
def test_nothing_left_gives_zero(submission, rng):
    """When every target is padding, loss and gradient are 0: never nan, and never without a gradient."""
    check(submission, normal(rng, 1, 5, 5), TOKENS[:1], PAD, what="the loss of a sequence without padding")
    graph = submission.next_token_loss(normal(rng, 1, 5, 5).requires_grad_(), TOKENS[:1], PAD).requires_grad
    logits = normal(rng, 2, 3, 5).requires_grad_()
    tokens = torch.tensor([[1, PAD, PAD], [3, PAD, PAD]])
    loss = submission.next_token_loss(logits, tokens, PAD)
    assert_equal(float(loss), 0.0, what="the loss")
    if not graph:
        return  # no loss has one, which is judged elsewhere
    assert loss.requires_grad, "The loss of a batch of nothing but padding has no graph: loss.backward() would raise."
    (found,) = torch.autograd.grad(loss, logits)
    assert_equal(found, torch.zeros(2, 3, 5, dtype=torch.float64), what="the gradient")
