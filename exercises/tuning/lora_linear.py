"""LoRA: a frozen linear layer with a trainable update of low rank.

What fine-tuning adds to a weight matrix can be described by few numbers. LoRA
(Hu et al. 2021) freezes W and learns the difference as a product of two thin
matrices; for a 7B model that is a file of some megabytes for each task.

    y = x W^T + b + s x A^T B^T        s = alpha / r
    A is (r, D_in), B is (D_out, r), W is (D_out, D_in)

At the start A is drawn at random and B is 0, so that the layer does what it
did before. (With both at 0 neither would ever get a gradient.)

For serving, the update is added to the weight, and the layer costs no more
than the old one:

    merge:  W <- W + s B A             unmerge: W <- the old W

Subtracting s B A again doesn't give the old W: each rounding leaves a
difference, and after a hundred swaps of adapters the base has drifted. Here
`unmerge` restores it bit by bit.

Conventions:

- **The base** is the very `nn.Linear` that was handed in, as attribute
  `base`; its weight and bias (which it may lack) are frozen.
- **State dict**: `base.weight`, `base.bias` (where there is one), `lora_A`
  and `lora_B`, before and after merging; nothing else.
- **Scale**: alpha / r. (rsLoRA takes alpha / sqrt(r).) There is no dropout.
- **Dtype** of A and B: that of the base's weight.
- **Merged**, the layer computes x W^T + b with the changed W, the same output
  up to rounding. To merge what is merged, and to unmerge what isn't, changes
  nothing. Nothing is trained or loaded while it is merged.
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    """A linear layer with a low-rank update.

    Args:
        base: the layer to wrap; it is frozen.
        rank: r, at least 1.
        alpha: the scale's numerator, above 0.

    Examples:
        >>> layer = LoRALinear(nn.Linear(2, 3), rank=1, alpha=2.0)
        >>> _ = layer.load_state_dict({
        ...     "base.weight": torch.eye(3, 2), "base.bias": torch.zeros(3),
        ...     "lora_A": torch.tensor([[1.0, 1.0]]),
        ...     "lora_B": torch.tensor([[0.0], [0.5], [1.0]]),
        ... })
        >>> x = torch.tensor([[1.0, 2.0]])
        >>> layer(x).tolist()
        [[1.0, 5.0, 6.0]]
        >>> layer.merge()
        >>> layer.base.weight.tolist()
        [[1.0, 0.0], [1.0, 2.0], [2.0, 2.0]]
        >>> layer(x).tolist()
        [[1.0, 5.0, 6.0]]
        >>> layer.unmerge()
        >>> layer.base.weight.tolist()
        [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """

    def __init__(self, base: nn.Linear, rank: int, alpha: float):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output.

        Args:
            x: float tensor of shape (..., D_in), in the dtype of the base.

        Returns:
            A tensor of shape (..., D_out); unless it is merged, differentiable
            with respect to x, A and B.
        """
        raise NotImplementedError

    def merge(self) -> None:
        """Add the update to the base's weight."""
        raise NotImplementedError

    def unmerge(self) -> None:
        """Give the base's weight the bits that it had before merging."""
        raise NotImplementedError


def count_trainable(model: nn.Module) -> int:
    """How many single numbers of a model are trained.

    Args:
        model: any module.

    Returns:
        The size of all its parameters that require a gradient, added up.

    Examples:
        >>> base = nn.Linear(100, 50)
        >>> count_trainable(base)
        5050
        >>> count_trainable(LoRALinear(base, rank=4, alpha=8.0))
        600
    """
    raise NotImplementedError
