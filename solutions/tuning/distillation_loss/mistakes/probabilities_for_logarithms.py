"""kl_div is given the student's probabilities: its first argument are log-probabilities, its second probabilities.

caught by: test_the_divergence_from_the_teacher
"""

import torch.nn.functional as F


def soft_loss(student, teacher, temperature):
    q = F.softmax(student / temperature, dim=-1)
    p = F.softmax(teacher.detach() / temperature, dim=-1)
    return F.kl_div(q, p, reduction="batchmean") * temperature**2


def distillation_loss(student, teacher, labels, temperature, weight):
    soft = soft_loss(student, teacher, temperature)
    hard = F.cross_entropy(student, labels)
    return weight * soft + (1 - weight) * hard
