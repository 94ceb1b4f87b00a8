"""Three estimates of the KL divergence from samples.

Under the policy, the mean of exp(-d) = ref / pi is 1, so that exp(-d) - 1 can be added to k1 without changing its
mean: a control variate. As exp(-d) is at least 1 - d, the sum is never negative.
"""

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    d = log_probs - ref_log_probs.detach()
    if kind == "k1":
        return d
    if kind == "k2":
        return d.square() / 2
    if kind == "k3":
        return torch.exp(-d) - 1 + d
    raise ValueError(f"kind is k1, k2 or k3, not {kind!r}")


def kl_penalty(log_probs, ref_log_probs, mask, kind="k3"):
    k = kl_per_token(log_probs, ref_log_probs, kind)
    return (k * mask).sum() / mask.sum().clamp(min=1)


@torch.no_grad()
def shaped_rewards(scores, log_probs, ref_log_probs, mask, beta):
    penalty = beta * kl_per_token(log_probs, ref_log_probs, "k1")
    to_come = mask.flip(1).cumsum(1).flip(1)  # tokens of the answer from t on
    last = mask & (to_come == 1)
    return mask * -penalty + last * scores[:, None]
