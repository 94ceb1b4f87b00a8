"""A loop over answers; weights of the tokens; the penalty by its three cases."""

import torch


def overlong_penalty(lengths, n_max, n_cache):
    penalties = []
    for n in lengths.tolist():
        if n <= n_max - n_cache:
            penalties.append(0.0)
        elif n < n_max:
            penalties.append((n_max - n_cache - n) / n_cache)
        else:
            penalties.append(-1.0)
    return torch.tensor(penalties)


def informative_groups(rewards):
    return torch.tensor([len(set(row)) > 1 for row in rewards.tolist()])


def dapo_loss(log_probs, old_log_probs, advantages, mask, clip_low, clip_high):
    with torch.no_grad():
        weight = mask.to(log_probs.dtype) / mask.sum()
    total = 0.0
    for i, a in enumerate(advantages.tolist()):
        ratio = torch.exp(log_probs[i] - old_log_probs[i].detach())
        worse = torch.max(-a * ratio, -a * torch.clamp(ratio, 1 - clip_low, 1 + clip_high))
        total = total + torch.dot(worse, weight[i])
    return total
