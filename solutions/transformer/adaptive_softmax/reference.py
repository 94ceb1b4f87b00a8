"""The adaptive softmax.

A cluster is one more word of the head: its probability is shared among its words by a softmax of their own, so that
everything sums to 1.
"""

import torch
from torch import nn


class AdaptiveSoftmax(nn.Module):
    def __init__(self, d_model, vocab_size, cutoffs, reduce=4):
        super().__init__()
        self.n_short = cutoffs[0]
        self.spans = list(zip(cutoffs, [*cutoffs[1:], vocab_size], strict=True))
        self.head = nn.Linear(d_model, self.n_short + len(self.spans), bias=False)
        self.tails = nn.ModuleList(
            Tail(d_model, max(1, d_model // reduce ** (i + 1)), high - low) for i, (low, high) in enumerate(self.spans)
        )

    def log_prob(self, x):
        head = self.head(x).log_softmax(dim=1)  # (N, shortlist + clusters)
        parts = [head[:, : self.n_short]]
        for i, tail in enumerate(self.tails):
            parts.append(head[:, self.n_short + i, None] + tail(x).log_softmax(dim=1))
        return torch.cat(parts, dim=1)

    def loss(self, x, targets):
        entries, parts = targets.clone(), torch.zeros_like(x[:, 0])
        for i, ((low, high), tail) in enumerate(zip(self.spans, self.tails, strict=True)):
            rows = torch.where((targets >= low) & (targets < high))[0]
            entries[rows] = self.n_short + i
            if len(rows):
                within = tail(x[rows]).log_softmax(dim=1).gather(1, targets[rows, None] - low)
                parts = parts.index_add(0, rows, within[:, 0])
        head = self.head(x).log_softmax(dim=1).gather(1, entries[:, None])[:, 0]
        return -(head + parts).mean()

    def predict(self, x):
        return self.log_prob(x).argmax(dim=1)
