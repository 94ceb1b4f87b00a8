"""The classifier over a packed batch.

Why it works: in a packed batch every row ends where it ends, so that the final states that the LSTM returns have read
each row, all of it and nothing else, in both directions.
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        _, (h, _) = self.lstm(packed)
        return self.head(torch.cat([h[0], h[1]], dim=1))
