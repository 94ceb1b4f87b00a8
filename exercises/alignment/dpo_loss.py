"""Direct preference optimisation: learn from pairs of answers without a reward
model and without sampling.

RLHF trains a reward model on preferences and then a policy against it, held
near a reference by a KL penalty of weight beta. The best policy for a reward r
is known: pi(y | x) is proportional to ref(y | x) exp(r / beta). Turned around,
every policy is the best one for some reward,

    r(x, y) = beta * (log pi(y | x) - log ref(y | x)) + a constant of x

and in a difference of two answers to one prompt the constant is gone. So the
loss of a reward model becomes a loss of the policy:

    h    = r(x, chosen) - r(x, rejected)
    loss = mean over pairs of  -log sigmoid(h)

Llama 3, Zephyr and Tulu were tuned like this. Where some labels are known to
be wrong, a share e of them, conservative DPO smooths them:

    loss = mean over pairs of  -(1 - e) log sigmoid(h) - e log sigmoid(-h)

Conventions:

- **Log-probabilities** are those of whole answers, sums over their tokens, one
  for each of N pairs.
- **Reference**: frozen. No gradient reaches its log-probabilities, even if
  they ask for one.
- **Reward** stands for beta * (log pi - log ref), without the constant.
- **Accuracy** is the share of pairs in which the chosen answer has the
  strictly higher reward. The likelier answer of the policy need not be that.
- **Stability**: log-probabilities may be in the thousands, on either side;
  loss and gradient are finite and right, in float32 and float64.
- **Dtype**: that of the log-probabilities.
"""

import torch


def implicit_rewards(log_probs: torch.Tensor, ref_log_probs: torch.Tensor, beta: float) -> torch.Tensor:
    """The reward for which the policy is the best one.

    Args:
        log_probs: of the answers under the policy, shape (N,).
        ref_log_probs: the same under the reference, shape (N,).
        beta: the weight of the KL penalty, above 0.

    Returns:
        A tensor of shape (N,), differentiable for ``log_probs``.

    Examples:
        >>> implicit_rewards(
        ...     torch.tensor([-10.0, -4.0]),
        ...     torch.tensor([-14.0, -2.0]),
        ...     beta=0.5,
        ... ).tolist()
        [2.0, -1.0]
    """
    raise NotImplementedError


def dpo_loss(
    chosen: torch.Tensor,
    rejected: torch.Tensor,
    ref_chosen: torch.Tensor,
    ref_rejected: torch.Tensor,
    beta: float,
    label_smoothing: float = 0.0,
) -> torch.Tensor:
    """The mean loss of N pairs of answers.

    Args:
        chosen: log-probabilities of the preferred answers under the policy,
            shape (N,).
        rejected: those of the other answers, shape (N,).
        ref_chosen: of the preferred answers under the reference, shape (N,).
        ref_rejected: of the others under the reference, shape (N,).
        beta: the weight of the KL penalty, above 0.
        label_smoothing: e, from 0 to below 1/2.

    Returns:
        A tensor without axes.

    Examples:
        >>> pairs = torch.tensor([[-10.0], [-8.0], [-12.0], [-6.0]])
        >>> round(dpo_loss(*pairs, beta=0.5).item(), 4)
        0.1269
        >>> loss = dpo_loss(*pairs, beta=0.5, label_smoothing=0.25)
        >>> round(loss.item(), 4)
        0.6269
    """
    raise NotImplementedError


def dpo_metrics(
    chosen: torch.Tensor,
    rejected: torch.Tensor,
    ref_chosen: torch.Tensor,
    ref_rejected: torch.Tensor,
    beta: float,
) -> dict[str, float]:
    """What one watches during training.

    Args:
        chosen: as in `dpo_loss`.
        rejected: as in `dpo_loss`.
        ref_chosen: as in `dpo_loss`.
        ref_rejected: as in `dpo_loss`.
        beta: the weight of the KL penalty, above 0.

    Returns:
        "chosen_reward" and "rejected_reward", the mean rewards; "margin", the
        mean of chosen minus rejected; "accuracy". All are Python floats.

    Examples:
        >>> metrics = dpo_metrics(
        ...     torch.tensor([-10.0, -4.0]),
        ...     torch.tensor([-8.0, -6.0]),
        ...     torch.tensor([-12.0, -2.0]),
        ...     torch.tensor([-6.0, -6.0]),
        ...     beta=0.5,
        ... )
        >>> metrics["chosen_reward"], metrics["rejected_reward"]
        (0.0, -0.5)
        >>> metrics["margin"], metrics["accuracy"]
        (0.5, 0.5)
    """
    raise NotImplementedError
