"""Denoising autoencoder: a network that squeezes its input through a
bottleneck and has to rebuild it.

An encoder maps D features to a code of K numbers, K < D, and a decoder maps
the code back. To rebuild x from so little, the network must find what the data
have in common. If both parts are linear, the best they can do is PCA, a flat
subspace; with a nonlinearity the code can follow a curve.

    code           = encoder.2(tanh(encoder.0(x)))              D -> H -> K
    reconstruction = decoder.2(tanh(decoder.0(code)))           K -> H -> D

A denoising autoencoder sees x with some entries missing, and is compared with
x as it was:

    loss = mean over all B * D entries of (model(corrupt(x)) - x)^2

So it can't learn to copy, and has to fill in what is missing from what is
there.

Conventions:

- **Parameters**: four linear layers with a bias, each laid out as in
  `nn.Linear` (x -> x W^T + b). The state dict has exactly the keys
  `encoder.0.weight`, `encoder.0.bias`, `encoder.2.weight`, `encoder.2.bias`,
  and the same with `decoder`; number 1 of each is the tanh. How they are
  initialised is up to you. There is no activation on the code or on the
  reconstruction.
- **Corruption** sets each entry to 0 with probability p, independently of all
  others. What stays is not scaled, as dropout would. p = 0 changes nothing,
  p = 1 leaves only zeros.
- **Randomness** comes from ``generator`` alone, and each call, so each
  training step, draws anew.
- **PCA** centres the data. With K components it loses the variance in all
  other directions.
- **Dtype**: results have the dtype of x and the model, float32 or float64.
"""

import torch
from torch import nn


class Autoencoder(nn.Module):
    """Encoder and decoder with a hidden layer each.

    Args:
        n_features: D.
        n_hidden: H, the width of both hidden layers.
        n_code: K, the number of features of the code.

    Examples:
        >>> model = Autoencoder(3, 8, 2)
        >>> (
        ...     list(model.encode(torch.zeros(5, 3)).shape),
        ...     list(model(torch.zeros(5, 3)).shape),
        ... )
        ([5, 2], [5, 3])
    """

    def __init__(self, n_features: int, n_hidden: int, n_code: int):
        raise NotImplementedError

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        """The code.

        Args:
            x: shape (B, D).

        Returns:
            A tensor of shape (B, K), differentiable.
        """
        raise NotImplementedError

    def decode(self, code: torch.Tensor) -> torch.Tensor:
        """The reconstruction from a code.

        Args:
            code: shape (B, K).

        Returns:
            A tensor of shape (B, D), differentiable.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The reconstruction of x from its own code.

        Args:
            x: shape (B, D).

        Returns:
            A tensor of shape (B, D), differentiable.
        """
        raise NotImplementedError


def corrupt(x: torch.Tensor, p: float, generator: torch.Generator | None = None) -> torch.Tensor:
    """x with some of its entries set to 0.

    Args:
        x: shape (B, D).
        p: the probability that an entry is lost, 0 <= p <= 1.
        generator: what to draw from. With p = 0 it may be None.

    Returns:
        A tensor of the shape and dtype of x.

    Raises:
        ValueError: if p is not between 0 and 1.

    Examples:
        >>> corrupted = corrupt(
        ...     torch.full((10, 10), 3.0),
        ...     0.5,
        ...     torch.Generator().manual_seed(0),
        ... )
        >>> sorted(set(corrupted.flatten().tolist()))
        [0.0, 3.0]
    """
    raise NotImplementedError


def denoising_loss(
    model: nn.Module, x: torch.Tensor, p: float, generator: torch.Generator | None = None
) -> torch.Tensor:
    """The mean squared error of the reconstruction of a corrupted x.

    Args:
        model: any module that maps (B, D) to (B, D).
        x: shape (B, D), the clean data.
        p: as for ``corrupt``.
        generator: as for ``corrupt``.

    Returns:
        A tensor without axes, differentiable with respect to the parameters of
        the model.

    Examples:
        >>> denoising_loss(
        ...     nn.Identity(), torch.tensor([[3.0, 0.0], [0.0, 1.0]]), p=1.0
        ... ).item()
        2.5
    """
    raise NotImplementedError


def train_autoencoder(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    n_steps: int,
    p: float = 0.0,
    generator: torch.Generator | None = None,
) -> list[float]:
    """Train on the denoising loss of the whole of x, with a new corruption in
    every step.

    Args:
        model: maps (B, D) to (B, D), changed in place. Gradients that it has
            from before don't count.
        optimizer: holds the parameters of the model, changed in place.
        x: shape (B, D), the clean data, all of which make one batch.
        n_steps: how many steps the optimizer makes, at least 0.
        p: as for ``corrupt``.
        generator: as for ``corrupt``.

    Returns:
        The loss of every step, before its update, as Python floats.

    Examples:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = model.load_state_dict({"weight": torch.tensor([[0.0]])})
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> train_autoencoder(
        ...     model, optimizer, torch.tensor([[1.0], [-1.0]]), n_steps=3
        ... )
        [1.0, 0.25, 0.0625]
    """
    raise NotImplementedError


def pca_error(x: torch.Tensor, n_components: int) -> float:
    """The mean squared error of the best reconstruction by PCA: what an
    autoencoder has to beat.

    Args:
        x: shape (B, D), B at least 1.
        n_components: K, from 0 to D. With 0 only the mean is left, with D
            nothing is lost.

    Returns:
        The mean over all B * D entries, a Python float.

    Examples:
        >>> x = torch.tensor(
        ...     [[4.0, 1.0], [6.0, 1.0], [5.0, 2.0], [5.0, 0.0]],
        ...     dtype=torch.float64,
        ... )
        >>> [round(pca_error(2 * x, k), 6) for k in (0, 1, 2)]
        [2.0, 1.0, 0.0]
    """
    raise NotImplementedError
