"""The position-wise feed-forward network.

A linear layer of torch acts on the last axis alone, so that positions need no loop and can't mix.
"""

import torch.nn.functional as F
from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        d_hidden = 4 * d_model if d_hidden is None else d_hidden
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)

    def forward(self, x):
        hidden = F.gelu(self.fc1(x))  # (..., D_hidden)
        return self.fc2(hidden)


def feed_forward_share(d_model, d_hidden=None):
    d_hidden = 4 * d_model if d_hidden is None else d_hidden
    attention = 4 * (d_model * d_model + d_model)
    feed_forward = (d_model * d_hidden + d_hidden) + (d_hidden * d_model + d_model)
    norms = 2 * 2 * d_model
    return feed_forward / (attention + feed_forward + norms)
