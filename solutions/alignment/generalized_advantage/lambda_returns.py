"""The targets first: the lambda-return of a step mixes the value of the next state with the next step's
lambda-return; the advantage is what it has over the value.
"""

import torch


def td_errors(rewards, values, next_values, terminated, gamma):
    errors = rewards - values.detach()
    going_on = ~terminated
    errors[going_on] += gamma * next_values.detach()[going_on]
    return errors


def generalized_advantage(rewards, values, next_values, terminated, truncated, gamma, lam):
    returns = []
    for b in range(len(rewards)):
        row, later = [], None
        for t in range(rewards.shape[1] - 1, -1, -1):
            future = 0.0
            if not terminated[b, t]:
                future = next_values[b, t].item()
                if later is not None and not truncated[b, t]:
                    future = (1 - lam) * future + lam * later
            later = rewards[b, t].item() + gamma * future
            row.append(later)
        returns.append(row[::-1])
    returns = torch.tensor(returns, dtype=values.dtype)
    return returns - values.detach(), returns
