"""The KL penalty: what keeps a tuned language model near the model it began
as.

A policy that only chases a reward finds texts that please the reward model and
nobody else. So PPO takes a penalty off the reward of each token, and GRPO adds
one to the loss. The KL divergence itself is a sum over the whole vocabulary;
what is at hand are the log-probabilities of the tokens that were sampled, by
the policy (logp) and by a frozen reference (ref). With d = logp - ref:

    k1 = d                    its mean is the KL; single values are negative
    k2 = d^2 / 2              biased, but its gradient is right on average
    k3 = exp(-d) - 1 + d      its mean is the KL, and it is never negative

They differ in the gradient: d k1 = 1, which is 0 on average and teaches
nothing; d k2 = d; d k3 = 1 - exp(-d), times the gradient of logp. PPO uses k1
within the reward, where no gradient is taken, GRPO k3 within the loss.

    reward[b, t] = -beta * k1[b, t] + (score[b] at the answer's last token)

Conventions:

- **Mask**: True at the answer's tokens, which need not stand in one piece. The
  penalty is one mean over all of them, and 0 if there are none.
- **Gradient**: it flows to the policy's log-probabilities, never to those of
  the reference. The shaped rewards are constants, without any graph.
- **Rewards** outside of the answer are 0. An answer without a token has none.
- **Dtype**: that of the log-probabilities.
"""

import torch


def kl_per_token(log_probs: torch.Tensor, ref_log_probs: torch.Tensor, kind: str) -> torch.Tensor:
    """The estimate of the KL divergence at each sampled token.

    Args:
        log_probs: the policy's log-probabilities, of any shape.
        ref_log_probs: the reference's, of the same shape.
        kind: "k1", "k2" or "k3".

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: if ``kind`` is another word.

    Examples:
        >>> logp = torch.tensor([-1.0, -2.0])
        >>> ref = torch.tensor([-3.0, -1.0])
        >>> kl_per_token(logp, ref, "k1").tolist()
        [2.0, -1.0]
        >>> kl_per_token(logp, ref, "k2").tolist()
        [2.0, 0.5]
        >>> [round(k, 4) for k in kl_per_token(logp, ref, "k3").tolist()]
        [1.1353, 0.7183]
    """
    raise NotImplementedError


def kl_penalty(
    log_probs: torch.Tensor, ref_log_probs: torch.Tensor, mask: torch.Tensor, kind: str = "k3"
) -> torch.Tensor:
    """The mean estimate over the answers' tokens, as a term of a loss.

    Args:
        log_probs: the policy's log-probabilities, shape (B, T).
        ref_log_probs: the reference's, shape (B, T).
        mask: bool tensor of shape (B, T), True at the answers' tokens.
        kind: "k1", "k2" or "k3".

    Returns:
        A tensor without axes.

    Raises:
        ValueError: if ``kind`` is another word.

    Examples:
        >>> logp = torch.tensor([[-1.0, -2.0, -4.0]])
        >>> ref = torch.tensor([[-3.0, -1.0, -9.0]])
        >>> mask = torch.tensor([[True, True, False]])
        >>> kl_penalty(logp, ref, mask, "k2").item()
        1.25
    """
    raise NotImplementedError


def shaped_rewards(
    scores: torch.Tensor, log_probs: torch.Tensor, ref_log_probs: torch.Tensor, mask: torch.Tensor, beta: float
) -> torch.Tensor:
    """The reward of each token: the penalty, and the score at the end.

    Args:
        scores: the reward model's judgement of each answer, shape (B,).
        log_probs: the policy's log-probabilities, shape (B, T).
        ref_log_probs: the reference's, shape (B, T).
        mask: bool tensor of shape (B, T), True at the answers' tokens.
        beta: the weight of the penalty, at least 0.

    Returns:
        A tensor of shape (B, T), ``requires_grad`` False.

    Examples:
        >>> logp = torch.tensor([[-1.0, -2.0, -4.0]])
        >>> ref = torch.tensor([[-3.0, -1.0, -9.0]])
        >>> mask = torch.tensor([[True, True, False]])
        >>> scores = torch.tensor([8.0])
        >>> shaped_rewards(scores, logp, ref, mask, 0.5).tolist()
        [[-1.0, 8.5, 0.0]]
    """
    raise NotImplementedError
