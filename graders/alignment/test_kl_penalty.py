"""Grades `kl_penalty`: values and gradients by NumPy, and the exact mean over a small vocabulary."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

LOGP = torch.tensor([[-1.0, -0.5, -2.0, -3.0, -1.5], [-0.25, -4.0, -1.0, -2.5, -0.75]], dtype=torch.float64)
REF = torch.tensor([[-2.5, -0.75, -1.0, -3.5, -3.0], [-1.0, -3.0, -2.0, -0.5, -1.25]], dtype=torch.float64)
MASK = torch.tensor([[0, 1, 1, 1, 1], [1, 1, 0, 0, 0]], dtype=torch.bool)  # the last token isn't the second of each
TORN = torch.tensor([[1, 0, 1, 1, 0], [0, 1, 1, 0, 1]], dtype=torch.bool)  # answers in pieces; not T tokens in all
KINDS = ("k1", "k2", "k3")


def value(kind, logp, ref):
    d = logp.detach().numpy() - ref.detach().numpy()
    return torch.from_numpy({"k1": d, "k2": d * d / 2, "k3": np.expm1(-d) + d}[kind])


def derivative(kind, logp, ref):
    d = logp.detach().numpy() - ref.detach().numpy()
    return torch.from_numpy({"k1": np.ones_like(d), "k2": d, "k3": -np.expm1(-d)}[kind])


@pytest.mark.points(24)
@pytest.mark.parametrize("kind", KINDS)
def test_the_estimate_at_each_token(submission, rng, kind):
    """k1 is d, k2 is d^2 / 2 and k3 is exp(-d) - 1 + d, with d = logp - ref."""
    drawn = -normal(rng, 2, 3).abs(), -normal(rng, 2, 3).abs()
    for logp, ref in ((LOGP[0], REF[0]), drawn):
        found = submission.kl_per_token(logp, ref, kind)
        assert_close(found, value(kind, logp, ref), what=f"the estimates {kind}", rtol=1e-6)


@pytest.mark.points(8)
def test_the_mean_under_the_policy_is_the_divergence(submission, rng):
    """Averaged over the vocabulary with the policy's probabilities, k1 and k3 give KL(policy, reference)."""
    p = torch.tensor([0.5, 0.25, 0.125, 0.125], dtype=torch.float64)
    q = torch.from_numpy(rng.dirichlet(np.full(4, 3.0)))
    divergence = float((p * (p / q).log()).sum())
    for kind in ("k1", "k3"):
        mean = float((p * torch.as_tensor(submission.kl_per_token(p.log(), q.log(), kind))).sum())
        assert_close(mean, divergence, what=f"the mean of {kind}", rtol=1e-6)


@pytest.mark.points(16)
def test_the_gradient_of_each_estimate(submission, rng):
    """The gradients for logp are 1, d and 1 - exp(-d)."""
    for kind in KINDS:
        logp, cotangent = LOGP.clone().requires_grad_(), normal(rng, 2, 5)
        found = submission.kl_per_token(logp, REF, kind)
        assert found.requires_grad, f"{kind} has no graph: no gradient reaches the policy's log-probabilities."
        (gradient,) = torch.autograd.grad(found, logp, cotangent)
        wanted = cotangent * derivative(kind, LOGP, REF)
        assert_close(gradient, wanted, what=f"the gradient of {kind}", rtol=1e-6)


@pytest.mark.points(6)
def test_the_reference_is_frozen(submission, rng):
    """No gradient reaches the reference's log-probabilities."""
    found = submission.kl_penalty(LOGP, REF, MASK, "k1")
    assert_equal(list(found.shape), [], what="the shape of the penalty")
    for kind in KINDS:
        logp, ref = LOGP.clone().requires_grad_(), REF.clone().requires_grad_()
        for found in (submission.kl_per_token(logp, ref, kind), submission.kl_penalty(logp, ref, MASK, kind)):
            gradient = torch.autograd.grad(found.sum(), [logp, ref], allow_unused=True)[1]
            assert gradient is None or not gradient.any(), f"the reference gets a gradient from {kind}."


@pytest.mark.points(16)
def test_the_penalty_is_the_mean_over_the_answers(submission, rng):
    """The penalty is one mean over all tokens at which the mask is True; it is that of k3 if nothing is said."""
    for kind in KINDS:
        # The estimates are the answer's own here; k1 where d is 2 anchors them, below.
        own = torch.as_tensor(submission.kl_per_token(LOGP, REF, kind))
        assert_equal(list(own.shape), [2, 5], what="the shape of the estimates")
        for mask in (MASK, TORN):
            found = submission.kl_penalty(LOGP, REF, mask, kind)
            assert_close(found, float(own.detach()[mask].numpy().mean()), what=f"the penalty with {kind}", rtol=1e-6)
    size = abs(float(submission.kl_penalty(LOGP, LOGP - 2.0, MASK, "k1")))
    assert_close(size, 2.0, what="the size of the penalty with k1 where d is 2", rtol=1e-6)
    default = submission.kl_penalty(LOGP, REF, MASK)
    assert_close(default, submission.kl_penalty(LOGP, REF, MASK, "k3"), what="the penalty without a kind", rtol=1e-6)


@pytest.mark.points(4)
def test_no_answer_gives_no_penalty(submission, rng):
    """Without a single token the penalty is 0, never nan."""
    size = abs(float(submission.kl_penalty(LOGP, LOGP - 2.0, MASK, "k1")))
    assert_close(size, 2.0, what="the size of the penalty with k1 where d is 2", rtol=1e-6)
    assert_equal(float(submission.kl_penalty(LOGP, REF, MASK & False, "k1")), 0.0, what="the penalty")


@pytest.mark.points(16)
def test_the_shaped_rewards(submission, rng):
    """Each token of the answer has the reward -beta (logp - ref), and the last one the score on top."""
    for scores, beta in ((torch.tensor([2.0, -3.0]).double(), 0.5), (normal(rng, 2), uniform(rng, 0.1, 0.9))):
        for mask in (MASK, torch.ones_like(MASK), TORN):
            wanted = torch.zeros(2, 5, dtype=torch.float64)
            for b, row in enumerate(mask.tolist()):
                answer = [t for t in range(5) if row[t]]
                for t in answer:
                    wanted[b, t] = beta * (REF[b, t] - LOGP[b, t])
                wanted[b, answer[-1]] += scores[b]
            found = submission.shaped_rewards(scores, LOGP, REF, mask, beta)
            assert_close(found, wanted, what="the rewards", rtol=1e-6)


@pytest.mark.points(4)
def test_the_shaped_rewards_are_constants(submission, rng):
    """The rewards carry no graph, also when the log-probabilities do."""
    leaves = [LOGP.clone().requires_grad_(), REF.clone().requires_grad_()]
    found = submission.shaped_rewards(torch.tensor([2.0, -3.0]).double(), *leaves, MASK, 0.5)
    assert not found.requires_grad, "the rewards carry a graph: the policy would be trained through its own reward."
    assert_equal(list(found.shape), [2, 5], what="the shape of the rewards")


@pytest.mark.points(2)
def test_an_answer_without_tokens_has_no_rewards(submission, rng):
    """A row without an answer has rewards of 0, its score included."""
    mask = MASK.clone()
    mask[1] = False
    found = submission.shaped_rewards(torch.tensor([2.0, -3.0]).double(), LOGP, REF, mask, 0.0)
    assert_close(
        found, torch.tensor([[0, 0, 0, 0, 2.0], [0.0] * 5]).double(), what="the rewards with beta = 0", rtol=1e-6
    )


@pytest.mark.points(2)
def test_the_dtype(submission, rng):
    """Penalty and rewards have the dtype of the log-probabilities."""
    for dtype in (torch.float64, torch.float32):
        logp, ref, scores = (x.to(dtype) for x in (LOGP, REF, torch.tensor([2.0, -3.0])))
        results = (
            submission.kl_penalty(logp, ref, MASK, "k3"),
            submission.shaped_rewards(scores, logp, ref, MASK, 0.5),
        )
        assert_equal([list(x.shape) for x in results], [[], [2, 5]], what="the shapes of penalty and rewards")
        assert all(x.numpy().any() for x in results), "a result is 0 throughout."
        assert_equal([str(x.dtype) for x in results], [str(dtype)] * 2, what="the dtypes of penalty and rewards")


@pytest.mark.points(2)
def test_other_kinds_are_refused(submission, rng):
    """Another word for kind raises ValueError."""
    submission.kl_per_token(LOGP, REF, "k1")
    submission.kl_penalty(LOGP, REF, MASK, "k1")
    for wrong in ("k4", "kl"):
        with pytest.raises(ValueError):
            submission.kl_per_token(LOGP, REF, wrong)
        with pytest.raises(ValueError):
            submission.kl_penalty(LOGP, REF, MASK, wrong)
