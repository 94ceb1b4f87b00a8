"""A layer norm stands before the bottleneck, as in some libraries: here x goes into `down` as it is, and there are no other
parameters than those of the two layers.

caught by: test_the_state_dict
"""

import torch.nn as nn
import torch.nn.functional as F


class AdapterLayer(nn.Module):
    def __init__(self, d_model, bottleneck):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.down = nn.Linear(d_model, bottleneck)
        self.up = nn.Linear(bottleneck, d_model)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, x):
        return x + self.up(F.gelu(self.down(self.norm(x))))


def train_only_adapters(model):
    for param in model.parameters():
        param.requires_grad = False
    for module in model.modules():
        if isinstance(module, AdapterLayer):
            for param in module.parameters():
                param.requires_grad = True
    total = sum(p.numel() for p in model.parameters())
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return trainable / total
