"""The embeddings of the padding are set to 0, but the LSTM reads them all the same: a step with an input of 0 changes the state
too. Pack the batch with its lengths.

caught by: test_the_forward_half_of_padded_rows
"""

import torch
from torch import nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        mask = torch.arange(tokens.shape[1]) < lengths[:, None]
        vectors = self.embedding(tokens) * mask.unsqueeze(-1)
        _, (h, _) = self.lstm(vectors)
        return self.head(torch.cat([h[0], h[1]], dim=-1))
