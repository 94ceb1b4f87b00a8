"""Each row goes through the LSTM alone, cut to its length: nothing has to be packed."""

import torch
from torch import nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        summaries = []
        for row, n in zip(tokens, lengths.tolist(), strict=True):
            _, (h, _) = self.lstm(self.embedding(row[:n]))
            summaries.append(h.reshape(-1))
        return self.head(torch.stack(summaries))
