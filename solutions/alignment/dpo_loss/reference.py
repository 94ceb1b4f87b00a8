"""Direct preference optimisation: the loss of a reward model, whose reward is the policy's own log-ratio.

The gradient of a pair is beta * sigmoid(-h): pairs that the rewards order rightly already hardly count.
"""

import torch.nn.functional as F


def implicit_rewards(log_probs, ref_log_probs, beta):
    return beta * (log_probs - ref_log_probs.detach())


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    h = implicit_rewards(chosen, ref_chosen, beta) - implicit_rewards(rejected, ref_rejected, beta)
    right, wrong = F.softplus(-h), F.softplus(h)  # -log sigmoid(h) and -log sigmoid(-h)
    return ((1 - label_smoothing) * right + label_smoothing * wrong).mean()


def dpo_metrics(chosen, rejected, ref_chosen, ref_rejected, beta):
    good = implicit_rewards(chosen, ref_chosen, beta)
    bad = implicit_rewards(rejected, ref_rejected, beta)
    return {
        "chosen_reward": good.mean().item(),
        "rejected_reward": bad.mean().item(),
        "margin": (good - bad).mean().item(),
        "accuracy": (good > bad).double().mean().item(),
    }
