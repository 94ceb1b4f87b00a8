"""Adapters are looked for by name, "adapter" in the name of the parameter: a module may have any name, and what is called
so may be something else. The type tells.

caught by: test_only_adapters_train
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
        return x + self.up(F.gelu(self.down(x)))


def train_only_adapters(model):
    total, trained = 0, 0
    for name, param in model.named_parameters():
        param.requires_grad = "adapter" in name.lower()
        total += param.numel()
        if param.requires_grad:
            trained += param.numel()
    return trained / total
