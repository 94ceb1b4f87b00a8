"""Only the rounding is passed straight through: clamp cuts the gradient of large weights off, and gamma gets one of its own. The
whole quantization goes straight through, from W_hat to W.

caught by: test_the_gradient_of_the_weight
"""

import torch
import torch.nn.functional as F
from torch import nn


def round_ste(x):
    return x + (x.round() - x).detach()


def ternarize(weight, eps=1e-5):
    gamma = weight.abs().mean()
    return round_ste(weight / (gamma + eps)).clamp(-1, 1), gamma


def quantize_activations(x, eps=1e-5):
    a = x.abs().amax(dim=-1, keepdim=True).clamp(min=eps)
    return round_ste(x * 127 / a), a


class BitLinear(nn.Module):
    def __init__(self, d_in, d_out, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.randn(d_out, d_in) * 0.02)

    def forward(self, x):
        q_w, gamma = ternarize(self.weight, self.eps)
        q_x, a = quantize_activations(x, self.eps)
        return F.linear(q_x * a / 127, q_w * gamma)
