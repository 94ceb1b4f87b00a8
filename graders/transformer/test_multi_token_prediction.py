"""Grades `multi_token_prediction`: the oracle goes from head to head and position to position."""

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

TOKENS = torch.tensor([[3, 1, 2, 2, 5], [1, 4, 3, 1, 2], [2, 5, 1, 4, 3]])


def targets_of(tokens, k, pad_id):
    rows = tokens.tolist()
    return torch.tensor(
        [
            [
                [row[t + 1 + i] if t + 1 + i < len(row) and row[t + 1 + i] != pad_id else -100 for t in range(len(row))]
                for row in rows
            ]
            for i in range(k)
        ]
    )


def losses_of(logits, targets):
    losses = []
    for head, labels in zip(logits, targets, strict=True):
        pairs = zip(head.flatten(0, 1), labels.flatten().tolist(), strict=True)
        terms = [torch.logsumexp(row - row[label], dim=0) for row, label in pairs if label != -100]
        losses.append(sum(terms) / len(terms) if terms else head.sum() * 0.0)
    return torch.stack(losses)


def logits_of(x, heads, unembedding):
    return torch.stack([x @ head.T @ unembedding.T for head in heads])


@pytest.mark.points(20)
def test_the_targets(submission, rng):
    """Head i has the token i + 1 places on as its target, and none where the text has ended."""
    for k in (1, 3):
        assert_equal(
            submission.offset_targets(TOKENS, k, 0), targets_of(TOKENS, k, 0), what=f"the targets of {k} heads"
        )
    tokens = torch.from_numpy(rng.integers(1, 9, size=(2, 6)))
    assert_equal(submission.offset_targets(tokens, 4, 0), targets_of(tokens, 4, 0), what="the targets of 4 heads")


@pytest.mark.points(6)
def test_padding_is_no_target(submission, rng):
    """A target that is padding is -100, wherever it stands; a text can be shorter than the number of heads."""
    tokens = torch.tensor([[3, 7, 2, 7, 7], [7, 7, 3, 1, 2]])
    assert_equal(submission.offset_targets(tokens, 2, 7), targets_of(tokens, 2, 7), what="the targets")
    found = submission.offset_targets(tokens[:, :3], 4, 7)
    assert_equal(found, targets_of(tokens[:, :3], 4, 7), exact_dtype=True, what="the targets")


@pytest.mark.points(18)
def test_the_logits(submission, rng):
    """Each head multiplies the trunk's features by its own matrix, and all use the same unembedding."""
    for k, n_batch, n, d_model, vocab_size in [(2, 1, 3, 4, 5), (4, 2, 3, 5, 7)]:
        args = normal(rng, n_batch, n, d_model), normal(rng, k, d_model, d_model), normal(rng, vocab_size, d_model)
        assert_close(submission.offset_logits(*args), logits_of(*args), rtol=1e-7, what="the logits")


@pytest.mark.points(22)
def test_the_loss_of_each_head(submission, rng):
    """A head's loss is the mean of -log softmax(logits)[target] over its targets."""
    for k in (1, 3):
        logits, targets = normal(rng, k, 3, 5, 6), targets_of(TOKENS, k, 0)
        assert_close(
            submission.offset_losses(logits, targets), losses_of(logits, targets), rtol=1e-6, what="the losses"
        )


@pytest.mark.points(8)
def test_texts_share_the_mean(submission, rng):
    """Texts with fewer targets share the mean of a head with the others; each target counts the same, id 0 as well."""
    tokens = TOKENS.clone()
    tokens[0, 3:] = 0
    logits, targets = normal(rng, 2, 3, 5, 6), targets_of(tokens, 2, 0)
    assert_close(submission.offset_losses(logits, targets), losses_of(logits, targets), rtol=1e-6, what="the losses")
    targets = targets_of(tokens, 2, 5)  # here 5 is the padding, and 0 an id like any other
    assert_close(
        submission.offset_losses(logits, targets),
        losses_of(logits, targets),
        rtol=1e-6,
        what="the losses where some targets are the id 0",
    )


@pytest.mark.points(4)
def test_a_head_without_targets(submission, rng):
    """A head that has no target at all has a loss of 0, and no gradient is nan."""
    logits, targets = normal(rng, 3, 1, 2, 6).requires_grad_(), targets_of(TOKENS[:1, :2], 3, 0)
    losses = submission.offset_losses(logits, targets)
    assert_close(losses, losses_of(logits, targets), rtol=1e-6, what="the losses")
    assert losses.requires_grad, "the losses have no graph."
    (found,) = torch.autograd.grad(losses, logits, torch.ones(3, dtype=torch.float64))
    assert_equal(found[1:], torch.zeros(2, 1, 2, 6, dtype=torch.float64), what="the gradient of heads without targets")


@pytest.mark.points(4)
def test_large_logits(submission, rng):
    """Logits in the thousands give the right finite losses."""
    logits, targets = 2000 * normal(rng, 2, 3, 5, 6), targets_of(TOKENS, 2, 0)
    found, right = submission.offset_losses(logits, targets), losses_of(logits, targets)
    sizes = torch.as_tensor(found).detach().reshape(-1).double()
    large = bool((torch.isfinite(sizes) & (sizes > 100)).all())
    assert_equal(large, True, what="whether the losses of logits in the thousands are finite and above 100")
    assert_close(found, right, rtol=1e-6, what="the losses")


@pytest.mark.points(10)
def test_the_weighted_sum(submission, rng):
    """The loss is the sum of the heads' losses, each times its weight."""
    x, heads, unembedding = normal(rng, 3, 5, 4), normal(rng, 3, 4, 4), normal(rng, 6, 4)
    tokens = TOKENS.clone()
    tokens[1, 3:] = 0
    # What a target, a logit and a loss are is settled above: here the answer's own are taken.
    logits = submission.offset_logits(x, heads, unembedding)
    losses = submission.offset_losses(logits, submission.offset_targets(tokens, 3, 0))
    losses = torch.tensor([float(loss) for loss in losses], dtype=torch.float64)
    assert float(losses.min()) > 1e-3, "the losses of random logits should be above 0."
    for weights in ([1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.5, 2.0, 0.25]):
        found = submission.multi_token_loss(x, heads, unembedding, tokens, weights, 0)
        right = float(torch.dot(losses, torch.tensor(weights, dtype=torch.float64)))
        assert_close(
            found, torch.tensor(right, dtype=torch.float64), rtol=1e-6, what=f"the loss with weights {weights}"
        )


@pytest.mark.points(8)
def test_the_gradients(submission, rng):
    """Gradients of all heads reach the trunk and the unembedding, and each head has its own."""
    leaves = [x.requires_grad_() for x in (0.3 * normal(rng, 3, 5, 4), normal(rng, 2, 4, 4), normal(rng, 6, 4))]
    loss = submission.multi_token_loss(*leaves, TOKENS, [1.0, 0.5], 0)
    assert loss.requires_grad, "the loss has no graph."
    found = torch.autograd.grad(loss, leaves, allow_unused=True)
    losses = losses_of(logits_of(*leaves), targets_of(TOKENS, 2, 0))
    wanted = torch.autograd.grad(losses[0] + 0.5 * losses[1], leaves)
    for name, one, right in zip(("x", "heads", "unembedding"), found, wanted, strict=True):
        assert one is not None, f"no gradient reaches {name}."
        assert_close(one, right, rtol=1e-5, what=f"the gradient of {name}")
