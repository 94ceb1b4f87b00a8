"""The largest output over all positions is taken, entry by entry, as InferSent does: the summary here is the final state of
each direction.

caught by: test_the_forward_half
"""

from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class LSTMClassifier(nn.Module):
    def __init__(self, n_tokens, d_embedding, n_units, n_classes):
        super().__init__()
        self.embedding = nn.Embedding(n_tokens, d_embedding)
        self.lstm = nn.LSTM(d_embedding, n_units, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * n_units, n_classes)

    def forward(self, tokens, lengths):
        emb = self.embedding(tokens)
        packed = pack_padded_sequence(emb, lengths, batch_first=True, enforce_sorted=False)
        out, _ = self.lstm(packed)
        out, _ = pad_packed_sequence(out, batch_first=True, padding_value=float("-inf"))
        pooled, _ = out.max(dim=1)
        return self.head(pooled)
