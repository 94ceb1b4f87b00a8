"""A text classifier: embedding, bidirectional LSTM, one linear layer.

Before BERT this was the model for sentiment, intent and inference (InferSent
has it), and it still is a small and fast one. Token ids are embedded, an LSTM
reads them in both directions, and a linear layer makes the logits of K
classes from what the two have read:

    e_t    = embedding(token_t)                 t = 1, ..., n, of E entries
    logits = head(join(ahead_n, back_1))        join: 2H entries

with ahead_n the hidden state h (not the cell state c) of the forward LSTM
after its last real token, and back_1 that of the backward LSTM after its
last, which is the first token of the row.

In a batch the rows are padded to T tokens, and this is where such models go
wrong without any error: ``outputs[:, -1]`` is the forward state after the
padding and a backward state that has read one token. Packing the batch keeps
the padding out of both directions.

Conventions:

- **The modules** are named and shaped as torch makes them: ``embedding``, an
  nn.Embedding of (V, E); ``lstm``, a bidirectional nn.LSTM of one layer from E
  to H; ``head``, an nn.Linear from 2H to K. There are no other parameters.
- **Order**: the forward half comes first.
- **Padding** doesn't matter: a row's logits are those that it has alone,
  whatever ids stand behind its end, however many, and in whatever order the
  lengths are.
- **Lengths** are from 1 to T, the longest may be below T.
"""

import torch
from torch import nn


class LSTMClassifier(nn.Module):
    """Logits of classes from a padded batch of token ids.

    Args:
        n_tokens: V, the size of the vocabulary.
        d_embedding: E, the entries of an embedding.
        n_units: H, the units of the LSTM in each direction.
        n_classes: K.

    Examples:
        >>> model = LSTMClassifier(10, 4, 3, 2)
        >>> tokens = torch.tensor([[5, 7, 0], [1, 2, 3]])
        >>> model(tokens, torch.tensor([2, 3])).shape == (2, 2)
        True
    """

    def __init__(self, n_tokens: int, d_embedding: int, n_units: int, n_classes: int) -> None:
        raise NotImplementedError

    def forward(self, tokens: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """The logits of each row.

        Args:
            tokens: int64, shape (B, T).
            lengths: int64, shape (B,).

        Returns:
            Shape (B, K).
        """
        raise NotImplementedError
