"""An autograd.Function that makes the weight once more for the backward pass, so that no graph holds it."""

import torch
from torch import nn


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, make):
        ctx.make = make
        return x @ make().T

    @staticmethod
    def backward(ctx, grad):
        return grad @ ctx.make(), None


class QLoRALinear(nn.Module):
    def __init__(self, weight, rank, alpha, block_size, group_size):
        super().__init__()
        self.out_features, self.in_features = weight.shape
        self.rank, self.alpha = rank, alpha
        self.packed, self.scale_q, self.scale_s, self.scale_mean = (
            nn.Buffer(t) for t in self.halve(weight, block_size, group_size)
        )
        self.lora_A = nn.Parameter((torch.randn(rank, self.in_features) / rank).to(torch.bfloat16))
        self.lora_B = nn.Parameter(torch.zeros(self.out_features, rank).to(torch.bfloat16))

    @staticmethod
    def halve(weight, block_size, group_size):
        packed, absmax = quantize_nf4(weight.detach(), block_size)
        return packed, *quantize_scales(absmax, group_size)

    def dense(self):
        scales = dequantize_scales(self.scale_q, self.scale_s, self.scale_mean)
        return dequantize_nf4(self.packed, scales).reshape(self.out_features, self.in_features).bfloat16()

    def forward(self, x):
        update = torch.einsum("...i,ri->...r", x, self.lora_A)
        update = torch.einsum("...r,or->...o", update, self.lora_B)
        return Product.apply(x, self.dense) + update * (self.alpha / self.rank)

    def storage_bits(self):
        n = self.out_features * self.in_features
        return 4.0 + (8 * len(self.scale_q) + 32 * len(self.scale_s) + 32) / n
