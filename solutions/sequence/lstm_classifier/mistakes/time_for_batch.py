"""An LSTM reads (T, B, E) unless it is told batch_first=True: without that it runs from row to row of the batch and takes each
column for a text of its own.

caught by: test_the_forward_half
"""

from torch import nn


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        x = self.embedding(tokens)
        out, _ = self.lstm(x)
        return self.head(out[:, -1, :])
