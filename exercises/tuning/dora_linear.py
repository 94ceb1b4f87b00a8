"""DoRA: a low-rank update for the direction, and a magnitude beside it.

LoRA's updates change the length and the direction of a weight vector together,
full fine-tuning changes them one without the other. DoRA (Liu et al. 2024)
takes the frozen W apart, gives the direction a low-rank update and trains the
lengths beside it:

    V  = W + s B A                        s = alpha / r
    c  = |V|, the Euclidean norm of each row of V       (D_out,)
    W' = m / c * V, each row with its own m and c       (D_out, D_in)
    y  = x W'^T + b

At the start B is 0 and m is the norm of W's rows, so that W' is W. For
backpropagation the paper treats c as a constant: less memory is needed, and
the gradient of V is no longer projected.

    dL/dm = sum over a row of (dL/dW' * V / c)
    dL/dV = m / c * dL/dW'

Conventions:

- **Rows**: an output feature has one magnitude, its row of the (D_out, D_in)
  weight of an `nn.Linear`, as in PEFT. (The paper writes of columns.)
- **The base** is the very `nn.Linear` that was handed in, as attribute
  `base`; its weight and bias (which it may lack) are frozen. None of the rows
  of V is ever 0.
- **State dict**: `base.weight`, `base.bias` (where there is one), `lora_A` (r,
  D_in), `lora_B` (D_out, r) and `magnitude` (D_out,); all in the dtype of the
  base's weight. A is drawn at random, B is 0.
- **There is no dropout**, so that y can be computed from W' at once.
"""

import torch
from torch import nn


class DoRALinear(nn.Module):
    """A linear layer with a trained magnitude and a low-rank direction.

    Args:
        base: the layer to wrap; it is frozen.
        rank: r, at least 1.
        alpha: the scale's numerator, above 0.

    Examples:
        >>> base = nn.Linear(2, 2, bias=False)
        >>> layer = DoRALinear(base, rank=1, alpha=1.0)
        >>> _ = layer.load_state_dict({
        ...     "base.weight": torch.tensor([[3.0, 0.0], [0.0, 2.0]]),
        ...     "lora_A": torch.tensor([[0.0, 4.0]]),
        ...     "lora_B": torch.tensor([[1.0], [0.0]]),
        ...     "magnitude": torch.tensor([10.0, 2.0]),
        ... })
        >>> [[round(w, 4) for w in row] for row in layer.merge().tolist()]
        [[6.0, 8.0], [0.0, 2.0]]
        >>> [round(y, 4) for y in layer(torch.tensor([1.0, 1.0])).tolist()]
        [14.0, 2.0]
    """

    def __init__(self, base: nn.Linear, rank: int, alpha: float):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output.

        Args:
            x: float tensor of shape (..., D_in), in the dtype of the base.

        Returns:
            A tensor of shape (..., D_out), differentiable with respect to x
            and, with c as a constant, to A, B and the magnitude.
        """
        raise NotImplementedError

    def merge(self) -> torch.Tensor:
        """The weight that a plain linear layer needs to do the same.

        Returns:
            W', shape (D_out, D_in). The layer itself stays as it is.
        """
        raise NotImplementedError
