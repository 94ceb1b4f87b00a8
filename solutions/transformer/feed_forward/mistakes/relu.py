"""The activation is a ReLU, as in the first transformer of 2017: what is asked for is the GELU of BERT and GPT-2.

caught by: test_two_layers_with_an_activation_between_them
"""

import torch.nn as nn
import torch.nn.functional as F


class FeedForward(nn.Module):
    def __init__(self, d_model, d_hidden=None):
        super().__init__()
        if d_hidden is None:
            d_hidden = 4 * d_model
        self.fc1 = nn.Linear(d_model, d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_model)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))


def feed_forward_share(d_model, d_hidden=None):
    if d_hidden is None:
        d_hidden = 4 * d_model
    ffn = 2 * d_model * d_hidden + d_hidden + d_model
    attn = 4 * d_model * d_model + 4 * d_model
    return ffn / (ffn + attn + 4 * d_model)
