"""The product of the integers is scaled afterwards, outside of the straight-through step: the gradients get factors of gamma and a
and flow into both scales. Scale back first, and pass W_hat and x_hat straight through.

caught by: test_the_gradient_of_the_weight
"""

import torch
import torch.nn.functional as F
from torch import nn


def ternarize(weight, eps=1e-5):
    gamma = weight.abs().mean()
    return (weight / (gamma + eps)).round().clamp(-1, 1), gamma


def quantize_activations(x, eps=1e-5):
    a = x.abs().amax(dim=-1, keepdim=True).clamp(min=eps)
    return (x * 127 / a).round(), a


class BitLinear(nn.Module):
    def __init__(self, d_in, d_out, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.randn(d_out, d_in) * 0.02)

    def forward(self, x):
        w_quant, gamma = ternarize(self.weight, self.eps)
        x_quant, a = quantize_activations(x, self.eps)
        w_quant = self.weight + (w_quant - self.weight).detach()
        x_quant = x + (x_quant - x).detach()
        return F.linear(x_quant, w_quant) * gamma * a / 127
