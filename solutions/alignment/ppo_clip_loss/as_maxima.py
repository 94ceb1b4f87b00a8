"""As code for language models has it: a maximum of two losses, and the entropy as log-sum-exp minus the mean logit."""

import torch


def policy_loss(log_probs, old_log_probs, advantages, clip):
    with torch.no_grad():
        old, weight = old_log_probs.clone(), -advantages
    ratio = torch.exp(log_probs - old)
    losses = torch.stack([weight * ratio, weight * torch.clip(ratio, 1.0 - clip, 1.0 + clip)])
    return losses.amax(dim=0).mean()


def value_loss(values, old_values, returns, clip=None):
    targets, old = returns.data, old_values.data
    errors = [values - targets]
    if clip is not None:
        errors.append(torch.max(torch.min(values, old + clip), old - clip) - targets)
    return 0.5 * torch.stack(errors).square().max(dim=0).values.mean()


def clip_fraction(log_probs, old_log_probs, clip):
    ratio = torch.exp(log_probs - old_log_probs)
    return float(torch.gt(torch.abs(ratio - 1.0), clip).float().mean())


def ppo_clip_loss(logits, values, batch, clip, value_coef, entropy_coef):
    rows = torch.arange(len(logits))
    normaliser = torch.logsumexp(logits, dim=1)
    logp = logits[rows, batch["actions"]] - normaliser
    entropy = normaliser - (torch.softmax(logits, dim=1) * logits).sum(dim=1)
    return (
        policy_loss(logp, batch["old_log_probs"], batch["advantages"], clip)
        + value_coef * value_loss(values, batch["old_values"], batch["returns"], clip)
        - entropy_coef * entropy.mean()
    )
