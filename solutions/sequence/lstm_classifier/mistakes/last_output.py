"""The output of the last position is taken for both directions: the backward LSTM has read only one token there. Its state
after the whole row stands at the first position, or in the final h.

caught by: test_the_backward_half
"""

import torch
import torch.nn as nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(n_units * 2, n_classes)

    def forward(self, tokens, lengths):
        x = self.embedding(tokens)
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        out, _ = self.lstm(packed)
        out, _ = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
        last = out[torch.arange(out.size(0)), lengths - 1]
        return self.head(last)
