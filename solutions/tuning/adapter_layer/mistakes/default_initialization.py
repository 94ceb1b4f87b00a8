"""W_up doesn't start at 0: a fresh adapter then disturbs every layer of the model that it was to leave as it is.

caught by: test_a_fresh_adapter_changes_nothing
"""

import torch.nn as nn


class AdapterLayer(nn.Module):
    def __init__(self, d_model, bottleneck):
        super().__init__()
        self.down = nn.Linear(d_model, bottleneck)
        self.act = nn.GELU()
        self.up = nn.Linear(bottleneck, d_model)

    def forward(self, x):
        residual = x
        x = self.down(x)
        x = self.act(x)
        x = self.up(x)
        return x + residual


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
