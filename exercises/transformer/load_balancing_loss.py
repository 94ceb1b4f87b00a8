"""The load-balancing loss: what keeps a mixture of experts from sending all
tokens to a few of them.

A router that finds one expert useful sends it more tokens, so it learns more
and becomes more useful still: the others starve. Switch, Mixtral and DeepSeek
add a small loss to that of the language model. With n experts, N tokens and k
choices for each token,

    f_i  = (number of choices that fell on expert i) / (N k)
    P_i  = mean over the tokens of softmax(logits)_i
    loss = n * sum over i of f_i P_i

f counts what happened and has no gradient; P says what the router wanted and
has one. Together the gradient lowers the probabilities of the experts that are
overrun. With uniform probabilities the loss is 1, with everything on one
expert up to n.

A second loss keeps the logits small, so that the softmax stays exact in low
precision:

    z loss = mean over the tokens of (log sum_i exp(logits_i))^2

Conventions:

- **Scale**: f and P sum to 1. (Some code doesn't divide f by k.)
- **Mask**: True at real tokens. Padding counts in neither f nor P nor z, and
  its gradient is 0. None means that all are real; at least one is.
- **Gradient**: through the probabilities alone.
- **Stability**: finite logits of any size give the right finite losses.
- **Dtype**: that of the logits.
"""

import torch


def load_balancing_loss(logits: torch.Tensor, experts: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
    """The loss of Switch Transformers, for k choices a token.

    Args:
        logits: the router's, float tensor of shape (N, n), finite.
        experts: int64 tensor of shape (N, k): the experts that each token was
            sent to, pairwise different, from 0 to n - 1.
        mask: bool tensor of shape (N,), True at real tokens.

    Returns:
        A tensor without axes.

    Examples:
        >>> experts = torch.tensor([[0], [1], [0], [0]])
        >>> load_balancing_loss(torch.zeros(4, 2), experts).item()
        1.0
        >>> logits = torch.tensor([[600.0, 0.0]] * 4)
        >>> load_balancing_loss(logits, experts).item()
        1.5
    """
    raise NotImplementedError


def router_z_loss(logits: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
    """The mean squared log-sum-exp of the logits.

    Args:
        logits: float tensor of shape (N, n), finite.
        mask: bool tensor of shape (N,), True at real tokens.

    Returns:
        A tensor without axes.

    Examples:
        >>> router_z_loss(torch.tensor([[300.0, 0.0], [0.0, 100.0]])).item()
        50000.0
    """
    raise NotImplementedError
