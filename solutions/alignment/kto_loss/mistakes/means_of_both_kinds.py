"""Each kind of answer has a mean of its own, which is nan where there is none of it: all answers share one mean.

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
    chosen_losses = w_up * (1 - F.sigmoid(beta * (r[desirable] - z)))
    rejected_losses = w_down * (1 - F.sigmoid(beta * (z - r[~desirable])))
    return chosen_losses.mean() + rejected_losses.mean()


def class_weights(n_up, n_down, ratio=1.0):
    if ratio * n_down >= n_up:
        return ratio * n_down / n_up, 1.0
    return 1.0, n_up / (ratio * n_down)
