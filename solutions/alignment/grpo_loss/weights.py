"""A weight for each token first, 1 / (B length), and then one sum over all."""

import torch


def group_advantages(rewards, eps=1e-4):
    with torch.no_grad():
        variance, mean = torch.var_mean(rewards, dim=-1, correction=0, keepdim=True)
        return (rewards - mean) / (variance.sqrt() + eps)


def grpo_loss(log_probs, old_log_probs, ref_log_probs, advantages, mask, clip, beta):
    weights = mask.double() / mask.double().sum(-1, keepdim=True) / len(mask)
    log_probs, old, ref = (torch.where(mask, x, 0.0) for x in (log_probs, old_log_probs.data, ref_log_probs.data))
    A = advantages.data.unsqueeze(1)
    ratio = torch.exp(log_probs - old)
    losses = torch.max(-A * ratio, -A * torch.clip(ratio, 1 - clip, 1 + clip))
    losses = losses + beta * (torch.exp(ref - log_probs) - (ref - log_probs) - 1)
    return torch.einsum("bt,bt->", weights.to(losses.dtype), losses)
