"""torch's logsigmoid for both labels, the difference of a pair taken once."""

import torch
from torch.nn.functional import logsigmoid


def implicit_rewards(log_probs, ref_log_probs, beta):
    return (log_probs - ref_log_probs.data) * beta


def rewards(chosen, rejected, ref_chosen, ref_rejected, beta):
    return implicit_rewards(torch.stack([chosen, rejected]), torch.stack([ref_chosen, ref_rejected]), beta)


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    good, bad = rewards(chosen, rejected, ref_chosen, ref_rejected, beta)
    loss = -logsigmoid(good - bad)
    # log sigmoid(-h) = log sigmoid(h) - h
    return (loss + label_smoothing * (good - bad)).sum() / len(loss)


def dpo_metrics(chosen, rejected, ref_chosen, ref_rejected, beta):
    good, bad = rewards(chosen, rejected, ref_chosen, ref_rejected, beta)
    return {
        "chosen_reward": float(good.mean()),
        "rejected_reward": float(bad.mean()),
        "margin": float((good - bad).mean()),
        "accuracy": int((good > bad).sum()) / len(good),
    }
