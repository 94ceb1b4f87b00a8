"""The sigmoid, or exp, comes first and the logarithm afterwards: for a pair far on the wrong side the sigmoid rounds to 0, or
exp overflows, and the loss is inf or nan. logsigmoid or softplus do both in one step.

caught by: test_far_on_either_side
"""

import torch


def implicit_rewards(log_probs, ref_log_probs, beta):
    return beta * (log_probs - ref_log_probs.detach())


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    h = implicit_rewards(chosen, ref_chosen, beta) - implicit_rewards(rejected, ref_rejected, beta)
    p = torch.sigmoid(h)
    losses = -torch.log(p)
    if label_smoothing > 0:
        losses = -(1 - label_smoothing) * torch.log(p) - label_smoothing * torch.log(1 - p)
    return losses.mean()


def dpo_metrics(chosen, rejected, ref_chosen, ref_rejected, beta):
    r_c = implicit_rewards(chosen, ref_chosen, beta)
    r_r = implicit_rewards(rejected, ref_rejected, beta)
    return {
        "chosen_reward": r_c.mean().item(),
        "rejected_reward": r_r.mean().item(),
        "margin": (r_c - r_r).mean().item(),
        "accuracy": (r_c > r_r).float().mean().item(),
    }
