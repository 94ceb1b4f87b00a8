"""The distillation loss: a small model learns from a large one's
probabilities.

A label says which class is right; a teacher's probabilities also say which
wrong ones are nearly right. Hinton et al. (2015) train a student on both.
With a temperature T above 1 the probabilities are softened, so that the small
ones count too. DistilBERT and Gemma 2 were trained on a teacher like this.
For N samples with student logits z, teacher logits v and labels y,

    p = softmax(v / T)        q = softmax(z / T)             (N, K)
    soft = 1/N  sum_n sum_k p[n, k] (log p[n, k] - log q[n, k])
    hard = 1/N  sum_n  -log softmax(z[n])[y[n]]
    loss = w T^2 soft + (1 - w) hard

The gradient of `soft` shrinks as 1 / T^2; the factor T^2 keeps the two parts
in balance when T is changed.

Conventions:

- **Direction**: KL(teacher || student). (MiniLLM takes the reverse.)
- **Mean** over samples; over the classes it is a sum.
- **The hard part** has no temperature.
- **The teacher** is frozen: no gradient reaches its logits.
- **Stability**: finite logits of any size give the right finite loss.
- **Dtype**: that of the logits.
"""

import torch


def soft_loss(student: torch.Tensor, teacher: torch.Tensor, temperature: float) -> torch.Tensor:
    """T^2 times the mean KL divergence between the softened distributions.

    Args:
        student: logits, shape (N, K).
        teacher: logits, shape (N, K).
        temperature: T, above 0.

    Returns:
        A tensor without axes, differentiable with respect to the student.

    Examples:
        >>> student = torch.tensor([[0.0, 0.0]])
        >>> teacher = torch.tensor([[1.0, 9.0]]).log()
        >>> round(soft_loss(student, teacher, 1.0).item(), 4)
        0.3681
        >>> round(soft_loss(student, teacher, 2.0).item(), 4)
        0.5232
    """
    raise NotImplementedError


def distillation_loss(
    student: torch.Tensor,
    teacher: torch.Tensor,
    labels: torch.Tensor,
    temperature: float,
    weight: float,
) -> torch.Tensor:
    """The weighted sum of the soft and the hard part.

    Args:
        student: logits, shape (N, K).
        teacher: logits, shape (N, K).
        labels: int64, shape (N,), from 0 to K - 1.
        temperature: T, above 0.
        weight: w, from 0 to 1; 1 is the teacher alone.

    Returns:
        A tensor without axes, differentiable with respect to the student.

    Examples:
        >>> student = torch.tensor([[0.0, 0.0]])
        >>> teacher = torch.tensor([[1.0, 9.0]]).log()
        >>> labels = torch.tensor([1])
        >>> loss = distillation_loss(student, teacher, labels, 2.0, 0.25)
        >>> round(loss.item(), 4)  # 0.25 * 0.5232 + 0.75 * log 2
        0.6507
    """
    raise NotImplementedError
