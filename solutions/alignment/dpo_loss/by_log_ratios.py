"""The paper's order: the policy's log-ratio of the two answers minus the reference's; then a classifier with soft
labels."""

import torch
import torch.nn.functional as F


def implicit_rewards(log_probs, ref_log_probs, beta):
    with torch.no_grad():
        offset = beta * ref_log_probs
    return beta * log_probs - offset


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    logits = beta * (chosen - rejected - (ref_chosen - ref_rejected).detach())
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, 1 - label_smoothing))


def dpo_metrics(chosen, rejected, ref_chosen, ref_rejected, beta):
    n = len(chosen)
    good = [beta * (a - b) for a, b in zip(chosen.tolist(), ref_chosen.tolist(), strict=True)]
    bad = [beta * (a - b) for a, b in zip(rejected.tolist(), ref_rejected.tolist(), strict=True)]
    return {
        "accuracy": sum(a > b for a, b in zip(good, bad, strict=True)) / n,
        "margin": (sum(good) - sum(bad)) / n,
        "chosen_reward": sum(good) / n,
        "rejected_reward": sum(bad) / n,
    }
