"""The weights are their signs, as in the first BitNet: b1.58 has a third value, 0, for the small ones.

caught by: test_minus_1_0_and_1
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def ternarize(weight, eps=1e-5):
    gamma = weight.abs().mean()
    return torch.sign(weight), gamma


def quantize_activations(x, eps=1e-5):
    a = x.abs().max(dim=-1, keepdim=True).values.clamp(min=eps)
    q = torch.round(x * 127 / a).clamp(-128, 127)
    return q, a


class BitLinear(nn.Module):
    def __init__(self, d_in, d_out, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.randn(d_out, d_in) * 0.02)

    def forward(self, x):
        wq, gamma = ternarize(self.weight, self.eps)
        xq, a = quantize_activations(x, self.eps)
        w = self.weight + (wq * gamma - self.weight).detach()
        x = x + (xq * a / 127 - x).detach()
        return F.linear(x, w)
