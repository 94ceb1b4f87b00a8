# needs: torch
"""torch's binary cross-entropy on logits, with label 1 for the expert."""

import torch
import torch.nn.functional as F


def discriminator_loss(expert_logits, agent_logits):
    bce = F.binary_cross_entropy_with_logits
    return bce(expert_logits, torch.ones_like(expert_logits)) + bce(agent_logits, torch.zeros_like(agent_logits))


@torch.no_grad()
def imitation_reward(logits, kind="gail"):
    log_expert, log_agent = F.logsigmoid(logits), F.logsigmoid(-logits)
    rewards = {"gail": -log_agent, "negative": log_expert, "airl": log_expert - log_agent}
    if kind not in rewards:
        raise ValueError(kind)
    return rewards[kind]


def best_logits(expert_counts, agent_counts):
    shares = [counts.double() / counts.sum() for counts in (expert_counts, agent_counts)]
    return torch.nan_to_num(shares[0].log() - shares[1].log(), nan=0.0, posinf=torch.inf, neginf=-torch.inf)
