"""Preference losses without a reference model: SimPO and ORPO.

DPO needs the log-probabilities of a frozen reference, a second model in memory
for each step. Two losses do without. SimPO rewards an answer by its mean
log-probability a token, which is what decoding goes by and doesn't grow with
the length, and asks for a margin gamma:

    r     = beta * log pi(y | x) / length(y)
    SimPO = mean over pairs of -log sigmoid(r_chosen - r_rejected - gamma)

ORPO is supervised fine-tuning on the chosen answer with one more term, which
compares the odds of the two. With p the geometric mean of the probabilities of
an answer's tokens, so log p is their mean log-probability,

    odds = p / (1 - p)
    ORPO = mean over pairs of
           -log p_chosen
           - lam * log sigmoid(log odds_chosen - log odds_rejected)

Conventions:

- **Log-probabilities** come as sums over the tokens of an answer, with the
  number of these tokens, at least 1, beside them. They are below 0.
- **gamma** is subtracted as it is; it isn't multiplied by beta.
- **Odds near certainty**: mean log-probabilities may be as close to 0 as
  -1e-12 and as low as -1e4; log-odds, losses and gradients are finite and
  right to 6 digits, in float64. 1 - exp(log p) loses these digits near 0.
- **Stability**: the losses are right for rewards of any size.
- **Dtype**: that of the log-probabilities.
"""

import torch


def log_odds(mean_log_probs: torch.Tensor) -> torch.Tensor:
    """log(p / (1 - p)) for given log p.

    Args:
        mean_log_probs: log p, below 0, of any shape.

    Returns:
        A tensor of the same shape.

    Examples:
        >>> log_p = torch.tensor([0.5, 0.75], dtype=torch.float64).log()
        >>> [round(x, 4) for x in log_odds(log_p).tolist()]
        [0.0, 1.0986]
        >>> tiny = torch.tensor([-1e-12], dtype=torch.float64)
        >>> round(log_odds(tiny).item(), 3)
        27.631
    """
    raise NotImplementedError


def simpo_loss(
    chosen: torch.Tensor,
    rejected: torch.Tensor,
    chosen_lengths: torch.Tensor,
    rejected_lengths: torch.Tensor,
    beta: float,
    gamma: float,
) -> torch.Tensor:
    """The loss of SimPO for N pairs of answers.

    Args:
        chosen: summed log-probabilities of the preferred answers, shape (N,).
        rejected: those of the other answers, shape (N,).
        chosen_lengths: int64 tensor of shape (N,), numbers of tokens.
        rejected_lengths: int64 tensor of shape (N,).
        beta: the scale of the reward, above 0.
        gamma: the margin, at least 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> pair = torch.tensor([-8.0]), torch.tensor([-6.0])
        >>> lengths = torch.tensor([8]), torch.tensor([2])
        >>> loss = simpo_loss(*pair, *lengths, beta=2.0, gamma=1.0)
        >>> round(loss.item(), 4)
        0.0486
    """
    raise NotImplementedError


def orpo_loss(
    chosen: torch.Tensor,
    rejected: torch.Tensor,
    chosen_lengths: torch.Tensor,
    rejected_lengths: torch.Tensor,
    lam: float,
) -> torch.Tensor:
    """The loss of ORPO for N pairs of answers.

    Args:
        chosen: summed log-probabilities of the preferred answers, shape (N,).
        rejected: those of the other answers, shape (N,).
        chosen_lengths: int64 tensor of shape (N,), numbers of tokens.
        rejected_lengths: int64 tensor of shape (N,).
        lam: the weight of the odds-ratio term, at least 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> log_p = torch.tensor([0.75, 0.5]).log()
        >>> pair = 4 * log_p[:1], log_p[1:]
        >>> lengths = torch.tensor([4]), torch.tensor([1])
        >>> round(orpo_loss(*pair, *lengths, lam=1.0).item(), 4)
        0.5754
    """
    raise NotImplementedError
