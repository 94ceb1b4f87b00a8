"""Everything as log(e^0 + e^d), and the best logits pair by pair."""

import math

import torch


def surprise(logits):
    return torch.logaddexp(logits, torch.zeros_like(logits))


def discriminator_loss(expert_logits, agent_logits):
    total = (surprise(expert_logits) - expert_logits).sum() / expert_logits.numel()
    return total + surprise(agent_logits).sum() / agent_logits.numel()


def imitation_reward(logits, kind="gail"):
    logits = logits.detach()
    match kind:
        case "gail":
            return surprise(logits)
        case "negative":
            return logits - surprise(logits)
        case "airl":
            return logits.clone()
    raise ValueError("unknown kind")


def best_logits(expert_counts, agent_counts):
    n, m = expert_counts.sum().item(), agent_counts.sum().item()
    result = torch.zeros(expert_counts.numel(), dtype=torch.float64)
    pairs = zip(expert_counts.flatten().tolist(), agent_counts.flatten().tolist(), strict=True)
    for i, (expert, agent) in enumerate(pairs):
        if expert and agent:
            result[i] = math.log(expert * m / (agent * n))
        elif expert or agent:
            result[i] = math.inf if expert else -math.inf
    return result.reshape(expert_counts.shape)
