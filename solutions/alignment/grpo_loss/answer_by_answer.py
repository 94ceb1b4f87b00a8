"""One answer after the other, at its own tokens only; the clipped term as a choice."""

import torch
from torch.nn.functional import relu


def group_advantages(rewards, eps=1e-4):
    groups = []
    for group in rewards.tolist():
        mean = sum(group) / len(group)
        spread = (sum((reward - mean) ** 2 for reward in group) / len(group)) ** 0.5
        groups.append([(reward - mean) / (spread + eps) for reward in group])
    return torch.tensor(groups, dtype=rewards.dtype)


def grpo_loss(log_probs, old_log_probs, ref_log_probs, advantages, mask, clip, beta):
    total = 0.0
    for i, a in enumerate(advantages.tolist()):
        logp, old, ref = (x[i][mask[i]] for x in (log_probs, old_log_probs.detach(), ref_log_probs.detach()))
        ratio = torch.exp(logp - old)
        # What lies beyond the range is taken away again, on the side on which it would be paid for.
        beyond = relu(ratio - 1 - clip) if a > 0 else -relu(1 - clip - ratio)
        kl = torch.expm1(ref - logp) + logp - ref
        total = total + (beta * kl - a * (ratio - beyond)).mean()
    return total / len(advantages)
