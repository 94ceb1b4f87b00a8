"""Grades `distillation_loss`: the oracle goes from class to class in Python's floats."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

STUDENT = torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]], dtype=torch.float64)
TEACHER = torch.tensor([[2.0, 0.0, -1.0], [0.5, 3.0, 1.0]], dtype=torch.float64)


def log_softmax(row):
    top = max(row)
    total = math.log(math.fsum(math.exp(x - top) for x in row))
    return [x - top - total for x in row]


def soft(student, teacher, t):
    terms = []
    for z, v in zip(student.tolist(), teacher.tolist(), strict=True):
        pairs = zip(log_softmax([x / t for x in v]), log_softmax([x / t for x in z]), strict=True)
        terms += [math.exp(p) * (p - q) for p, q in pairs]
    return t * t * math.fsum(terms) / len(student)


def hard(student, labels):
    rows = zip(student.tolist(), labels.tolist(), strict=True)
    return math.fsum(-log_softmax(row)[label] for row, label in rows) / len(student)


@pytest.mark.points(30)
def test_the_divergence_from_the_teacher(submission, rng):
    """At T = 1 the soft loss is the mean over samples of KL(teacher || student)."""
    for student, teacher in ((STUDENT[:1], TEACHER[:1]), (STUDENT, TEACHER), (normal(rng, 4, 5), normal(rng, 4, 5))):
        found = submission.soft_loss(student, teacher, 1.0)
        assert_close(found, soft(student, teacher, 1.0), rtol=1e-6, what=f"the loss of {len(student)} samples")


@pytest.mark.points(20)
def test_the_temperature(submission, rng):
    """Both distributions are softened by T, and the divergence is multiplied by T^2."""
    for t in (2.0, 0.5, uniform(rng, 2.5, 5.0)):
        for student, teacher in ((STUDENT[1:], TEACHER[1:]), (normal(rng, 1, 4), 2 * normal(rng, 1, 4))):
            # Beside the answer's own divergence of softened logits: what it is has a test of its own.
            softened = float(submission.soft_loss(student / t, teacher / t, 1.0))
            assert abs(softened) > 1e-6, "the loss of a student that differs from its teacher is 0."
            found = submission.soft_loss(student, teacher, t)
            assert_close(found, t * t * softened, rtol=1e-6, what=f"the loss with T={t}")


@pytest.mark.points(14)
def test_the_labels(submission, rng):
    """With w = 0 the loss is the mean cross-entropy of the labels, whatever the temperature."""
    student, teacher = normal(rng, 4, 3), normal(rng, 4, 3)
    for z, labels in ((STUDENT, torch.tensor([0, 2])), (student, torch.from_numpy(rng.integers(3, size=4)))):
        for t in (1.0, 4.0):
            found = submission.distillation_loss(z, teacher[: len(z)], labels, t, 0.0)
            assert_close(found, hard(z, labels), rtol=1e-6, what=f"the loss with w=0 and T={t}")


@pytest.mark.points(14)
def test_the_two_parts_are_weighted(submission, rng):
    """The soft part weighs w, the hard one 1 - w."""
    labels, student, teacher = torch.tensor([1]), STUDENT[:1], TEACHER[:1]
    for w in (0.25, uniform(rng, 0.6, 0.9)):
        found = submission.distillation_loss(student, teacher, labels, 1.0, w)
        wanted = w * float(submission.soft_loss(student, teacher, 1.0)) + (1 - w) * hard(student, labels)
        assert_close(found, wanted, rtol=1e-6, what=f"the loss with w={w} and T=1")


@pytest.mark.points(12)
def test_the_gradient(submission, rng):
    """The student gets the slopes of the loss by both parts; the teacher gets nothing."""
    student, teacher, label = STUDENT[:1], TEACHER[:1], torch.tensor([1])
    q = torch.tensor([log_softmax(student[0].tolist())], dtype=torch.float64).exp()
    for w in (0.0, 0.5):
        leaves = [student.clone().requires_grad_(), teacher.clone().requires_grad_()]
        loss = submission.distillation_loss(*leaves, label, 1.0, w)
        assert loss.requires_grad, "the loss has no graph: no gradient reaches the student."
        found = torch.autograd.grad(loss, leaves, allow_unused=True)
        wanted = q - torch.tensor([[0.0, 1.0, 0.0]])
        if w > 0:  # the slopes of the answer's own loss, whose values have tests of their own
            steps = 1e-4 * torch.eye(3, dtype=torch.float64)
            above, below = (
                [float(submission.distillation_loss(student + sign * step, teacher, label, 1.0, w)) for step in steps]
                for sign in (1, -1)
            )
            wanted = (torch.tensor([above], dtype=torch.float64) - torch.tensor([below], dtype=torch.float64)) / 2e-4
            assert wanted.abs().max() > 1e-6, "the loss doesn't change with the student."
        assert_close(found[0], wanted, rtol=1e-5, atol=1e-8, what=f"the gradient of the student with w={w}")
        assert found[1] is None or not found[1].any(), "the teacher gets a gradient."


@pytest.mark.points(10)
def test_large_logits(submission, rng):
    """Logits of 1000 give the right finite loss, where one of the two is sure and wrong as well."""
    cases = (
        ([1000.0, 1001.0, 999.5], [1000.5, 998.0, 999.0]),  # whose probabilities are all well above 0
        ([1000.0, 0.0, -1000.0], [0.0, 800.0, 0.0]),
        ([3.0, 1.0, 900.0], [0.0, 1.0, 1000.0]),
    )
    for student, teacher in cases:
        z, v = (torch.tensor([row], dtype=torch.float64) for row in (student, teacher))
        found = submission.soft_loss(z, v, 1.0)
        assert_equal(list(found.shape), [], what="the shape of the loss")
        assert_close(found, soft(z, v, 1.0), rtol=1e-6, atol=1e-9, what="the soft loss")
        labels = torch.tensor([1])
        found = submission.distillation_loss(z, v, labels, 1.0, 0.0)
        assert_close(found, hard(z, labels), rtol=1e-6, what="the hard loss")
    for dtype in (torch.float64, torch.float32):
        found = submission.distillation_loss(z.to(dtype), v.to(dtype), labels, 2.0, 0.5)
        assert_equal(str(found.dtype), str(dtype), what="the dtype of the loss")
