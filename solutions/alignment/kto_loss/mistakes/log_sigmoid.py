"""The loss of an answer is -log sigmoid, as in DPO: KTO takes 1 - sigmoid, which flattens for answers that are far on the wrong
side.

caught by: test_desirable_answers
"""

import torch
import torch.nn.functional as F


def reference_point(log_probs, ref_log_probs):
    kl = (log_probs - ref_log_probs).mean().detach()
    return torch.clamp(kl, min=0.0)


def kto_loss(log_probs, ref_log_probs, desirable, z, beta, w_up=1.0, w_down=1.0):
    ref_log_probs = ref_log_probs.detach()
    z = z.detach()
    r = log_probs - ref_log_probs
    chosen_losses = -w_up * F.logsigmoid(beta * (r[desirable] - z))
    rejected_losses = -w_down * F.logsigmoid(beta * (z - r[~desirable]))
    return torch.cat([chosen_losses, rejected_losses]).mean()


def class_weights(n_up, n_down, ratio=1.0):
    if ratio * n_down >= n_up:
        return ratio * n_down / n_up, 1.0
    return 1.0, n_up / (ratio * n_down)
