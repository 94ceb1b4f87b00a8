"""The bottleneck adapter: a small trainable detour inside of a frozen model.

Fine-tuning all weights needs a copy of the model for each task. Adapters
(Houlsby et al. 2019) freeze the model and put a small module behind its
sublayers: it narrows the D features to a bottleneck of r, bends them, widens
them again and adds the result to what came in. A few percent of the
parameters are trained and stored for each task.

    hidden = gelu(x W_down^T + b_down)           (..., r)
    output = x + hidden W_up^T + b_up            (..., D)
    gelu(z) = z / 2 * (1 + erf(z / sqrt(2)))

A fresh adapter must leave the model as it is. So W_up and b_up are 0 at the
start, and the output is x itself. W_down isn't 0: otherwise hidden would be
0, no gradient would reach either matrix, and only b_up could learn.

Conventions:

- **Parameters**: two layers laid out as in `nn.Linear`. The state dict has
  exactly `down.weight` (r, D), `down.bias`, `up.weight` (D, r) and `up.bias`.
- **GELU** is the exact one, with erf. There is no dropout.
- **At the start** both parameters of `up` are 0 (the paper draws them close
  to 0, libraries often take 0). How `down` is drawn is up to you, as long as
  its weight isn't 0.
- **Freezing** goes by type: the parameters of an AdapterLayer, however deep
  in the model and whatever its name, are trained, and no others.
"""

import torch
from torch import nn


class AdapterLayer(nn.Module):
    """A bottleneck with a residual connection.

    Args:
        d_model: D, the number of features of input and output.
        bottleneck: r, the width of the bottleneck.

    Examples:
        >>> adapter = AdapterLayer(2, 1)
        >>> adapter(torch.tensor([[3.0, -1.0]])).tolist()
        [[3.0, -1.0]]
        >>> _ = adapter.load_state_dict({
        ...     "down.weight": torch.tensor([[1.0, 1.0]]),
        ...     "down.bias": torch.tensor([-2.0]),
        ...     "up.weight": torch.tensor([[1.0], [10.0]]),
        ...     "up.bias": torch.tensor([0.5, 0.0]),
        ... })
        >>> x = torch.tensor([[3.0, -1.0], [3.0, 0.0]])
        >>> [[round(y, 3) for y in row] for row in adapter(x).tolist()]
        [[3.5, -1.0], [4.341, 8.413]]
    """

    def __init__(self, d_model: int, bottleneck: int):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The adapted features.

        Args:
            x: float tensor of shape (..., D), in the dtype of the parameters.

        Returns:
            A tensor of the same shape, differentiable with respect to x and
            the parameters.
        """
        raise NotImplementedError


def train_only_adapters(model: nn.Module) -> float:
    """Freeze a model except for its adapters.

    Afterwards `requires_grad` is True for the parameters of every AdapterLayer
    in the model, even if it was False before, and False for all others.

    Args:
        model: the model, changed in place; it has at least one parameter and
            may itself be an adapter.

    Returns:
        The share of all single numbers in its parameters that is trained,
        from 0 to 1.

    Examples:
        >>> model = nn.Sequential(nn.Linear(4, 4), AdapterLayer(4, 1))
        >>> round(train_only_adapters(model), 4)  # 13 of 33
        0.3939
        >>> [p.requires_grad for p in model.parameters()]
        [False, False, True, True, True, True]
    """
    raise NotImplementedError
