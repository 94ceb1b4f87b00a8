"""An autograd.Function with the two stated derivatives."""

import torch
from torch import nn


class Decompose(torch.autograd.Function):
    @staticmethod
    def forward(ctx, m, v):
        c = torch.einsum("oi,oi->o", v, v).sqrt()
        ctx.save_for_backward(m, v, c)
        return torch.diag(m / c) @ v

    @staticmethod
    def backward(ctx, grad):
        m, v, c = ctx.saved_tensors
        return (grad * v).sum(dim=1) / c, grad * (m / c).unsqueeze(1)


class DoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        self.base = base
        self.base.requires_grad_(False)
        self.s = alpha / rank
        out_features, in_features = base.weight.shape
        options = {"dtype": base.weight.dtype}
        self.lora_A = nn.Parameter(torch.empty(rank, in_features, **options).uniform_(-0.1, 0.1))
        self.lora_B = nn.Parameter(torch.zeros(out_features, rank, **options))
        self.magnitude = nn.Parameter(torch.stack([row.norm() for row in base.weight.detach()]))

    def forward(self, x):
        v = torch.addmm(self.base.weight, self.lora_B, self.lora_A, alpha=self.s)
        y = torch.einsum("...i,oi->...o", x, Decompose.apply(self.magnitude, v))
        return y + self.base.bias if self.base.bias is not None else y

    def merge(self):
        v = torch.addmm(self.base.weight, self.lora_B, self.lora_A, alpha=self.s)
        return Decompose.apply(self.magnitude, v).detach()
