"""torch's modules in a row; the share from the closed form."""

from collections import OrderedDict

from torch import nn


class FeedForward(nn.Sequential):
    def __init__(self, d_model, d_hidden=None):
        width = d_hidden or 4 * d_model
        layers = [("fc1", nn.Linear(d_model, width)), ("act", nn.GELU()), ("fc2", nn.Linear(width, d_model))]
        super().__init__(OrderedDict(layers))


def feed_forward_share(d_model, d_hidden=None):
    h = d_hidden or 4 * d_model
    part = 2 * d_model * h + h + d_model
    return part / (part + 4 * d_model * (d_model + 2))
