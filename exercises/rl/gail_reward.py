"""Generative adversarial imitation: a reward from telling an agent and an
expert apart.

There is no reward, only pairs (s, a) that an expert left behind. GAIL trains a
discriminator to tell the expert's pairs from the agent's, and pays the agent
for what the discriminator takes for the expert's. Any policy-gradient method
can then train the agent on this reward. For a pair with the logit d,
D = sigmoid(d) is the probability that the pair is the expert's. The
discriminator minimises

    loss = mean over expert pairs of -log D
           + mean over agent pairs of -log(1 - D)

and the agent receives one of three rewards, all of which grow with D:

    "gail"      -log(1 - D)               always positive
    "negative"  log D                     always negative
    "airl"      log D - log(1 - D) = d    either sign

With the first the agent is paid for staying alive, with the second for ending
the episode.

Which of them an agent gets matters where episodes end early: a reward with a
fixed sign already tells it to go on or to stop. Against a fixed agent the best
discriminator has the logit d = log(p_expert(s, a) / p_agent(s, a)), and as the
agent approaches the expert, d goes to 0 and the loss to 2 log 2.

Conventions:

- **Sign**: D is the probability of "expert", so a large logit is good for the
  agent. Ho and Ermon label the other way round and have the agent minimise a
  cost.
- **Means**: each of the two batches is averaged by itself, however many pairs
  it has; then both means are added.
- **Stability**: values and gradients are right for finite logits of any size.
  sigmoid(40) is 1 in floating point, and log(1 - 1) is -inf: compute from the
  logits.
- **Rewards are constants**: they carry no graph. The agent must not raise its
  reward by moving the discriminator.
"""

import torch


def discriminator_loss(expert_logits: torch.Tensor, agent_logits: torch.Tensor) -> torch.Tensor:
    """The loss of the discriminator on a batch of the expert's pairs and one
    of the agent's.

    Args:
        expert_logits: float tensor of shape (N,), d for pairs of the expert,
            N >= 1.
        agent_logits: float tensor of shape (M,), d for pairs of the agent,
            M >= 1.

    Returns:
        A tensor without axes of the dtype of the logits, in nats,
        differentiable with respect to both.

    Examples:
        >>> round(
        ...     discriminator_loss(torch.zeros(3), torch.zeros(2)).item(), 4
        ... )
        1.3863
        >>> discriminator_loss(
        ...     torch.tensor([100.0, -100.0]), torch.tensor([-300.0])
        ... ).item()
        50.0
    """
    raise NotImplementedError


def imitation_reward(logits: torch.Tensor, kind: str = "gail") -> torch.Tensor:
    """The reward of the agent for each of its pairs.

    Args:
        logits: float tensor of any shape, d for pairs of the agent.
        kind: "gail", "negative" or "airl", see above.

    Returns:
        A tensor of the shape and dtype of ``logits`` without a graph
        (``requires_grad`` is False).

    Raises:
        ValueError: if ``kind`` is none of the three.

    Examples:
        >>> logits = torch.tensor([0.0, 200.0, -200.0])
        >>> [
        ...     round(reward, 4)
        ...     for reward in imitation_reward(logits).tolist()
        ... ]
        [0.6931, 200.0, 0.0]
        >>> [
        ...     round(reward, 4)
        ...     for reward in imitation_reward(logits, "negative").tolist()
        ... ]
        [-0.6931, 0.0, -200.0]
        >>> imitation_reward(logits, "airl").tolist()
        [0.0, 200.0, -200.0]
    """
    raise NotImplementedError


def best_logits(expert_counts: torch.Tensor, agent_counts: torch.Tensor) -> torch.Tensor:
    """The logits of the best discriminator when pairs are few enough to be
    counted.

    They are the minimum of `discriminator_loss` over all tables of logits:
    d = log(p_expert / p_agent), where p is the share of a pair in its own
    batch.

    Args:
        expert_counts: tensor of any shape, integer or float: how often the
            expert's batch has each pair; not all 0.
        agent_counts: tensor of the same shape: how often the agent's batch has
            it; not all 0.

    Returns:
        A float64 tensor of that shape: inf for pairs that only the expert's
        batch has, -inf for those that only the agent's has, and 0 for pairs
        that nobody visited.

    Examples:
        >>> logits = best_logits(
        ...     torch.tensor([4, 2, 2, 0, 0]), torch.tensor([1, 2, 0, 1, 0])
        ... )
        >>> [round(logit, 4) for logit in logits.tolist()]
        [0.6931, -0.6931, inf, -inf, 0.0]
    """
    raise NotImplementedError
