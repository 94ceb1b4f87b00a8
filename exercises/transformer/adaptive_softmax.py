"""The adaptive softmax: a large vocabulary in clusters by frequency.

The last layer of a language model with V = 250 000 words costs more than all
other layers of a small one, and most of that goes into words that hardly ever
occur. So the vocabulary is sorted by frequency and cut: the frequent words,
the shortlist, stand in the head, and the rest in clusters, each of which is
one more entry of the head. A word of cluster i is reached in two steps,

    log p(w) = log p_head(w)                            w in the shortlist
    log p(w) = log p_head(cluster i) + log p_i(w)       w in cluster i

    p_head = softmax(x H^T)            over shortlist and clusters
    p_i    = softmax((x A_i^T) B_i^T)  over the words of cluster i

where A_i takes the D features down to a few: rare words get small vectors. In
training, the words of a cluster are only scored where the target is one of
them, for most positions not at all.

Conventions:

- **Cut**: with ``cutoffs`` c_0 < c_1 < ..., the shortlist is the ids 0 to
  c_0 - 1, cluster 0 the ids c_0 to c_1 - 1, and so on; the last cluster ends
  with V - 1.
- **Head**: c_0 + n rows for n clusters, first the shortlist, then the clusters
  in order. No layer has a bias.
- **Narrowing**: cluster i has D // reduce^(i + 1) features, but at least 1.
- **State dict**: ``head.weight``, and for each cluster ``tails.i.down.weight``
  and ``tails.i.up.weight`` of the given `Tail`.
- **Work**: `loss` calls the tail of a cluster at most once, with exactly the
  rows whose target is in it, in their order; without such rows it isn't
  called. In `log_prob` and `predict` tails may be called as you like.
- **Stability**: logits in the thousands give the right finite values.
"""

import torch
from torch import nn


# given
class Tail(nn.Module):
    """The logits of a cluster's words; notes how many rows each call had.

    Examples:
        >>> tail = Tail(8, 2, 5)
        >>> list(tail(torch.zeros(3, 8)).shape), tail.calls
        ([3, 5], [3])
    """

    def __init__(self, d_model: int, d_low: int, n_words: int):
        super().__init__()
        self.down = nn.Linear(d_model, d_low, bias=False)
        self.up = nn.Linear(d_low, n_words, bias=False)
        self.calls: list[int] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls.append(len(x))
        return self.up(self.down(x))


class AdaptiveSoftmax(nn.Module):
    """The last layer of a language model, with its loss.

    Args:
        d_model: D.
        vocab_size: V.
        cutoffs: increasing, above 0 and below V, at least one.
        reduce: how much narrower each cluster is than the one before.

    Examples:
        >>> layer = AdaptiveSoftmax(8, 10, [3, 5], reduce=2)
        >>> [list(weight.shape) for weight in layer.state_dict().values()]
        [[5, 8], [4, 8], [2, 4], [2, 8], [5, 2]]
        >>> for parameter in layer.parameters():
        ...     _ = nn.init.zeros_(parameter)
        >>> log_probs = layer.log_prob(torch.zeros(1, 8))
        >>> [round(p, 2) for p in log_probs.exp()[0].tolist()]
        [0.2, 0.2, 0.2, 0.1, 0.1, 0.04, 0.04, 0.04, 0.04, 0.04]
    """

    def __init__(self, d_model: int, vocab_size: int, cutoffs: list[int], reduce: int = 4):
        raise NotImplementedError

    def log_prob(self, x: torch.Tensor) -> torch.Tensor:
        """The log-probabilities of all words.

        Args:
            x: shape (N, D).

        Returns:
            A tensor of shape (N, V); the exponentials of each row sum to 1.
        """
        raise NotImplementedError

    def loss(self, x: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """The mean of -log p(target) over all rows, in nats.

        Args:
            x: shape (N, D), N at least 1.
            targets: int64 tensor of shape (N,), ids from 0 to V - 1.

        Returns:
            A tensor without axes, differentiable for x and the parameters.
        """
        raise NotImplementedError

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """The likeliest word of each row.

        Args:
            x: shape (N, D).

        Returns:
            An int64 tensor of shape (N,).
        """
        raise NotImplementedError
