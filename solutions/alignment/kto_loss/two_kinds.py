"""The two kinds of answers are taken apart, summed and put together again; one minus a sigmoid is a sigmoid."""

import torch
import torch.nn.functional as F


def reference_point(log_probs, ref_log_probs):
    return F.relu(log_probs.detach().mean() - ref_log_probs.detach().mean())


def kto_loss(log_probs, ref_log_probs, desirable, z, beta, w_up=1.0, w_down=1.0):
    rewards = beta * (log_probs - ref_log_probs.detach())
    point = beta * float(z)
    up, down = rewards[desirable], rewards[~desirable]
    total = w_up * torch.sigmoid(point - up).sum() + w_down * torch.sigmoid(down - point).sum()
    return total / rewards.numel()


def class_weights(n_up, n_down, ratio=1.0):
    if n_up > ratio * n_down:
        return 1.0, n_up / (ratio * n_down)
    return ratio * n_down / n_up, 1.0
