"""A module of one's own: parameters that learn, buffers that don't, and a
state dict that holds both.

A model is saved, moved to another device or dtype and trained through what its
modules have registered, and through nothing else. An `nn.Parameter` that is
assigned to an attribute is registered: the optimizer sees it, `double()` and
`to(device)` move it, `state_dict()` saves it. A buffer is moved and saved in
the same way and never trained, like the running mean of a batch norm. A tensor
that is only an attribute stays behind each time.

The layer of this kata, for tables whose columns have all kinds of units,
standardizes its inputs by statistics of the training data and is a linear
layer then:

    z = (x - mean) / std          (..., n_in)
    y = z W^T + b                 (..., n_out)

Conventions:

- **Parameters**: ``weight`` W of shape (n_out, n_in) and ``bias`` b of shape
  (n_out,), as in `nn.Linear`; both are drawn uniformly between -1 / sqrt(n_in)
  and 1 / sqrt(n_in). With ``bias=False`` there is no such parameter, no key in
  the state dict, and the attribute is None.
- **Buffers**: ``mean`` and ``std`` of shape (n_in,), 0 and 1 before the first
  `fit`. The state dict has exactly the keys of parameters and buffers.
- **std** is the population one, divided by N. A feature that is constant has a
  std of 1 instead of 0.
- **Dtype**: that of the parameters; after `double()` the module computes in
  float64, its statistics included.
"""

import torch
from torch import nn


class StandardizedLinear(nn.Module):
    """A linear layer that standardizes its inputs first.

    Args:
        n_in: the number of input features.
        n_out: the number of output features.
        bias: whether b is added.

    Examples:
        >>> layer = StandardizedLinear(2, 1, bias=False)
        >>> sorted(layer.state_dict())
        ['mean', 'std', 'weight']
        >>> _ = layer.load_state_dict({
        ...     "weight": torch.tensor([[1.0, 10.0]]),
        ...     "mean": torch.zeros(2),
        ...     "std": torch.ones(2),
        ... })
        >>> layer(torch.tensor([3.0, 5.0])).tolist()
        [53.0]
        >>> layer.fit(torch.tensor([[1.0, 5.0], [5.0, 5.0]]))
        >>> layer.mean.tolist(), layer.std.tolist()
        ([3.0, 5.0], [2.0, 1.0])
        >>> layer(torch.tensor([7.0, 6.0])).tolist()
        [12.0]
    """

    def __init__(self, n_in: int, n_out: int, bias: bool = True):
        raise NotImplementedError

    def fit(self, x: torch.Tensor) -> None:
        """Take mean and std from training data, instead of those from before.

        Args:
            x: shape (N, n_in), N at least 2, in the dtype of the parameters.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The outputs for standardized features.

        Args:
            x: shape (..., n_in), in the dtype of the parameters.

        Returns:
            A tensor of shape (..., n_out), differentiable with respect to x
            and the parameters.
        """
        raise NotImplementedError
