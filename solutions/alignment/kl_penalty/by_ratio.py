"""The ratio first: r = ref / pi, and each estimate as a function of it; the last token through its position."""

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    if kind not in ("k1", "k2", "k3"):
        raise ValueError(kind)
    log_ratio = ref_log_probs.detach() - log_probs
    if kind == "k3":
        return log_ratio.exp() - log_ratio - 1.0
    return -log_ratio if kind == "k1" else log_ratio * log_ratio / 2


def kl_penalty(log_probs, ref_log_probs, mask, kind="k3"):
    k = kl_per_token(log_probs, ref_log_probs, kind).masked_fill(~mask, 0.0)
    return k.sum() / max(1, int(mask.sum()))


def shaped_rewards(scores, log_probs, ref_log_probs, mask, beta):
    k1 = kl_per_token(log_probs.detach(), ref_log_probs, "k1")
    rewards = torch.where(mask, -beta * k1, 0.0)
    positions = torch.arange(mask.shape[1]).expand(mask.shape)
    last = positions.where(mask, -1).amax(dim=1, keepdim=True)
    return rewards + (positions == last) * scores[:, None]
