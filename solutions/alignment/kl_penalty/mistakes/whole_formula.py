"""Each token is weighted by its probability, as in the sum over the vocabulary. The tokens are samples of the policy:
likely ones are there more often already, and the plain value is averaged.

caught by: test_the_estimate_at_each_token
"""

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    ref = ref_log_probs.detach()
    p = log_probs.exp()
    if kind == "k1":
        return p * (log_probs - ref)
    elif kind == "k2":
        return p * (log_probs - ref) ** 2 / 2
    elif kind == "k3":
        return p * (torch.exp(ref - log_probs) - 1 - (ref - log_probs))
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
