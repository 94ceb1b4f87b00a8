"""The router of a mixture of experts: which experts work on a token, with
which weights, and who is sent away when an expert is full.

A mixture of experts has n feed-forward networks where a dense block has one,
and lets only k of them work on each token: many parameters, few operations.
Mixtral has n = 8 and k = 2, Switch k = 1. The router is a linear layer whose
logits choose:

    p       = softmax(logits)                     over the n experts
    chosen  = the k experts with the largest p, the largest first
    weight  = p of the chosen ones, divided by their sum if k > 1

The weights multiply the experts' outputs, and are all the router learns by. So
with k = 1 nothing is divided: the weight would be 1 whatever the logits are,
and the gradient 0.

On hardware each expert has room for a fixed number of tokens, its capacity;
with a capacity factor a little above 1 there is slack for an uneven load:

    capacity = ceil(factor * N * k / n)

Slots are given out in this order: the first choices of all tokens, token by
token, then the second choices, and so on. A choice whose expert is full is
dropped, and the token goes by the residual connection alone. (GShard does so;
others go token by token.)

Conventions:

- **Ties**: no two logits of a token are equal.
- **Dropped choices** have the slot -1 and the weight 0. The other weights of
  the token stay as they are; they aren't divided anew.
- **Gradient**: the weights are differentiable for the logits, and those kept
  for the weights.
- **Stability**: finite logits of any size give finite weights that sum to 1
  for k > 1.
- **Dtype**: weights have that of the logits; experts and slots are int64.
"""

import torch


def top_k_gates(logits: torch.Tensor, k: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The chosen experts of each token, and their weights.

    Args:
        logits: float tensor of shape (N, n), finite.
        k: the number of experts for each token, from 1 to n.

    Returns:
        (weights, experts): two tensors of shape (N, k).

    Examples:
        >>> logits = torch.tensor([[1.0, 4.0, 3.0]]).log()
        >>> weights, experts = top_k_gates(logits, 2)
        >>> experts.tolist()
        [[1, 2]]
        >>> [round(weight, 4) for weight in weights[0].tolist()]
        [0.5714, 0.4286]
        >>> round(top_k_gates(logits, 1)[0].item(), 4)
        0.5
    """
    raise NotImplementedError


def expert_capacity(n_tokens: int, n_experts: int, k: int, factor: float) -> int:
    """The number of slots of each expert.

    Args:
        n_tokens: N, at least 1.
        n_experts: n.
        k: choices for each token.
        factor: the capacity factor, above 0.

    Returns:
        An integer.

    Examples:
        >>> expert_capacity(10, 4, 2, 1.0), expert_capacity(10, 4, 2, 1.5)
        (5, 8)
    """
    raise NotImplementedError


def assign_slots(
    weights: torch.Tensor, experts: torch.Tensor, n_experts: int, capacity: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Give each choice a slot of its expert, as long as there are some.

    Args:
        weights: shape (N, k).
        experts: int64 tensor of shape (N, k), from 0 to n - 1, pairwise
            different in each row.
        n_experts: n.
        capacity: the number of slots of each expert, at least 1.

    Returns:
        (kept, slots): the weights with 0 for the dropped choices, and the slot
        of each choice, from 0 to capacity - 1, or -1. Both of shape (N, k).

    Examples:
        >>> experts = torch.tensor([[0, 1], [1, 0], [0, 1]])
        >>> weights = torch.tensor([[0.75, 0.25], [0.5, 0.5], [0.75, 0.25]])
        >>> kept, slots = assign_slots(weights, experts, 2, capacity=2)
        >>> slots.tolist()
        [[0, 1], [0, -1], [1, -1]]
        >>> kept.tolist()
        [[0.75, 0.25], [0.5, 0.0], [0.75, 0.0]]
    """
    raise NotImplementedError
