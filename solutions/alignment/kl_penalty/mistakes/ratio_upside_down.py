"""k3 is written with the ratio pi / ref, whose mean under the policy isn't 1: exp(d) - 1 - d would be right for
samples of the reference. With samples of the policy it is exp(-d) - 1 + d.

caught by: test_the_estimate_at_each_token
"""

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    log_ratio = log_probs - ref_log_probs.detach()
    if kind == "k1":
        return log_ratio
    elif kind == "k2":
        return 0.5 * log_ratio**2
    elif kind == "k3":
        return torch.exp(log_ratio) - 1 - log_ratio
    else:
        raise ValueError("unknown kind")


def kl_penalty(log_probs, ref_log_probs, mask, kind="k3"):
    kl = kl_per_token(log_probs, ref_log_probs, kind)
    return (kl * mask).sum() / mask.sum().clamp(min=1)


def shaped_rewards(scores, log_probs, ref_log_probs, mask, beta):
    with torch.no_grad():
        rewards = -beta * (log_probs - ref_log_probs) * mask
        for b in range(len(scores)):
            idx = mask[b].nonzero()
            if len(idx) > 0:
                rewards[b, idx[-1].item()] += scores[b]
        return rewards
