"""beta multiplies the loss, where it is no more than a learning rate: it multiplies the log-ratios within the
sigmoid, and says how far the policy may move before a pair counts as learnt.

caught by: test_the_loss_of_pairs
"""

import torch.nn.functional as F


def implicit_rewards(log_probs, ref_log_probs, beta):
    return beta * (log_probs - ref_log_probs.detach())


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta, label_smoothing=0.0):
    pi_logratios = chosen - rejected
    ref_logratios = (ref_chosen - ref_rejected).detach()
    logits = pi_logratios - ref_logratios
    losses = -F.logsigmoid(logits) * (1 - label_smoothing) - F.logsigmoid(-logits) * label_smoothing
    return beta * losses.mean()


def dpo_metrics(chosen, rejected, ref_chosen, ref_rejected, beta):
    r_c = beta * (chosen - ref_chosen)
    r_r = beta * (rejected - ref_rejected)
    return {
        "chosen_reward": r_c.mean().item(),
        "rejected_reward": r_r.mean().item(),
        "margin": (r_c - r_r).mean().item(),
        "accuracy": (r_c > r_r).float().mean().item(),
    }
