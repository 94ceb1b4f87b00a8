"""Only the matrices are counted, which gives two thirds for every D: each linear layer has a bias for each of its outputs, and
the two norms have a gain and a bias for each feature.

caught by: test_the_share_of_the_parameters
"""

from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        d_hidden = d_hidden or 4 * d_model
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)
        self.gelu = nn.GELU()

    def forward(self, x):
        return self.fc2(self.gelu(self.fc1(x)))


def feed_forward_share(d_model, d_hidden=None):
    d_hidden = d_hidden or 4 * d_model
    return 2 * d_model * d_hidden / (2 * d_model * d_hidden + 4 * d_model * d_model)
