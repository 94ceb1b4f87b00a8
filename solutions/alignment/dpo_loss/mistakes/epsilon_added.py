"""A small number is added to the sigmoid before the logarithm, or limits it or h: far on the wrong side it alone decides
the loss, and there is no gradient. logsigmoid or softplus need no such help.

caught by: test_far_on_either_side
"""

import torch


def implicit_rewards(log_probs, ref_log_probs, beta):
    return beta * (log_probs - ref_log_probs.detach())


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    eps = 1e-10
    h = implicit_rewards(chosen, ref_chosen, beta) - implicit_rewards(rejected, ref_rejected, beta)
    right, wrong = torch.sigmoid(h), torch.sigmoid(-h)
    losses = -(1 - label_smoothing) * torch.log(right + eps) - label_smoothing * torch.log(wrong + eps)
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
