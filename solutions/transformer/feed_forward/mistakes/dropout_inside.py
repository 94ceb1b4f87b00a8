"""There is dropout in the network, as in GPT-2's code: in training mode a part of the numbers is set to 0 and the
rest is scaled. It belongs to the block around the network.

caught by: test_nothing_is_drawn
"""

from torch import nn


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None, dropout=0.1):
        super().__init__()
        d_hidden = d_hidden or 4 * d_model
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.gelu = nn.GELU()
        self.fc2 = nn.Linear(d_hidden, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.gelu(self.fc1(x))
        return self.dropout(self.fc2(x))


def feed_forward_share(d_model, d_hidden=None):
    d_hidden = d_hidden or 4 * d_model
    ffn = 2 * d_model * d_hidden + d_hidden + d_model
    attn = 4 * d_model * d_model + 4 * d_model
    return ffn / (ffn + attn + 4 * d_model)
