"""The softmax runs over the samples, axis 0: each row of logits is one distribution over the classes.

caught by: test_the_divergence_from_the_teacher
"""

import torch.nn.functional as F


def soft_loss(student, teacher, temperature):
    log_student = F.log_softmax(student / temperature, dim=0)
    p_teacher = F.softmax(teacher.detach() / temperature, dim=0)
    return F.kl_div(log_student, p_teacher, reduction="batchmean") * (temperature**2)


def distillation_loss(student, teacher, labels, temperature, weight):
    soft = soft_loss(student, teacher, temperature)
    hard = F.cross_entropy(student, labels)
    return weight * soft + (1 - weight) * hard
