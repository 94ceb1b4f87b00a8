"""The leave-one-out baseline: REINFORCE for language models, without a critic.

For a language model a whole answer is one action, its log-probability is that
of the sequence, and its reward comes at the end. REINFORCE needs a baseline
that doesn't depend on the answer itself. With G answers to one prompt, the
mean reward of the other G - 1 is one, for free:

    A_i  = R_i - (sum over j != i of R_j) / (G - 1)
    loss = - mean over all answers of A_i * log pi(answer_i | prompt)

RLOO matches PPO in RLHF with less machinery. It is close to GRPO, whose mean
includes R_i itself: that baseline does depend on the answer, and shrinks every
gradient by 1 - 1 / G. Nothing is divided by a standard deviation here, so the
gradient is an unbiased estimate of that of the expected reward.

Conventions:

- **Groups**: rewards and log-probabilities have shape (P, G), P prompts with G
  answers each. Groups know nothing of each other.
- **Constants**: the advantages have no graph, and no gradient reaches the
  rewards.
- **Dtype**: that of the arguments.
"""

import torch


def rloo_advantage(rewards: torch.Tensor) -> torch.Tensor:
    """Each answer's reward above the mean of the others.

    Args:
        rewards: float tensor of shape (P, G), G at least 2.

    Returns:
        A tensor of shape (P, G), ``requires_grad`` False.

    Raises:
        ValueError: if G is 1, since nothing is left out then.

    Examples:
        >>> rloo_advantage(torch.tensor([[4.0, 1.0, 1.0]])).tolist()
        [[3.0, -1.5, -1.5]]
        >>> rloo_advantage(torch.tensor([[2.0, 2.0]])).tolist()
        [[0.0, 0.0]]
    """
    raise NotImplementedError


def rloo_loss(log_probs: torch.Tensor, rewards: torch.Tensor) -> torch.Tensor:
    """The loss whose gradient is the policy gradient, to be descended.

    Args:
        log_probs: of whole answers under the policy, shape (P, G).
        rewards: float tensor of shape (P, G), G at least 2.

    Returns:
        A tensor without axes.

    Examples:
        >>> log_probs = torch.tensor([[-2.0, -4.0]])
        >>> rloo_loss(log_probs, torch.tensor([[3.0, 1.0]])).item()
        -2.0
    """
    raise NotImplementedError
