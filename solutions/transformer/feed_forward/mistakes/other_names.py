"""The parameters have other names, as nn.Sequential numbers its layers: weights are loaded into fc1.weight, fc1.bias,
fc2.weight and fc2.bias, so that fc1 and fc2 have to be the names of the layers.

caught by: test_the_width_is_four_times_the_features
"""

from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        d_hidden = d_hidden or 4 * d_model
        self.net = nn.Sequential(nn.Linear(d_model, d_hidden), nn.GELU(), nn.Linear(d_hidden, d_model))

    def forward(self, x):
        return self.net(x)


def feed_forward_share(d_model, d_hidden=None):
    d_hidden = d_hidden or 4 * d_model
    feed_forward = 2 * d_model * d_hidden + d_hidden + d_model
    attention = 4 * (d_model * d_model + d_model)
    return feed_forward / (feed_forward + attention + 4 * d_model)
