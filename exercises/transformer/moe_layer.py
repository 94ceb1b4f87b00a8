"""A mixture-of-experts layer: each token goes through the few experts that a
router has chosen for it.

A dense model runs all its parameters for each token. A mixture of experts has
n feed-forward networks in the place of one and runs k of them: Mixtral 8x7B
holds 47 billion parameters and uses 13 for a token. With the router's weights
g of token x, which are 0 for all experts but k,

    y = sum over the experts e of  g_e(x) expert_e(x)

The formula could be computed by running every expert on every token and
multiplying most results by 0, and nothing would be saved. So tokens are
dispatched: each expert gets one matrix of the tokens that chose it, works on
it once, and its rows are added back where they came from, times their weight.

    p       = softmax(router(x))                     over the n experts
    chosen  = the k experts with the largest p
    g       = p of the chosen ones, divided by their sum if k > 1

Conventions:

- **Shapes**: x has any number of axes before its D features; each position is
  a token of its own.
- **Parameters**: ``router``, a linear layer from D to n without bias, and
  ``experts.0``, ``experts.1`` and so on, each a given `Expert`.
- **Work**: an expert is called at most once, with exactly the tokens that
  chose it, as a matrix (tokens, D) in any order. One that nobody chose isn't
  called. No token is dropped.
- **k = 1** keeps the probability p as the weight (as Switch does): divided by
  itself it would be 1, and the router would never learn.
- **Gradient**: it reaches x, the router by the weights, and the experts that
  were called.
- **Ties**: no two logits of a token are equal.
"""

import torch
import torch.nn.functional as F
from torch import nn


# given
class Expert(nn.Module):
    """A feed-forward network that notes how many tokens each call had.

    Examples:
        >>> expert = Expert(2, 3)
        >>> list(expert(torch.zeros(5, 2)).shape), expert.calls
        ([5, 2], [5])
    """

    def __init__(self, d_model: int, d_hidden: int):
        super().__init__()
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)
        self.calls: list[int] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls.append(x.shape[:-1].numel())
        return self.fc2(F.gelu(self.fc1(x)))


class MoELayer(nn.Module):
    """A router and its experts.

    Args:
        d_model: D.
        d_hidden: the width of each expert.
        n_experts: n.
        k: the number of experts for each token, from 1 to n.

    Examples:
        >>> layer = MoELayer(2, 3, n_experts=4, k=2)
        >>> list(layer(torch.ones(1, 5, 2)).shape)
        [1, 5, 2]
        >>> sorted(sum(expert.calls) for expert in layer.experts)
        [0, 0, 5, 5]
    """

    def __init__(self, d_model: int, d_hidden: int, n_experts: int, k: int):
        raise NotImplementedError

    def route(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The chosen experts of each token and their weights.

        Args:
            x: shape (N, D).

        Returns:
            (weights, experts): two tensors of shape (N, k), the likeliest
            expert first; experts are int64.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The weighted sum of what the chosen experts give.

        Args:
            x: shape (..., D), float32 or float64 as the parameters.

        Returns:
            A tensor of the shape and dtype of x.
        """
        raise NotImplementedError
