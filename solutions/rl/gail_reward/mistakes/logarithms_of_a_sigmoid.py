"""The sigmoid is rounded to 0 or 1 before the logarithm: the loss becomes inf. Compute from the
logits with softplus.

caught by: test_loss_and_gradient_at_large_logits
"""

import torch


def discriminator_loss(expert_logits, agent_logits):
    expert_d = torch.sigmoid(expert_logits)
    agent_d = torch.sigmoid(agent_logits)
    return -torch.log(expert_d).mean() - torch.log(1 - agent_d).mean()


def imitation_reward(logits, kind="gail"):
    with torch.no_grad():
        d = torch.sigmoid(logits)
        if kind == "gail":
            return -torch.log(1 - d)
        elif kind == "negative":
            return torch.log(d)
        elif kind == "airl":
            return torch.log(d) - torch.log(1 - d)
        raise ValueError(f"unknown kind: {kind}")


def best_logits(expert_counts, agent_counts):
    p_expert = expert_counts.double() / expert_counts.sum()
    p_agent = agent_counts.double() / agent_counts.sum()
    logits = torch.log(p_expert) - torch.log(p_agent)
    return torch.where((p_expert == 0) & (p_agent == 0), torch.zeros_like(logits), logits)
