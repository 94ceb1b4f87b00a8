"""KTO: learn from single answers with a thumb up or down, without pairs.

DPO needs two answers to one prompt, one of them preferred. What products
collect is simpler, a thumb for one answer, and mostly of one kind. KTO
(Kahneman-Tversky optimisation) takes each answer by itself. Its reward is
measured against a reference point, as people measure gains and losses, and
what counts flattens on both sides. For answer i with reward

    r_i  = log pi(y_i | x_i) - log ref(y_i | x_i)
    z    = max(0, mean over mismatched pairs of log pi - log ref)
    v_i  = w_up   sigmoid(beta (r_i - z))          desirable
    v_i  = w_down sigmoid(beta (z - r_i))          undesirable
    loss = mean over all answers of  w_i - v_i

with w_i = w_up or w_down. The reference point z estimates how far the policy
is from the reference model on any answer: it comes from pairs of prompts with
answers to other prompts, which say nothing of right or wrong. An answer is a
gain only as far as it is above that.

Where one kind of answer is rarer, the weights make up for it, so that
w_up n_up = ratio * w_down n_down. The paper recommends ratios from 1 to 4/3.

Conventions:

- **Log-probabilities** are those of whole answers, sums over their tokens.
- **Constants**: the reference's log-probabilities and z get no gradient. The
  loss doesn't make z smaller; it is only measured.
- **Mean**: one mean over all answers, of both kinds.
- **Weights by class**: one of the two is 1 and the other at least 1.
- **Stability**: log-probabilities in the thousands give the right finite loss.
- **Dtype**: that of the log-probabilities.
"""

import torch


def reference_point(log_probs: torch.Tensor, ref_log_probs: torch.Tensor) -> torch.Tensor:
    """The reference point, from mismatched prompts and answers.

    Args:
        log_probs: of the mismatched answers under the policy, shape (M,).
        ref_log_probs: the same under the reference, shape (M,).

    Returns:
        A tensor without axes, at least 0, ``requires_grad`` False.

    Examples:
        >>> reference_point(
        ...     torch.tensor([-3.0, -9.0]), torch.tensor([-6.0, -8.0])
        ... ).item()
        1.0
    """
    raise NotImplementedError


def kto_loss(
    log_probs: torch.Tensor,
    ref_log_probs: torch.Tensor,
    desirable: torch.Tensor,
    z: torch.Tensor,
    beta: float,
    w_up: float = 1.0,
    w_down: float = 1.0,
) -> torch.Tensor:
    """The mean loss of N answers.

    Args:
        log_probs: of the answers under the policy, shape (N,).
        ref_log_probs: the same under the reference, shape (N,).
        desirable: bool tensor of shape (N,).
        z: the reference point, a tensor without axes.
        beta: above 0.
        w_up: the weight of desirable answers, above 0.
        w_down: the weight of undesirable answers, above 0.

    Returns:
        A tensor without axes.

    Examples:
        >>> loss = kto_loss(
        ...     torch.tensor([-4.0, -7.0]),
        ...     torch.tensor([-6.0, -7.0]),
        ...     torch.tensor([True, False]),
        ...     torch.tensor(1.0),
        ...     beta=0.5,
        ... )
        >>> round(loss.item(), 4)
        0.3775
    """
    raise NotImplementedError


def class_weights(n_up: int, n_down: int, ratio: float = 1.0) -> tuple[float, float]:
    """Weights that balance the two kinds of answers.

    Args:
        n_up: the number of desirable answers, at least 1.
        n_down: the number of undesirable answers, at least 1.
        ratio: of w_up n_up to w_down n_down, above 0.

    Returns:
        (w_up, w_down).

    Examples:
        >>> class_weights(100, 300), class_weights(300, 100)
        ((3.0, 1.0), (1.0, 3.0))
    """
    raise NotImplementedError
