"""The loss of PPO (proximal policy optimisation): several epochs of gradient
steps on one batch of experience, without running away from it.

A plain policy gradient may use its samples once, since they belong to the
policy that drew them. PPO weighs them by the ratio of the policy that learns
to the old one, and takes away the reason to move that ratio far from 1:

    r       = exp(log pi(a | s) - log pi_old(a | s))
    policy  = - mean of min(r A, clamp(r, 1 - c, 1 + c) A)

The minimum makes it a pessimistic bound: what would get better by going
further isn't paid for, what has got worse still has its full gradient. Two
more terms complete the loss, for a critic V and for exploration:

    value   = mean of max((V - R)^2, (V_clip - R)^2) / 2,
              V_clip = V_old + clamp(V - V_old, -c, c)
    entropy = mean over the states of -sum over a of pi(a | s) log pi(a | s)
    loss    = policy + value_coef * value - entropy_coef * entropy

InstructGPT and OpenAI Five were trained with it.

Conventions:

- **Shapes**: N steps in one row. The policy is categorical over K actions and
  given by its logits.
- **Factor 1/2** in the value loss, as in OpenAI's code. With ``clip`` None it
  is the plain mean of (V - R)^2 / 2.
- **Constants**: old log-probabilities, old values, advantages and returns get
  no gradient, even if they ask for one.
- **Nothing is normalised**: advantages are used as they come.
- **Clip fraction**: the share of steps with abs(r - 1) > c, whether or not the
  minimum takes the clamped term.
- **Stability**: finite logits of any size give the right finite entropy.
- **Dtype**: that of the policy's log-probabilities, logits or values.
"""

import torch


def policy_loss(
    log_probs: torch.Tensor, old_log_probs: torch.Tensor, advantages: torch.Tensor, clip: float
) -> torch.Tensor:
    """The clipped surrogate, as a loss.

    Args:
        log_probs: of the actions taken, under the policy, shape (N,).
        old_log_probs: the same under the old policy, shape (N,).
        advantages: A, shape (N,).
        clip: c, above 0 and below 1.

    Returns:
        A tensor without axes.

    Examples:
        >>> log_ratios = torch.tensor([2.0, 2.0, 0.5]).log()
        >>> old, A = torch.zeros(3), torch.tensor([1.0, -1.0, 4.0])
        >>> loss = policy_loss(log_ratios, old, A, clip=0.25)
        >>> round(loss.item(), 4)
        -0.4167
    """
    raise NotImplementedError


def value_loss(
    values: torch.Tensor, old_values: torch.Tensor, returns: torch.Tensor, clip: float | None = None
) -> torch.Tensor:
    """The critic's squared error, clipped if asked for.

    Args:
        values: V, shape (N,).
        old_values: V_old, the critic's values when the batch was collected.
        returns: R, the targets, shape (N,).
        clip: c, above 0; None doesn't clip.

    Returns:
        A tensor without axes.

    Examples:
        >>> V, V_old = torch.tensor([3.0, 1.0]), torch.tensor([0.0, 1.0])
        >>> R = torch.tensor([4.0, 3.0])
        >>> value_loss(V, V_old, R).item()
        1.25
        >>> value_loss(V, V_old, R, clip=1.0).item()
        3.25
    """
    raise NotImplementedError


def clip_fraction(log_probs: torch.Tensor, old_log_probs: torch.Tensor, clip: float) -> float:
    """The share of steps whose ratio has left the trusted range.

    Args:
        log_probs: under the policy, shape (N,).
        old_log_probs: under the old policy, shape (N,).
        clip: c, above 0 and below 1.

    Returns:
        A Python float from 0 to 1.

    Examples:
        >>> log_ratios = torch.tensor([2.0, 1.1, 0.5, 0.9]).log()
        >>> clip_fraction(log_ratios, torch.zeros(4), clip=0.25)
        0.5
    """
    raise NotImplementedError


def ppo_clip_loss(
    logits: torch.Tensor,
    values: torch.Tensor,
    batch: dict[str, torch.Tensor],
    clip: float,
    value_coef: float,
    entropy_coef: float,
) -> torch.Tensor:
    """The whole loss of a batch. The values are clipped with the same c.

    Args:
        logits: of the policy, shape (N, K), finite.
        values: V, shape (N,).
        batch: "actions" (int64), "old_log_probs", "old_values", "advantages"
            and "returns", each of shape (N,).
        clip: c, above 0 and below 1.
        value_coef: the weight of the value loss, at least 0.
        entropy_coef: the weight of the entropy, at least 0.

    Returns:
        A tensor without axes, differentiable for the logits and the values.

    Examples:
        >>> batch = {
        ...     "actions": torch.tensor([1]),
        ...     "old_log_probs": torch.tensor([0.5]).log(),
        ...     "old_values": torch.tensor([1.0]),
        ...     "advantages": torch.tensor([3.0]),
        ...     "returns": torch.tensor([2.0]),
        ... }
        >>> logits, V = torch.zeros(1, 2), torch.tensor([1.0])
        >>> loss = ppo_clip_loss(logits, V, batch, 0.2, 0.5, 0.1)
        >>> round(loss.item(), 4)
        -2.8193
    """
    raise NotImplementedError
