"""A small number is added before each logarithm: where the student is sure and wrong, the loss stops at the logarithm of that number.
log_softmax needs none.

caught by: test_large_logits
"""

import torch
import torch.nn.functional as F


def soft_loss(student, teacher, temperature):
    eps = 1e-10
    p = F.softmax(teacher.detach() / temperature, dim=-1)
    q = F.softmax(student / temperature, dim=-1)
    kl = (p * (torch.log(p + eps) - torch.log(q + eps))).sum(dim=-1).mean()
    return temperature**2 * kl


def distillation_loss(student, teacher, labels, temperature, weight):
    soft = soft_loss(student, teacher, temperature)
    hard = F.cross_entropy(student, labels)
    return weight * soft + (1 - weight) * hard
