"""The loss of a reward model: people say which of two answers is better, and a
network learns a number for each answer that agrees.

People judge pairs more reliably than they give marks. The Bradley-Terry model
turns rewards into the probability of a judgement:

    P(chosen is preferred) = sigmoid(r_chosen - r_rejected)
    loss = mean over pairs of  -log sigmoid(r_chosen - r_rejected - margin)

Only the difference counts: a constant added to all rewards changes nothing.
A margin (Llama 2 has one for clear cases) asks for a distance. InstructGPT has
K answers to a prompt ranked, and learns from all K (K - 1) / 2 pairs of them:

    ranking loss = mean over prompts of the mean over pairs i < j of
                   -log sigmoid(r_i - r_j),   the best answer first

Conventions:

- **Mean**: each pair weighs the same, and each prompt, since all have the same
  K. (The other loss for a ranking, Plackett-Luce, is no mean over pairs.)
- **Margin**: a number for all pairs or one for each; no gradient is asked for.
- **Accuracy** is the share of pairs whose chosen answer has the strictly
  higher reward; a tie is no success, and margins play no part.
- **Gradients** flow to the rewards.
- **Stability**: rewards of +-1000, right and wrong, give the right finite loss
  and gradient, in float32 and in float64. The result has their dtype.
"""

import torch


def reward_model_loss(chosen: torch.Tensor, rejected: torch.Tensor, margin: torch.Tensor | float = 0.0) -> torch.Tensor:
    """The mean Bradley-Terry loss of N pairs.

    Args:
        chosen: rewards of the preferred answers, shape (N,), N at least 1.
        rejected: rewards of the others, shape (N,).
        margin: a number, or a tensor of shape (N,).

    Returns:
        A tensor without axes.

    Examples:
        >>> chosen, rejected = torch.tensor([2.0]), torch.tensor([0.0])
        >>> round(reward_model_loss(chosen, rejected).item(), 4)
        0.1269
        >>> round(reward_model_loss(chosen, rejected, 2.0).item(), 4)
        0.6931
        >>> reward_model_loss(rejected - 500, chosen + 500).item()
        1002.0
    """
    raise NotImplementedError


def ranking_loss(rewards: torch.Tensor) -> torch.Tensor:
    """The mean loss over all pairs of ranked answers.

    Args:
        rewards: shape (N, K), K at least 2: for each of N prompts the rewards
            of its K answers, from the best answer to the worst.

    Returns:
        A tensor without axes.

    Examples:
        >>> round(ranking_loss(torch.tensor([[2.0, 0.0]])).item(), 4)
        0.1269
        >>> ranking_loss(torch.tensor([[0.0, 300.0, 600.0]])).item()
        400.0
    """
    raise NotImplementedError


def pairwise_accuracy(chosen: torch.Tensor, rejected: torch.Tensor) -> float:
    """The share of pairs that the rewards order as people did.

    Args:
        chosen: shape (N,), N at least 1.
        rejected: shape (N,).

    Returns:
        A number from 0 to 1.

    Examples:
        >>> chosen = torch.tensor([1.0, 2.0, 3.0, 4.0])
        >>> rejected = torch.tensor([0.0, 2.0, 5.0, 1.0])
        >>> pairwise_accuracy(chosen, rejected)
        0.5
    """
    raise NotImplementedError
