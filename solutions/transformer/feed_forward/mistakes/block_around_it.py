"""The input is added to the output: the residual connection belongs to the block around the network, which would then add it
twice.

caught by: test_two_layers_with_an_activation_between_them
"""

from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        if d_hidden is None:
            d_hidden = 4 * d_model
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)
        self.act = nn.GELU()

    def forward(self, x):
        return x + self.fc2(self.act(self.fc1(x)))


def feed_forward_share(d_model, d_hidden=None):
    if d_hidden is None:
        d_hidden = 4 * d_model
    ffn = d_model * d_hidden + d_hidden + d_hidden * d_model + d_model
    attn = 4 * (d_model**2 + d_model)
    return ffn / (ffn + attn + 4 * d_model)
