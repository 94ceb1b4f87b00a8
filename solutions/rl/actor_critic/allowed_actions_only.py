"""The returns as a backward scan over columns; the entropy as log-sum-exp minus the mean logit of allowed actions."""

import torch


def bootstrapped_returns(rewards, terminated, last_values, gamma):
    column, columns = last_values.detach().clone(), []
    for reward, end in zip(reversed(rewards.detach().unbind(1)), reversed(terminated.unbind(1)), strict=True):
        column = torch.nan_to_num(column.masked_fill(end, 0.0), posinf=torch.inf, neginf=-torch.inf, nan=torch.nan)
        column = reward + gamma * column
        columns.append(column)
    return torch.stack(columns[::-1], dim=1)


def a2c_losses(logits, values, actions, returns):
    total = logits.logsumexp(-1)
    allowed = torch.where(logits.isneginf(), 0.0, logits)
    picked = torch.nn.functional.one_hot(actions, logits.shape[-1]).bool()
    log_prob = logits[picked].view_as(total) - total
    weights = returns.detach() - values.detach()
    entropy = total - (logits.softmax(-1) * allowed).sum(-1)
    gap = values - returns.detach()
    return -(weights * log_prob).sum() / total.numel(), (gap * gap).sum() / (2 * gap.numel()), entropy.mean()


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    policy, value, entropy = a2c_losses(logits, values, actions, returns)
    return policy + value_coef * value - entropy_coef * entropy
