"""log(softmax(x)) is -inf where a probability underflows, and 0 * -inf is nan for
a forbidden action: log_softmax computes from the logits, and a probability of 0
adds 0 to the entropy.

caught by: test_forbidden_actions_add_nothing
"""

import torch


def bootstrapped_returns(rewards, terminated, last_values, gamma):
    returns = torch.zeros_like(rewards)
    running = last_values
    for t in range(rewards.shape[1] - 1, -1, -1):
        running = torch.where(terminated[:, t], rewards[:, t], rewards[:, t] + gamma * running)
        returns[:, t] = running
    return returns.detach()


def a2c_losses(logits, values, actions, returns):
    probs = torch.softmax(logits, dim=-1)
    log_probs = torch.log(probs)
    chosen = log_probs.gather(-1, actions.unsqueeze(-1)).squeeze(-1)
    returns = returns.detach()
    policy_loss = -(chosen * (returns - values.detach())).mean()
    value_loss = ((returns - values) ** 2).mean() / 2
    entropy = -(probs * log_probs).sum(dim=-1).mean()
    return policy_loss, value_loss, entropy


def a2c_loss(logits, values, actions, rewards, terminated, last_values, gamma, value_coef=0.5, entropy_coef=0.01):
    returns = bootstrapped_returns(rewards, terminated, last_values, gamma)
    policy_loss, value_loss, entropy = a2c_losses(logits, values, actions, returns)
    return policy_loss + value_coef * value_loss - entropy_coef * entropy
