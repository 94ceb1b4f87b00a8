"""One softmax runs over the logits of the shortlist and of all tails: the entries of the clusters are never used, and nothing is
saved.

caught by: test_the_log_probabilities
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class AdaptiveSoftmax(nn.Module):
    def __init__(self, d_model, vocab_size, cutoffs, reduce=4):
        super().__init__()
        self.cutoffs = list(cutoffs) + [vocab_size]
        self.shortlist = cutoffs[0]
        self.n_clusters = len(cutoffs)
        self.head = nn.Linear(d_model, self.shortlist + self.n_clusters, bias=False)
        self.tails = nn.ModuleList()
        for i in range(self.n_clusters):
            d_low = max(1, d_model // (reduce ** (i + 1)))
            self.tails.append(Tail(d_model, d_low, self.cutoffs[i + 1] - self.cutoffs[i]))

    def log_prob(self, x):
        out = [self.head(x)[:, : self.shortlist]]
        for i in range(self.n_clusters):
            out.append(self.tails[i](x))
        return F.log_softmax(torch.cat(out, dim=1), dim=1)

    def loss(self, x, targets):
        logp = self.log_prob(x)
        return -logp.gather(1, targets.unsqueeze(1)).mean()

    def predict(self, x):
        return self.log_prob(x).argmax(dim=1)
