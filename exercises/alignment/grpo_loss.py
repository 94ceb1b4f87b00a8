"""The loss of GRPO (group relative policy optimisation): PPO for language
models without a critic.

PPO asks a second network how good an answer was to be expected. GRPO asks the
policy's other answers: it samples G answers to one prompt, and an answer is as
good as it is above the mean of its group. DeepSeek-R1 was trained like this.
For answer i of a group with rewards R_1 to R_G, at each of its tokens t,

    A_i     = (R_i - mean(R)) / (std(R) + eps)
    r_it    = exp(logp_it - old_it)
    term_it = min(r_it A_i, clamp(r_it, 1 - c, 1 + c) A_i) - beta * k_it
    k_it    = exp(ref_it - logp_it) - 1 - (ref_it - logp_it)
    loss    = - mean over all answers of the mean over the answer's tokens
              of term_it

The KL penalty k towards a frozen reference is part of the loss here, not of
the reward as in PPO.

Conventions:

- **Groups**: answers to one prompt. Rewards have shape (P, G), P prompts with
  G answers each. In the log-probabilities the answers are rows: those of the
  first prompt, then those of the second, P G = B in all.
- **std** is the population one, divided by G. (TRL divides by G - 1, the paper
  doesn't say.)
- **A group without differences** has advantages of 0: nothing can be learnt
  from it but the penalty.
- **Mean**: each answer weighs the same, however long it is. (DAPO averages
  over all tokens.) Every answer has at least one token.
- **Mask**: True at the answer's tokens. What stands at other positions is
  finite, perhaps very large, and has no influence.
- **Constants**: old and reference log-probabilities and advantages get no
  gradient. Where old equals the policy's, r is 1, and its gradient still that
  of logp.
- **Dtype**: that of the rewards, or of the log-probabilities.
"""

import torch


def group_advantages(rewards: torch.Tensor, eps: float = 1e-4) -> torch.Tensor:
    """The advantage of each answer within its group.

    Args:
        rewards: shape (P, G), G at least 2.
        eps: above 0; it is added to the standard deviation.

    Returns:
        A tensor of shape (P, G), ``requires_grad`` False.

    Examples:
        >>> rewards = torch.tensor([[1.0, 3.0, 1.0, 3.0], [5.0] * 4])
        >>> group_advantages(rewards, eps=1.0).tolist()
        [[-0.5, 0.5, -0.5, 0.5], [0.0, 0.0, 0.0, 0.0]]
    """
    raise NotImplementedError


def grpo_loss(
    log_probs: torch.Tensor,
    old_log_probs: torch.Tensor,
    ref_log_probs: torch.Tensor,
    advantages: torch.Tensor,
    mask: torch.Tensor,
    clip: float,
    beta: float,
) -> torch.Tensor:
    """The loss of B answers.

    Args:
        log_probs: of the sampled tokens, under the policy, shape (B, T).
        old_log_probs: under the policy that sampled them, shape (B, T).
        ref_log_probs: under the reference, shape (B, T).
        advantages: one for each answer, shape (B,).
        mask: bool tensor of shape (B, T), True at the answers' tokens.
        clip: c, above 0 and below 1.
        beta: the weight of the KL penalty, at least 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> ratios = torch.tensor([[2.0, 1.0, 1.0], [0.5, 9.0, 9.0]])
        >>> logp, old = ratios.log(), torch.zeros(2, 3)
        >>> A = torch.tensor([1.0, -1.0])
        >>> mask = torch.tensor([[True, True, True], [True, False, False]])
        >>> loss = grpo_loss(logp, old, logp, A, mask, clip=0.25, beta=0.0)
        >>> round(loss.item(), 4)
        -0.1667
    """
    raise NotImplementedError
