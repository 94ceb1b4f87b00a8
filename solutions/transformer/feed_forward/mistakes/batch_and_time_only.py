"""x is taken apart into batch, time and features, so that any other number of axes fails. A linear layer acts on the last axis
and leaves all others alone: nothing has to be joined or unpacked.

caught by: test_any_number_of_leading_axes
"""

import torch.nn.functional as F
from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        d_hidden = d_hidden or 4 * d_model
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)

    def forward(self, x):
        batch, time, d_model = x.shape
        hidden = F.gelu(self.fc1(x.view(batch * time, d_model)))
        return self.fc2(hidden).view(batch, time, d_model)


def feed_forward_share(d_model, d_hidden=None):
    d_hidden = d_hidden or 4 * d_model
    ffn = 2 * d_model * d_hidden + d_hidden + d_model
    attn = 4 * d_model * d_model + 4 * d_model
    return ffn / (ffn + attn + 4 * d_model)
