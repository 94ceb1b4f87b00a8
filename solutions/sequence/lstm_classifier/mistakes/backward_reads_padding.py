"""The forward state is taken at the last real token, but the batch isn't packed: the backward LSTM starts in the padding of the
short rows.

caught by: test_the_backward_half_of_padded_rows
"""

import torch
import torch.nn as nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.n_units = n_units
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        out, _ = self.lstm(self.embedding(tokens))
        rows = torch.arange(tokens.shape[0])
        forward = out[rows, lengths - 1, : self.n_units]
        backward = out[:, 0, self.n_units :]
        return self.head(torch.cat([forward, backward], dim=-1))
