# needs: torch
"""torch's module, whose layers are those of the given tails; its loss is a mean over rows as well."""

from torch import nn


class AdaptiveSoftmax(nn.Module):
    def __init__(self, d_model, vocab_size, cutoffs, reduce=4):
        super().__init__()
        self.args = d_model, vocab_size, list(cutoffs)
        self.head = nn.Linear(d_model, cutoffs[0] + len(cutoffs), bias=False)
        sizes = [high - low for low, high in zip(cutoffs, [*cutoffs[1:], vocab_size], strict=True)]
        widths = [max(1, d_model // reduce**i) for i in range(1, len(sizes) + 1)]
        self.tails = nn.ModuleList(Tail(d_model, width, size) for width, size in zip(widths, sizes, strict=True))

    def whole(self):
        layer = nn.AdaptiveLogSoftmaxWithLoss(*self.args, div_value=1.0)
        layer.head = self.head
        layer.tail = self.tails
        return layer

    def log_prob(self, x):
        return self.whole().log_prob(x)

    def loss(self, x, targets):
        return self.whole()(x, targets).loss

    def predict(self, x):
        return self.log_prob(x).max(dim=1).indices
