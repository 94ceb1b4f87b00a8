"""The distillation loss.

Everything stays in logarithms; the one exponential, of the teacher's log-probabilities, can't overflow.
"""

import torch.nn.functional as F


def soft_loss(student, teacher, temperature):
    log_p = F.log_softmax(teacher.detach() / temperature, dim=1)
    log_q = F.log_softmax(student / temperature, dim=1)
    kl = (log_p.exp() * (log_p - log_q)).sum(dim=1)  # (N,)
    return temperature**2 * kl.mean()


def distillation_loss(student, teacher, labels, temperature, weight):
    hard = F.cross_entropy(student, labels)
    return weight * soft_loss(student, teacher, temperature) + (1 - weight) * hard
