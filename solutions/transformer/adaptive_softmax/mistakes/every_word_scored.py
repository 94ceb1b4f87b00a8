"""In the loss every tail works on every row, and nothing is saved, which is what the clusters are there for. A tail gets
the rows whose target is in its cluster.

caught by: test_only_the_clusters_of_the_targets_work
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
        head_logp = F.log_softmax(self.head(x), dim=-1)
        out = [head_logp[:, : self.shortlist]]
        for i in range(self.n_clusters):
            tail_logp = F.log_softmax(self.tails[i](x), dim=-1)
            out.append(head_logp[:, self.shortlist + i].unsqueeze(1) + tail_logp)
        return torch.cat(out, dim=1)

    def loss(self, x, targets):
        logp = self.log_prob(x)
        return -logp.gather(1, targets.unsqueeze(1)).mean()

    def predict(self, x):
        return self.log_prob(x).argmax(dim=1)
