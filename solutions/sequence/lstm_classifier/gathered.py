"""The outputs are unpacked again, and each direction's is taken where it has read the whole row."""

import torch
from torch.nn import LSTM, Embedding, Linear, Module
from torch.nn.utils import rnn


class LSTMClassifier(Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.n_units = n_units
        self.embedding = Embedding(n_tokens, d_embedding)
        self.lstm = LSTM(d_embedding, n_units, bidirectional=True)
        self.head = Linear(n_units * 2, n_classes)

    def forward(self, tokens, lengths):
        order = lengths.argsort(descending=True)
        packed = rnn.pack_padded_sequence(self.embedding(tokens[order]).transpose(0, 1), lengths[order])
        outputs, _ = rnn.pad_packed_sequence(self.lstm(packed)[0])
        columns = torch.arange(len(order))
        ahead = outputs[lengths[order] - 1, columns, : self.n_units]
        back = outputs[0, :, self.n_units :]
        return self.head(torch.cat([ahead, back], dim=-1))[order.argsort()]
