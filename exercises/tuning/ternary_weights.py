"""BitNet b1.58: weights of -1, 0 and 1.

Three values are log2(3) = 1.58 bits. A product with such a weight needs no
multiplication, only additions, and the 0 lets a feature be left out. BitNet
b1.58 (Ma et al. 2024) trains language models like this from the start, with
8-bit activations. For W of shape (D_out, D_in) and tokens x (..., D_in),

    gamma = mean |W|, over the whole matrix
    Q     = min(max(round(W / (gamma + eps)), -1), 1)
    W_hat = gamma * Q

    a     = max(max |x|, eps) of each token
    q     = round(x * 127 / a)                   from -127 to 127
    x_hat = q * a / 127

    y = x_hat W_hat^T

Full-precision ("latent") weights are kept and trained: the gradients go
straight through both quantizations, as if W_hat were W and x_hat were x. A
latent weight drifts until one day it is rounded to another of the three.

    dL/dW = (dL/dy)^T x_hat        dL/dx = dL/dy W_hat

Conventions:

- **gamma** is the mean magnitude (absmean); it is one number for the matrix,
  and a constant for the gradient.
- **Rounding** is half to even, as ``torch.round`` does it.
- **eps** is 1e-5 unless it is given. A token of zeros stays zeros.
- **The layer** has one parameter, `weight` (D_out, D_in), drawn at random, and
  no bias. It has no normalization of its own (BitNet's has an RMS norm before
  the quantization).
"""

import torch
from torch import nn


def ternarize(weight: torch.Tensor, eps: float = 1e-5) -> tuple[torch.Tensor, torch.Tensor]:
    """The three-valued weight and its scale.

    Args:
        weight: W, float, shape (D_out, D_in).
        eps: above 0.

    Returns:
        Q: the shape and dtype of weight, entries -1, 0 and 1. gamma: without
        axes.

    Examples:
        >>> q, gamma = ternarize(torch.tensor([[0.5, -1.0], [0.2, 2.3]]))
        >>> q.tolist(), gamma.item()
        ([[0.0, -1.0], [0.0, 1.0]], 1.0)
    """
    raise NotImplementedError


def quantize_activations(x: torch.Tensor, eps: float = 1e-5) -> tuple[torch.Tensor, torch.Tensor]:
    """The integers of each token, and what the largest stands for.

    Args:
        x: float, shape (..., D_in).
        eps: the least that a may be.

    Returns:
        q: the shape and dtype of x, whole numbers from -127 to 127. a: shape
        (..., 1).

    Examples:
        >>> x = torch.tensor([[2.0, -0.5], [0.0, 0.1]])
        >>> q, a = quantize_activations(x)
        >>> q.tolist(), [round(v, 4) for v in a[:, 0].tolist()]
        ([[127.0, -32.0], [0.0, 127.0]], [2.0, 0.1])
    """
    raise NotImplementedError


class BitLinear(nn.Module):
    """A linear layer with ternary weights and 8-bit activations.

    Args:
        d_in, d_out: D_in and D_out.
        eps: of both quantizations.

    Examples:
        >>> layer = BitLinear(2, 2)
        >>> weight = torch.tensor([[0.5, -1.0], [0.2, 2.3]])
        >>> _ = layer.load_state_dict({"weight": weight})
        >>> x = torch.tensor([[127.0, 20.0]])
        >>> y = layer(x)
        >>> y.tolist()
        [[-20.0, 20.0]]
        >>> torch.autograd.grad(y.sum(), layer.weight)[0].tolist()
        [[127.0, 20.0], [127.0, 20.0]]
    """

    def __init__(self, d_in: int, d_out: int, eps: float = 1e-5):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output.

        Args:
            x: float, shape (..., D_in), in the dtype of the weight.

        Returns:
            A tensor of shape (..., D_out), with the stated gradients for x and
            the weight.
        """
        raise NotImplementedError
