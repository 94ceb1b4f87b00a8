"""Sparse autoencoder: read a model's activations as a sum of few directions.

A neuron of a language model answers to many unrelated things, since a model
has more concepts than neurons. A sparse autoencoder looks for the concepts: it
writes each activation vector x of D numbers as a combination of a few out of
F directions, with F many times D,

    f = relu((x - b_dec) W_enc^T + b_enc)         the features, (N, F)
    x' = f W_dec^T + b_dec                        the reconstruction, (N, D)

so that column i of W_dec is the direction that feature i stands for. Anthropic
and OpenAI trained dictionaries of millions of features for their models this
way. What makes f sparse is one of two things:

- an **L1 penalty**: the loss is

      mean over the batch of (|x - x'|^2 + l1 * sum over i of f_i)

  where |.|^2 sums over all D entries;
- **top-k**: in each row only the k largest features are kept and the others
  are set to 0. Then l1 is 0.

With a penalty, small f and long columns would be cheaper than large f and
short columns. So each column of W_dec has the length 1: before a step the part
of its gradient along the column is removed, and after it the columns are
divided by their lengths.

How good a dictionary is, three numbers say: the share of the variance that is
explained, how many features are active in a row, and which features are dead.

Conventions:

- **Layout** as in ``nn.Linear``: W_enc is (F, D) and W_dec is (D, F).
- **Top-k** comes after the relu: a row with fewer than k positive features
  has fewer than k active ones. A feature is active where it is above 0.
- **Explained variance** is 1 - sum of (x - x')^2 / sum of (x - mean)^2, both
  sums over all N * D entries, the mean that of each entry over the batch.
- **Dtype**: all tensors are float32, or all are float64, and so are results.
"""

import torch


def encode(
    x: torch.Tensor, w_enc: torch.Tensor, b_enc: torch.Tensor, b_dec: torch.Tensor, k: int | None = None
) -> torch.Tensor:
    """The features of each row.

    Args:
        x: activations, shape (N, D).
        w_enc: shape (F, D).
        b_enc: shape (F,).
        b_dec: shape (D,).
        k: how many features of a row are kept, from 1 to F; None for all.

    Returns:
        f, shape (N, F), differentiable.

    Examples:
        >>> x, b_dec = torch.tensor([[3.0, 1.0]]), torch.tensor([1.0, 0.0])
        >>> w_enc = torch.tensor([[1.0, 0.0], [1.0, 1.0], [-1.0, 0.0]])
        >>> encode(x, w_enc, torch.zeros(3), b_dec).tolist()
        [[2.0, 3.0, 0.0]]
        >>> encode(x, w_enc, torch.zeros(3), b_dec, k=1).tolist()
        [[0.0, 3.0, 0.0]]
    """
    raise NotImplementedError


def sae_loss(x: torch.Tensor, f: torch.Tensor, w_dec: torch.Tensor, b_dec: torch.Tensor, l1: float) -> torch.Tensor:
    """The error of the reconstruction and the penalty.

    Args:
        x: activations, shape (N, D).
        f: their features, shape (N, F), none negative.
        w_dec: shape (D, F), columns of any length; they are taken as they
            are.
        b_dec: shape (D,).
        l1: the weight of the penalty, at least 0.

    Returns:
        A tensor without axes, differentiable.

    Examples:
        >>> sae_loss(
        ...     torch.tensor([[3.0, 1.0]]),
        ...     torch.tensor([[2.0]]),
        ...     torch.tensor([[1.0], [0.0]]),
        ...     torch.zeros(2),
        ...     l1=0.5,
        ... ).item()
        3.0
    """
    raise NotImplementedError


def unit_columns(w_dec: torch.Tensor, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Columns of length 1, and a gradient that doesn't change their length.

    Args:
        w_dec: shape (D, F), no column is 0.
        gradient: shape (D, F).

    Returns:
        (unit, projected): W_dec with each column divided by its length, and
        the gradient without its part along each column.

    Examples:
        >>> unit, projected = unit_columns(
        ...     torch.tensor([[2.0], [0.0]]), torch.tensor([[5.0], [7.0]])
        ... )
        >>> unit.tolist(), projected.tolist()
        ([[1.0], [0.0]], [[0.0], [7.0]])
    """
    raise NotImplementedError


def report(x: torch.Tensor, reconstruction: torch.Tensor, f: torch.Tensor) -> tuple[float, float, torch.Tensor]:
    """What a dictionary is worth on a batch.

    Args:
        x: activations, shape (N, D), not all rows equal.
        reconstruction: shape (N, D).
        f: the features, shape (N, F).

    Returns:
        (explained, active, dead): the share of the variance that is explained
        and the mean number of active features in a row, both floats, and a
        bool tensor of shape (F,), True for features that are active in no row.

    Examples:
        >>> x = torch.tensor([[2.0, 5.0], [4.0, 5.0]])
        >>> f = torch.tensor([[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]])
        >>> explained, active, dead = report(x, x + 0.5, f)
        >>> explained, active, dead.tolist()
        (0.5, 1.5, [False, True, False])
    """
    raise NotImplementedError
