"""The weight itself is overwritten with its ternary values in the forward pass: small steps of the optimizer are then lost. The
latent weight stays as it is.

caught by: test_the_latent_weight
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


def ternarize(weight, eps=1e-5):
    gamma = weight.abs().mean()
    return (weight / (gamma + eps)).round().clamp(-1, 1), gamma


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
        xq, a = quantize_activations(x, self.eps)
        x = x + (xq * a / 127 - x).detach()
        with torch.no_grad():
            wq, gamma = ternarize(self.weight, self.eps)
            self.weight.copy_(wq * gamma)
        return F.linear(x, self.weight)
