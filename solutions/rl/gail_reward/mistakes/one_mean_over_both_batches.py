"""One mean is taken over both batches, so the larger one counts more: average each batch by itself.

caught by: test_loss_averages_each_batch_by_itself
"""

import torch
import torch.nn.functional as F


def discriminator_loss(expert_logits, agent_logits):
    logits = torch.cat([expert_logits, agent_logits])
    labels = torch.cat([torch.ones_like(expert_logits), torch.zeros_like(agent_logits)])
    return F.binary_cross_entropy_with_logits(logits, labels)


def imitation_reward(logits, kind="gail"):
    logits = logits.detach()
    if kind == "gail":
        return -F.logsigmoid(-logits)
    if kind == "negative":
        return F.logsigmoid(logits)
    if kind == "airl":
        return logits.clone()
    raise ValueError(kind)


def best_logits(expert_counts, agent_counts):
    expert_counts, agent_counts = expert_counts.double(), agent_counts.double()
    ratio = torch.log(expert_counts / expert_counts.sum()) - torch.log(agent_counts / agent_counts.sum())
    ratio[(expert_counts == 0) & (agent_counts == 0)] = 0.0
    return ratio
