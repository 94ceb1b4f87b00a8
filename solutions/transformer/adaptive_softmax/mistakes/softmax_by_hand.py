"""The exponentials of large logits overflow, and inf / inf is nan: log_softmax takes the largest logit away first, and works in logs
throughout.

caught by: test_large_logits
"""

import torch
import torch.nn as nn


def log_p(z):
    return torch.log(torch.exp(z) / torch.exp(z).sum(dim=-1, keepdim=True))


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
        head_logp = log_p(self.head(x))
        out = [head_logp[:, : self.shortlist]]
        for i in range(self.n_clusters):
            tail_logp = log_p(self.tails[i](x))
            out.append(head_logp[:, self.shortlist + i].unsqueeze(1) + tail_logp)
        return torch.cat(out, dim=1)

    def loss(self, x, targets):
        head_logp = log_p(self.head(x))
        total = 0.0
        mask = targets < self.shortlist
        if mask.any():
            total = total + head_logp[mask, targets[mask]].sum()
        for i in range(self.n_clusters):
            mask = (targets >= self.cutoffs[i]) & (targets < self.cutoffs[i + 1])
            if mask.any():
                tail_logp = log_p(self.tails[i](x[mask]))
                rel = targets[mask] - self.cutoffs[i]
                total = total + head_logp[mask, self.shortlist + i].sum()
                total = total + tail_logp[torch.arange(len(rel)), rel].sum()
        return -total / x.shape[0]

    def predict(self, x):
        return self.log_prob(x).argmax(dim=-1)
