"""The feed-forward network of a transformer block: two linear layers and a
GELU, at each position for itself.

Attention moves information between positions; this layer works on what has
arrived at one of them. It widens the D features to a hidden layer of 4 D,
bends them and narrows them again. With two thirds of a block's parameters it
is where most of a model's knowledge is kept:

    hidden = gelu(x W1^T + b1)           (..., D_hidden)
    output = hidden W2^T + b2            (..., D)
    gelu(z) = z Phi(z) = z / 2 * (1 + erf(z / sqrt(2)))

BERT and GPT-2 are built like this. (Llama has SwiGLU in this place.)

Conventions:

- **Position-wise**: the features are the last axis. All other axes, of which
  there may be none, are positions that know nothing of each other.
- **GELU** is the exact one, with erf. (GPT-2's own code takes the tanh
  approximation, which is off by up to 5e-4.)
- **Parameters**: two layers laid out as in `nn.Linear`. The state dict has
  exactly the keys `fc1.weight` (D_hidden, D), `fc1.bias`, `fc2.weight` (D,
  D_hidden) and `fc2.bias`. How they are initialised is up to you.
- **No more than that**: the residual connection, the normalisation and
  dropout belong to the block around it.
"""

import torch
from torch import nn


class FeedForward(nn.Module):
    """Two linear layers with a GELU between them.

    Args:
        d_model: D, the number of features of input and output.
        d_hidden: D_hidden, the width between the layers; None is 4 D.

    Examples:
        >>> network = FeedForward(1, 2)
        >>> _ = network.load_state_dict({
        ...     "fc1.weight": torch.tensor([[1.0], [-1.0]]),
        ...     "fc1.bias": torch.zeros(2),
        ...     "fc2.weight": torch.tensor([[1.0, 10.0]]),
        ...     "fc2.bias": torch.tensor([0.5]),
        ... })
        >>> x = torch.tensor([[0.0], [1.0], [-1.0]])
        >>> [round(y, 3) for y in network(x)[:, 0].tolist()]
        [0.5, -0.245, 8.755]
    """

    def __init__(self, d_model: int, d_hidden: int | None = None):
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The network's output at each position.

        Args:
            x: float tensor of shape (..., D), in the dtype of the parameters.

        Returns:
            A tensor of the same shape and dtype, differentiable with respect
            to x and the parameters.
        """
        raise NotImplementedError


def feed_forward_share(d_model: int, d_hidden: int | None = None) -> float:
    """The part of a block's parameters that its feed-forward network holds.

    The block has three parts: attention with four projections from D to D; the
    feed-forward network; two layer norms, each with a gain and a bias for
    every feature. All six linear layers have biases.

    Args:
        d_model: D.
        d_hidden: the width of the feed-forward network; None is 4 D.

    Returns:
        A number from 0 to 1.

    Examples:
        >>> round(feed_forward_share(768), 4)
        0.6663
        >>> feed_forward_share(1, 1)
        0.25
    """
    raise NotImplementedError
