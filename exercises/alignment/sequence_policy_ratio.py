"""Two answers to what is odd in GRPO: GSPO's ratio of whole sequences, and Dr.
GRPO without its divisions.

GRPO gives an answer one reward, and corrects for the old policy token by
token. A ratio of a single token, drawn once, corrects nothing; it is noise
that adds up along the answer. GSPO (Zheng et al. 2025, used for Qwen3) takes
the ratio of the whole answer, to the power 1 / length so that long answers
stay in range, and clips it as a whole:

    s_i  = exp(mean over the tokens of answer i of (logp_it - old_it))
    loss = - mean over answers of
             min(s_i A_i, clamp(s_i, 1 - low, 1 + high) A_i)

When an answer is clipped, all its tokens lose their gradient together. The
widths are tiny, about 4e-4, since a mean over many tokens moves little.

Dr. GRPO (Liu et al. 2025) keeps the tokens' ratios and looks at the divisions.
Dividing by the group's standard deviation gives the largest weight to prompts
that are nearly always or never solved. Dividing by the answer's length makes
long wrong answers cheap: answers grow, and nobody knows why. Without both,

    A_i  = R_i - mean(R)                       within the group
    loss = - mean over answers of (sum over tokens of term_it) / n_max
    term_it = min(r_it A_i, clamp(r_it, 1 - low, 1 + high) A_i)

with r_it = exp(logp_it - old_it) and a constant n_max, the limit of tokens.

Conventions:

- **Groups**: rewards have shape (P, G), G answers to each of P prompts. In the
  log-probabilities the answers are rows, P G = B in all.
- **Mask**: True at the answers' tokens, at least one for each. What stands at
  other positions is finite, perhaps very large, and has no influence.
- **Constants**: old log-probabilities and advantages get no gradient.
- **Dtype**: that of the log-probabilities, or of the rewards.
"""

import torch


def sequence_ratios(log_probs: torch.Tensor, old_log_probs: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The length-normalized ratio of each answer.

    Args:
        log_probs: of the sampled tokens, under the policy, shape (B, T).
        old_log_probs: under the policy that sampled them, shape (B, T).
        mask: bool tensor of shape (B, T), True at the answers' tokens.

    Returns:
        A tensor of shape (B,), differentiable for ``log_probs``.

    Examples:
        >>> ratios = torch.tensor([[4.0, 1.0, 9.0], [0.5, 9.0, 9.0]])
        >>> mask = torch.tensor([[True, True, False], [True, False, False]])
        >>> s = sequence_ratios(ratios.log(), torch.zeros(2, 3), mask)
        >>> [round(ratio, 4) for ratio in s.tolist()]
        [2.0, 0.5]
    """
    raise NotImplementedError


def gspo_loss(
    log_probs: torch.Tensor,
    old_log_probs: torch.Tensor,
    advantages: torch.Tensor,
    mask: torch.Tensor,
    clip_low: float,
    clip_high: float,
) -> torch.Tensor:
    """GSPO's loss of B answers.

    Args:
        log_probs: as in `sequence_ratios`.
        old_log_probs: as in `sequence_ratios`.
        advantages: one for each answer, shape (B,).
        mask: as in `sequence_ratios`.
        clip_low: above 0 and below 1.
        clip_high: above 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> ratios = torch.tensor([[4.0, 1.0], [0.5, 9.0]])
        >>> mask = torch.tensor([[True, True], [True, False]])
        >>> A = torch.tensor([1.0, -1.0])
        >>> loss = gspo_loss(
        ...     ratios.log(), torch.zeros(2, 2), A, mask, 0.25, 0.25
        ... )
        >>> round(loss.item(), 4)
        -0.25
    """
    raise NotImplementedError


def centered_advantages(rewards: torch.Tensor) -> torch.Tensor:
    """Dr. GRPO's advantages.

    Args:
        rewards: shape (P, G), G at least 2.

    Returns:
        A tensor of shape (P, G), ``requires_grad`` False.

    Examples:
        >>> rewards = torch.tensor([[1.0, 0.0, 0.0, 3.0]])
        >>> centered_advantages(rewards).tolist()
        [[0.0, -1.0, -1.0, 2.0]]
    """
    raise NotImplementedError


def dr_grpo_loss(
    log_probs: torch.Tensor,
    old_log_probs: torch.Tensor,
    advantages: torch.Tensor,
    mask: torch.Tensor,
    clip_low: float,
    clip_high: float,
    n_max: int,
) -> torch.Tensor:
    """Dr. GRPO's loss of B answers.

    Args:
        log_probs: shape (B, T).
        old_log_probs: shape (B, T).
        advantages: one for each answer, shape (B,).
        mask: bool tensor of shape (B, T).
        clip_low: above 0 and below 1.
        clip_high: above 0.
        n_max: the constant that sums over tokens are divided by, at least 1.

    Returns:
        A tensor without axes.

    Examples:
        >>> ratios = torch.tensor([[4.0, 1.0], [0.5, 9.0]])
        >>> mask = torch.tensor([[True, True], [True, False]])
        >>> A = torch.tensor([1.0, -1.0])
        >>> loss = dr_grpo_loss(
        ...     ratios.log(), torch.zeros(2, 2), A, mask, 0.25, 0.25, 10
        ... )
        >>> round(loss.item(), 4)
        -0.075
    """
    raise NotImplementedError
