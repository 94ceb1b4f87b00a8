"""Lottery tickets: prune, rewind, train again.

In a trained network most weights can be removed. But a small network with
random weights trains badly. Frankle and Carbin (2019) found that it trains as
well as the full one if it starts from the very weights that its connections
had in the beginning: the winning ticket. It is found in rounds. From the
initial weights w0 and masks of all True, each round

    1. trains w0 * mask, the pruned weights staying 0
    2. prunes, in each tensor, the share `rate` of what is still there: the
       weights whose magnitude is smallest after training
    3. rewinds what is left to w0

so that after R rounds about (1 - rate)^R of the weights are left. With 20 % in
each round, as in the paper, eleven rounds leave 9 %.

That pruned weights stay 0 takes care: their gradients aren't 0, and momentum
and weight decay know nothing of masks. One step of masked SGD with a learning
rate lr, momentum m and weight decay d is

    g        = gradient + d * weight
    velocity = (m * velocity + g) * mask
    weight   = (weight - lr * velocity) * mask

Conventions:

- **Weights** are dicts of tensors, by name; masks have the same names and
  shapes, True for what stays.
- **What is pruned**: tensors with two axes or more. Biases and the like, with
  one axis, keep masks of all True.
- **The number**: floor(rate * n) of the n weights of a tensor that are still
  there go, of equal magnitudes those with the lower index (in row-major order)
  first. What was pruned never comes back, whatever stands there.
- **Each tensor** is ranked by itself. (The paper does so for small networks,
  and ranks all layers together in deep ones.)
- **Arguments** stay as they are: new tensors are returned.
"""

from collections.abc import Callable

import torch

Tensors = dict[str, torch.Tensor]


def masked_step(
    weights: Tensors,
    grads: Tensors,
    velocities: Tensors,
    masks: Tensors,
    lr: float,
    momentum: float = 0.0,
    weight_decay: float = 0.0,
) -> tuple[Tensors, Tensors]:
    """One step of SGD in which pruned weights are 0 and stay so.

    Args:
        weights: by name.
        grads: by name.
        velocities: by name; they needn't be 0 where a weight is pruned.
        masks: by name, bool.
        lr: the learning rate.
        momentum: m.
        weight_decay: d.

    Returns:
        The new weights and the new velocities.

    Examples:
        >>> one = {"w": torch.tensor([1.0, 1.0])}
        >>> masks = {"w": torch.tensor([True, False])}
        >>> w, v = masked_step(one, one, one, masks, lr=0.25, momentum=0.5)
        >>> w["w"].tolist(), v["w"].tolist()
        ([0.625, 0.0], [1.5, 0.0])
    """
    raise NotImplementedError


def prune(weights: Tensors, masks: Tensors, rate: float) -> Tensors:
    """The masks after one round of pruning.

    Args:
        weights: after training, by name.
        masks: before the round, by name, bool.
        rate: the share of what is left that goes, from 0 to 1.

    Returns:
        New masks.

    Examples:
        >>> weights = {"w": torch.tensor([[3.0, -1.0], [0.0, 2.0]])}
        >>> masks = {"w": torch.tensor([[True, True], [False, True]])}
        >>> prune(weights, masks, 0.5)["w"].tolist()
        [[True, False], [False, True]]
    """
    raise NotImplementedError


def find_ticket(
    initial: Tensors,
    train: Callable[[Tensors, Tensors], Tensors],
    rate: float,
    rounds: int,
) -> tuple[Tensors, Tensors]:
    """Iterative pruning with rewinding.

    Args:
        initial: w0, by name.
        train: takes (weights, masks) and gives the trained weights, all dicts
            by name. What it gives at pruned places has no meaning.
        rate: as for prune.
        rounds: R, at least 0; train is called once in each.

    Returns:
        The masks after the last round, and the ticket: w0 where the masks are
        True, 0 elsewhere.

    Examples:
        >>> initial = {"w": torch.tensor([[5.0, 6.0, 7.0, 8.0]])}
        >>> def train(weights, masks):
        ...     return {"w": 10.0 - weights["w"]}
        >>> masks, ticket = find_ticket(initial, train, 0.5, rounds=2)
        >>> ticket["w"].tolist()
        [[5.0, 0.0, 0.0, 0.0]]
    """
    raise NotImplementedError
