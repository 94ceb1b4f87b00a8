"""DAPO: four changes to GRPO that make long reasoning train.

GRPO on answers of thousands of tokens has four troubles, and DAPO (Yu et al.
2025) mends each with a line or two. There is no KL penalty: a model that
learns to reason is meant to move far from where it began.

**Clip higher.** A token of probability 0.01 may rise to 0.012 under a clip of
0.2, one of 0.9 to 1. So unlikely tokens hardly ever catch on, and the answers
of a group get alike. The range has two widths, a larger one upwards:

    r_it    = exp(logp_it - old_it)
    term_it = min(r_it A_i, clamp(r_it, 1 - low, 1 + high) A_i)

**Mean over tokens.** If each answer weighs the same, a token of a long answer
weighs little, and long bad answers go unpunished. Here every token does:

    loss = - sum over all answers and tokens of term_it / number of tokens

**Dynamic sampling.** A group whose answers all have the same reward has
advantages of 0 and teaches nothing: it is dropped, and more prompts are
sampled until the batch is full.

**Overlong answers.** An answer that was cut off at n_max tokens isn't
therefore wrong. The penalty that is added to its reward begins softly, in the
last n_cache tokens before the limit, for a length n:

    0                               n <= n_max - n_cache
    (n_max - n_cache - n) / n_cache   between
    -1                              n >= n_max

Conventions:

- **Tokens** are those of the whole batch. (The paper divides by those of one
  prompt's group; implementations by the batch's.)
- **Mask**: True at the answers' tokens. What stands at other positions has no
  influence, and the ratio is finite there, too.
- **Constants**: old log-probabilities and advantages get no gradient.
- **Dtype**: the loss has that of the log-probabilities, the penalty is float.
"""

import torch


def overlong_penalty(lengths: torch.Tensor, n_max: int, n_cache: int) -> torch.Tensor:
    """What is added to the rewards of long answers.

    Args:
        lengths: int64 tensor of shape (B,), at least 1.
        n_max: the limit of tokens.
        n_cache: above 0 and below n_max.

    Returns:
        A float tensor of shape (B,), from -1 to 0.

    Examples:
        >>> lengths = torch.tensor([50, 80, 90, 120])
        >>> overlong_penalty(lengths, 100, 20).tolist()
        [0.0, 0.0, -0.5, -1.0]
    """
    raise NotImplementedError


def informative_groups(rewards: torch.Tensor) -> torch.Tensor:
    """The groups that dynamic sampling keeps.

    Args:
        rewards: shape (P, G), G answers to each of P prompts, G at least 2.

    Returns:
        A bool tensor of shape (P,), True where the rewards aren't all equal.

    Examples:
        >>> rewards = torch.tensor([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
        >>> informative_groups(rewards).tolist()
        [False, True, False]
    """
    raise NotImplementedError


def dapo_loss(
    log_probs: torch.Tensor,
    old_log_probs: torch.Tensor,
    advantages: torch.Tensor,
    mask: torch.Tensor,
    clip_low: float,
    clip_high: float,
) -> torch.Tensor:
    """The loss of B answers.

    Args:
        log_probs: of the sampled tokens, under the policy, shape (B, T).
        old_log_probs: under the policy that sampled them, shape (B, T).
        advantages: one for each answer, shape (B,).
        mask: bool tensor of shape (B, T), True at the answers' tokens, of
            which there is at least one.
        clip_low: above 0 and below 1.
        clip_high: above 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> ratios = torch.tensor([[2.0, 1.0, 1.0], [0.5, 9.0, 9.0]])
        >>> mask = torch.tensor([[True, True, True], [True, False, False]])
        >>> A = torch.tensor([1.0, -1.0])
        >>> loss = dapo_loss(
        ...     ratios.log(), torch.zeros(2, 3), A, mask, 0.25, 0.5
        ... )
        >>> round(loss.item(), 4)
        -0.6875
    """
    raise NotImplementedError
