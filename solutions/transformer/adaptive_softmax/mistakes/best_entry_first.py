"""predict takes the likeliest entry of the head, and if that is a cluster, its likeliest word: a cluster can be likelier than a
word that is likelier than each of its own.

caught by: test_the_likeliest_word
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
        head_logp = F.log_softmax(self.head(x), dim=-1)
        total = 0.0
        mask = targets < self.shortlist
        if mask.any():
            total = total + head_logp[mask, targets[mask]].sum()
        for i in range(self.n_clusters):
            mask = (targets >= self.cutoffs[i]) & (targets < self.cutoffs[i + 1])
            if mask.any():
                tail_logp = F.log_softmax(self.tails[i](x[mask]), dim=-1)
                rel = targets[mask] - self.cutoffs[i]
                total = total + head_logp[mask, self.shortlist + i].sum()
                total = total + tail_logp[torch.arange(len(rel)), rel].sum()
        return -total / x.shape[0]

    def predict(self, x):
        entry = self.head(x).argmax(dim=1)
        out = entry.clone()
        for i in range(self.n_clusters):
            mask = entry == self.shortlist + i
            if mask.any():
                out[mask] = self.tails[i](x[mask]).argmax(dim=1) + self.cutoffs[i]
        return out
