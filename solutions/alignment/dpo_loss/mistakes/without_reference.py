"""The reference is left out of the loss: the policy is then pushed away from the rejected answers without anything
that holds it near the model it began as. A reward is beta times log pi minus log ref.

caught by: test_the_loss_of_pairs
"""

import torch
import torch.nn.functional as F


def implicit_rewards(log_probs, ref_log_probs, beta):
    return beta * (log_probs - ref_log_probs.detach())


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    logits = beta * (chosen - rejected)
    losses = -(1 - label_smoothing) * F.logsigmoid(logits) - label_smoothing * F.logsigmoid(-logits)
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
