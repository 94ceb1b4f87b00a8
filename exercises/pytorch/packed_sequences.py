"""Packed sequences: a batch of unequal lengths without its padding.

Sequences of different lengths are padded to the longest one to fit into one
tensor of shape (B, T, D). A recurrent layer that runs over the padding wastes
work, and ends in a state that has read padding. PyTorch packs such a batch
before it goes into an RNN; this is what ``pack_padded_sequence`` makes:

- the rows are sorted by length, the longest first;
- data holds the vectors step after step: all rows' first ones, then the
  second ones of all rows that have two, and so on, each time in the sorted
  order. So it has as many rows as there are real vectors;
- batch_sizes says how many rows are still running at each step, and sums to
  the number of rows of data.

With rows a (length 2), b (length 4) and c (length 1):

    order       = [1, 0, 2]                         b, a, c
    batch_sizes = [3, 2, 1, 1]
    data        = [b0, a0, c0,  b1, a1,  b2,  b3]

The other half of the same care is any statistic over time: the mean of a
padded batch must leave the padding out, or it depends on how long the longest
neighbor happens to be.

Conventions:

- **order** lists the original row numbers in the sorted order. Rows of equal
  length keep their order.
- **Lengths** are at least 1, the longest may be below T: then the steps that
  no row has are left out.
- **Padding** may hold anything, nan included; nothing of it gets into data or
  into a mean.
- **Dtypes**: data and means have the dtype of the batch; order, batch_sizes
  and lengths are int64.
- **Tensors** that are handed in are not changed.
"""

import torch


def pack(
    padded: torch.Tensor,
    lengths: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pack a padded batch.

    Args:
        padded: shape (B, T, D).
        lengths: the true length of each row, int64, shape (B,).

    Returns:
        data of shape (sum of lengths, D), batch_sizes of shape (longest,),
        and order of shape (B,).

    Examples:
        >>> padded = torch.tensor([[1.0, 2.0, 0.0], [5.0, 6.0, 7.0]])
        >>> lengths = torch.tensor([2, 3])
        >>> data, sizes, order = pack(padded[:, :, None], lengths)
        >>> data.flatten().tolist(), sizes.tolist(), order.tolist()
        ([5.0, 1.0, 6.0, 2.0, 7.0], [2, 2, 1], [1, 0])
    """
    raise NotImplementedError


def unpack(
    data: torch.Tensor,
    batch_sizes: torch.Tensor,
    order: torch.Tensor,
    padding_value: float = 0.0,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Bring a packed batch back, rows in their original order.

    Args:
        data: shape (sum of lengths, D).
        batch_sizes: shape (longest,).
        order: shape (B,).
        padding_value: what is written behind the end of a sequence.

    Returns:
        The padded batch, shape (B, longest, D), and the lengths, shape (B,).

    Examples:
        >>> data = torch.tensor([5.0, 1.0, 6.0, 2.0, 7.0])[:, None]
        >>> sizes, order = torch.tensor([2, 2, 1]), torch.tensor([1, 0])
        >>> padded, lengths = unpack(data, sizes, order)
        >>> padded[:, :, 0].tolist(), lengths.tolist()
        ([[1.0, 2.0, 0.0], [5.0, 6.0, 7.0]], [2, 3])
    """
    raise NotImplementedError


def masked_mean(padded: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The mean over time of each row's real vectors.

    Args:
        padded: shape (B, T, D).
        lengths: int64, shape (B,).

    Returns:
        Shape (B, D).

    Examples:
        >>> padded = torch.tensor([[1.0, 2.0, 99.0], [5.0, 6.0, 7.0]])
        >>> masked_mean(padded[:, :, None], torch.tensor([2, 3])).tolist()
        [[1.5], [6.0]]
    """
    raise NotImplementedError
