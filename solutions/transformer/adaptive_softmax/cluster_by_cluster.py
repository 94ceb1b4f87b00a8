"""Cross-entropies that are summed: one over the entries of the head, and one over the words of each cluster."""

import torch
import torch.nn.functional as F
from torch import nn


class AdaptiveSoftmax(nn.Module):
    def __init__(self, d_model, vocab_size, cutoffs, reduce=4):
        super().__init__()
        self.edges = torch.tensor([*cutoffs, vocab_size])
        self.head = nn.Linear(d_model, cutoffs[0] + len(cutoffs), bias=False)
        self.tails = nn.ModuleList()
        width = d_model
        for low, high in zip(self.edges[:-1].tolist(), self.edges[1:].tolist(), strict=True):
            width //= reduce
            self.tails.append(Tail(d_model, width or 1, high - low))

    def log_prob(self, x):
        logits = self.head(x)
        total = logits.logsumexp(1, keepdim=True)
        columns = [logits[:, : self.edges[0]] - total]
        for entry, tail in zip((logits - total)[:, self.edges[0] :].T, self.tails, strict=True):
            words = tail(x)
            columns.append(words - words.logsumexp(1, keepdim=True) + entry[:, None])
        return torch.hstack(columns)

    def loss(self, x, targets):
        first = int(self.edges[0])
        cluster = torch.bucketize(targets, self.edges, right=True)  # 0 is the shortlist
        entries = torch.where(cluster == 0, targets, first + cluster - 1)
        total = F.cross_entropy(self.head(x), entries, reduction="sum")
        for c in cluster.unique().tolist():
            if c > 0:
                mine = cluster == c
                words = targets[mine] - self.edges[c - 1]
                total = total + F.cross_entropy(self.tails[c - 1](x[mine]), words, reduction="sum")
        return total / len(x)

    def predict(self, x):
        return torch.stack([row.argmax() for row in self.log_prob(x)])
