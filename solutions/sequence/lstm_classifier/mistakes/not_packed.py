"""The padded batch goes into the LSTM as it is: the forward state has read the padding at the end, and the backward one began
with it. Pack the batch with its lengths.

caught by: test_the_backward_half_of_padded_rows
"""

import torch
import torch.nn as nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        embedded = self.embedding(tokens)
        output, (hidden, cell) = self.lstm(embedded)
        hidden = torch.cat((hidden[-2], hidden[-1]), dim=1)
        return self.head(hidden)
