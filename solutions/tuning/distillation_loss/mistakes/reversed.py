"""The divergence is KL(student || teacher): the teacher is the target and stands first, KL(teacher || student).

caught by: test_the_divergence_from_the_teacher
"""

import torch
import torch.nn.functional as F


def soft_loss(student, teacher, temperature):
    p_s = F.softmax(student / temperature, dim=1)
    log_s = F.log_softmax(student / temperature, dim=1)
    log_t = F.log_softmax(teacher.detach() / temperature, dim=1)
    kl = torch.sum(p_s * (log_s - log_t), dim=1).mean()
    return kl * temperature**2


def distillation_loss(student, teacher, labels, temperature, weight):
    soft = soft_loss(student, teacher, temperature)
    hard = F.cross_entropy(student, labels)
    return weight * soft + (1 - weight) * hard
