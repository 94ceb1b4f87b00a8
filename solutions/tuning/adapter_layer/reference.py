"""A bottleneck adapter.

The residual connection makes "no change" a matter of zeros in the last layer, and leaves the gradient a way around.
"""

import torch.nn.functional as F
from torch import nn


class AdapterLayer(nn.Module):
    def __init__(self, d_model, bottleneck):
        super().__init__()
        self.down = nn.Linear(d_model, bottleneck)
        self.up = nn.Linear(bottleneck, d_model)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, x):
        hidden = F.gelu(self.down(x))  # (..., r)
        return x + self.up(hidden)


def train_only_adapters(model):
    model.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, AdapterLayer):
            module.requires_grad_(True)
    parameters = list(model.parameters())
    return sum(p.numel() for p in parameters if p.requires_grad) / sum(p.numel() for p in parameters)
