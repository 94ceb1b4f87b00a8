"""A small number or a clamp inside the logarithm avoids inf, but the loss stops
growing and the gradient vanishes where the discriminator is most wrong.

caught by: test_loss_and_gradient_at_large_logits
"""

import torch

EPS = 1e-8


def discriminator_loss(expert_logits, agent_logits):
    expert, agent = torch.sigmoid(expert_logits), torch.sigmoid(agent_logits)
    return -(torch.log(expert + EPS).mean() + torch.log(1 - agent + EPS).mean())


def imitation_reward(logits, kind="gail"):
    D = torch.sigmoid(logits.detach())
    if kind == "gail":
        return -torch.log(1 - D + EPS)
    if kind == "negative":
        return torch.log(D + EPS)
    if kind == "airl":
        return torch.log(D + EPS) - torch.log(1 - D + EPS)
    raise ValueError(f"unknown kind {kind!r}")


def best_logits(expert_counts, agent_counts):
    expert = expert_counts.double() / expert_counts.sum()
    agent = agent_counts.double() / agent_counts.sum()
    return torch.where((expert == 0) & (agent == 0), 0.0, expert.log() - agent.log())
