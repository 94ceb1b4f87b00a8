"""GAIL's discriminator loss, rewards and best discriminator.

Why it works: minimising the loss measures how far apart the two distributions of pairs are (its minimum is 2 log 2
minus twice their Jensen-Shannon divergence), and the rewards are the terms that the agent can influence.
With softplus(x) = log(1 + e^x), -log sigmoid(d) is softplus(-d) and -log(1 - sigmoid(d)) is softplus(d).
"""

import torch
from torch.nn.functional import softplus


def discriminator_loss(expert_logits, agent_logits):
    # Two means, not one over both batches: their sizes say nothing about the question.
    return softplus(-expert_logits).mean() + softplus(agent_logits).mean()


def imitation_reward(logits, kind="gail"):
    logits = logits.detach()
    if kind == "gail":
        return softplus(logits)
    if kind == "negative":
        return -softplus(-logits)
    if kind == "airl":
        return logits
    raise ValueError(f"there is no reward {kind!r}")


def best_logits(expert_counts, agent_counts):
    expert = expert_counts.double() / expert_counts.sum()
    agent = agent_counts.double() / agent_counts.sum()
    # log 0 - log 0 is nan for a pair that nobody visited: there every logit is as good, and 0 says so.
    return torch.where((expert == 0) & (agent == 0), 0.0, expert.log() - agent.log())
