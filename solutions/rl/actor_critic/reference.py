"""A2C: n-step returns and three losses.

Why it works: V(s_t) doesn't depend on the action, so subtracting it leaves the policy gradient alone and takes away
most of its variance. Each loss has its own job: the policy must not lower its loss by moving the critic, nor the critic
by moving its own targets, so the constants are detached where they are made.
"""

import torch


@torch.no_grad()
def bootstrapped_returns(rewards, terminated, last_values, gamma):
    returns = torch.empty_like(rewards)
    following = last_values
    for t in reversed(range(rewards.shape[1])):
        # where, not a product: what comes after an end may be anything, and 0 * inf is nan.
        following = rewards[:, t] + gamma * torch.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns


def a2c_losses(logits, values, actions, returns):
    returns = returns.detach()
    log_probs = torch.log_softmax(logits, dim=-1)
    taken = log_probs.gather(-1, actions[..., None]).squeeze(-1)
    advantages = returns - values.detach()
    policy_loss = -(taken * advantages).mean()
    value_loss = 0.5 * (values - returns).pow(2).mean()
    # p log p is 0 at p = 0, but 0 * -inf is nan: forbidden actions get a log-probability of 0 instead.
    finite = log_probs.masked_fill(logits == -torch.inf, 0.0)
    entropy = -(log_probs.exp() * finite).sum(-1).mean()
    return policy_loss, value_loss, entropy


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    policy_loss, value_loss, entropy = a2c_losses(logits, values, actions, returns)
    return policy_loss + value_coef * value_loss - entropy_coef * entropy
