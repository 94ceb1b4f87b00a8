"""Grades `sequence_log_prob`: the oracle goes from token to token and takes -log(sum_j exp(x_j - x_token))."""

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

TOKENS = torch.tensor([[2, 0, 3, 1, 1], [1, 3, 2, 0, 2]])
MASK = torch.tensor([[0, 0, 1, 1, 1], [0, 1, 1, 0, 0]], dtype=torch.bool)


def by_token(logits, tokens):
    """Lists of tensors without axes, one list for each sequence."""
    return [
        [-torch.logsumexp(row[t - 1] - row[t - 1, ids[t]], dim=0) for t in range(1, len(ids))]
        for row, ids in zip(logits, tokens.tolist(), strict=True)
    ]


def expected(logits, tokens, mask, average=False):
    values = []
    for row, chosen in zip(by_token(logits, tokens), mask.tolist(), strict=True):
        picked = [logp for logp, counts in zip(row, chosen[1:], strict=True) if counts]
        total = sum(picked) if picked else torch.zeros((), dtype=logits.dtype)
        values.append(total / max(len(picked), 1) if average else total)
    return torch.stack(values)


@pytest.mark.points(28)
def test_each_token_is_guessed_by_the_logits_before_it(submission, rng):
    """Item [b, t] is log softmax(logits[b, t]) at tokens[b, t + 1]."""
    drawn = torch.from_numpy(rng.integers(5, size=(3, 4)))
    for logits, tokens in [(normal(rng, 2, 5, 4), TOKENS), (2 * normal(rng, 3, 4, 5), drawn)]:
        wanted = torch.stack([torch.stack(row) for row in by_token(logits, tokens)])
        assert_close(submission.token_log_probs(logits, tokens), wanted, what="the log-probabilities", rtol=1e-6)


def own_sums(submission, logits, mask):
    """The answer's own sums, judged above, as numbers to compare with."""
    found = submission.sequence_log_prob(logits, TOKENS, mask)
    assert_equal(list(found.shape), [2], what="the shape of the result")
    sums = torch.tensor([float(found[0]), float(found[1])], dtype=logits.dtype)
    assert float(sums.abs().min()) > 1e-9, "The sum over an answer's tokens is hardly anything."
    return sums


@pytest.mark.points(26)
def test_the_sum_over_the_answer(submission, rng):
    """The log-probability of an answer is the sum over the tokens at which the mask is True."""
    logits = normal(rng, 2, 5, 4)
    for mask in (MASK, torch.tensor([[0, 1, 1, 1, 1]] * 2, dtype=torch.bool), ~MASK & (torch.arange(5) > 0)):
        wanted = expected(logits, TOKENS, mask)
        assert_close(
            submission.sequence_log_prob(logits, TOKENS, mask), wanted, what="the log-probabilities", rtol=1e-6
        )


@pytest.mark.points(12)
def test_the_mean_over_the_answer(submission, rng):
    """With average=True it is the mean over the answer's tokens, for each sequence."""
    logits = normal(rng, 2, 5, 4)
    one = torch.tensor([[0, 0, 0, 1, 0], [0, 1, 0, 1, 0]], dtype=torch.bool)
    two = torch.tensor([[0, 1, 1, 1, 0], [0, 0, 1, 1, 0]], dtype=torch.bool)
    for mask in (two, one, two.flip(0)):
        wanted = own_sums(submission, logits, mask) / mask.sum(dim=1)
        found = submission.sequence_log_prob(logits, TOKENS, mask, average=True)
        assert_equal(list(found.shape), [2], what="the shape of the means")
        pooled = wanted * mask.sum(dim=1) / mask.sum()
        assert any(abs(float(mean) - float(one)) > 1e-5 for mean, one in zip(found, pooled, strict=True)), (
            "Each sum is divided by the number of tokens in the answers of all sequences together: each sequence has "
            "a mean of its own, over its own answer."
        )
        assert_close(found, wanted, what="the means", rtol=1e-6)


@pytest.mark.points(8)
def test_the_first_token_never_counts(submission, rng):
    """The first token is guessed by nobody: the mask at it doesn't matter, for the sum and for the mean."""
    logits, mask = normal(rng, 2, 5, 4), MASK.clone()
    mask[:, 0] = True
    sums = own_sums(submission, logits, MASK)
    means = torch.as_tensor(submission.sequence_log_prob(logits, TOKENS, MASK, True)).clone()
    for average, wanted in ((False, sums), (True, means)):
        found = submission.sequence_log_prob(logits, TOKENS, mask, average)
        assert_close(found, wanted, what=f"the results with average={average}", rtol=1e-6)


@pytest.mark.points(6)
def test_an_empty_answer_gives_zero(submission, rng):
    """An answer without a token has the value 0, the mean too, and changes nothing for the other sequence."""
    logits, mask = normal(rng, 2, 5, 4), torch.tensor([[0, 0, 1, 1, 0], [0, 1, 1, 0, 0]], dtype=torch.bool)
    sums = own_sums(submission, logits, mask)
    means = torch.as_tensor(submission.sequence_log_prob(logits, TOKENS, mask, True)).clone()
    mask[1] = sums[1] = means[1] = 0
    for average, wanted in ((False, sums), (True, means)):
        found = submission.sequence_log_prob(logits, TOKENS, mask, average)
        assert_close(found, wanted, what=f"the results with average={average}", rtol=1e-6)


@pytest.mark.points(4)
def test_a_single_sequence_of_two_tokens(submission, rng):
    """The axes stay where there is one sequence, or one log-probability."""
    logits, tokens = normal(rng, 1, 2, 3), torch.tensor([[0, 2]])
    found = submission.token_log_probs(logits, tokens)
    assert_equal(list(found.shape), [1, 1], what="the shape of the log-probabilities")
    found = submission.sequence_log_prob(logits, tokens, torch.tensor([[False, True]]))
    assert_equal(list(found.shape), [1], what="the shape of the result")
    other = submission.token_log_probs(torch.cat([logits, logits + 1]), tokens.repeat(2, 1))
    assert float(other.abs().min()) > 1e-9, "A log-probability is 0."


@pytest.mark.points(2)
def test_the_dtype_of_the_logits(submission, rng):
    """The results have the dtype of the logits."""
    for dtype in (torch.float64, torch.float32):
        logits = normal(rng, 2, 5, 4).to(dtype)
        found = submission.token_log_probs(logits, TOKENS)
        assert_equal(list(found.shape), [2, 4], what="the shape of the log-probabilities")
        assert float(found.abs().min()) > 1e-9, "A log-probability is 0."
        assert_equal(str(found.dtype), str(dtype), what="the dtype of the log-probabilities")
        found = submission.sequence_log_prob(logits, TOKENS, MASK)
        assert_equal(str(found.dtype), str(dtype), what="the dtype of the result")


@pytest.mark.points(6)
def test_large_logits(submission, rng):
    """Logits in the thousands give the right finite log-probabilities."""
    logits = normal(rng, 2, 5, 4)
    logits[0, 2] = torch.tensor([3000.0, 0.0, -2000.0, 1000.0])
    logits[1] -= 900.0
    wanted = torch.stack([torch.stack(row) for row in by_token(logits, TOKENS)])
    found = submission.token_log_probs(logits, TOKENS)
    assert_equal(list(found.shape), [2, 4], what="the shape of the result")
    least = float(found[0, 2])
    assert not -200 < least < -9, (
        f"A log-probability of -3000 comes as {least:.1f}: a small number was added to the probabilities, or they or "
        "the logits were clipped, before the logarithm was taken."
    )
    assert_close(found, wanted, what="the log-probabilities", rtol=1e-6)


@pytest.mark.points(8)
def test_gradients_reach_the_logits(submission, rng):
    """Sum and mean are differentiable, and tokens that don't count give no gradient."""
    for average in (False, True):
        logits, cotangent = normal(rng, 2, 5, 4).requires_grad_(), normal(rng, 2)
        found = submission.sequence_log_prob(logits, TOKENS, MASK, average)
        assert_equal(list(found.shape), [2], what="the shape of the result")
        assert found.requires_grad, "the result has no graph: no gradient reaches the logits."
        (wanted,) = torch.autograd.grad(expected(logits, TOKENS, MASK, average), logits, cotangent)
        (gradient,) = torch.autograd.grad(found, logits, cotangent)
        assert_close(gradient, wanted, what=f"the gradient with average={average}", rtol=1e-6)
