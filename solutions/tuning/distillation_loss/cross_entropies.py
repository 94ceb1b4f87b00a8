"""The divergence as a cross-entropy less an entropy, both by logsumexp, and labels as one-hot rows."""

import torch


def soft_loss(student, teacher, temperature):
    z, v = student / temperature, (teacher / temperature).data
    v = v - v.logsumexp(1, keepdim=True)
    p = v.exp()
    cross = z.logsumexp(1) - (p * z).sum(1)
    entropy = -(p * v).sum(1)
    return torch.sum(cross - entropy) * temperature**2 / student.shape[0]


def distillation_loss(student, teacher, labels, temperature, weight):
    one_hot = torch.eye(student.shape[1], dtype=student.dtype)[labels]
    hard = (student.logsumexp(1) - (one_hot * student).sum(1)).sum() / len(labels)
    return hard + weight * (soft_loss(student, teacher, temperature) - hard)
