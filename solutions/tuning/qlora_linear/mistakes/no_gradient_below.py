"""The product with the weight runs under no_grad: the weight needs no gradient, but the layers below need that of x.

caught by: test_only_the_adapters_are_trained
"""

import math

import torch
import torch.nn as nn


class QLoRALinear(nn.Module):
    def __init__(self, weight, rank, alpha, block_size, group_size):
        super().__init__()
        self.out_features, self.in_features = weight.shape
        packed, absmax = quantize_nf4(weight, block_size)
        scale_q, scale_s, scale_mean = quantize_scales(absmax, group_size)
        self.register_buffer("packed", packed)
        self.register_buffer("scale_q", scale_q)
        self.register_buffer("scale_s", scale_s)
        self.register_buffer("scale_mean", scale_mean)
        self.lora_A = nn.Parameter(torch.zeros(rank, self.in_features, dtype=torch.bfloat16))
        self.lora_B = nn.Parameter(torch.zeros(self.out_features, rank, dtype=torch.bfloat16))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha / rank

    def forward(self, x):
        with torch.no_grad():
            absmax = dequantize_scales(self.scale_q, self.scale_s, self.scale_mean)
            w = dequantize_nf4(self.packed, absmax)
            w = w.view(self.out_features, self.in_features).to(torch.bfloat16)
            base = x @ w.t()
        return base + (x @ self.lora_A.t() @ self.lora_B.t()) * self.scaling

    def storage_bits(self):
        n_bytes = 0
        for t in (self.packed, self.scale_q, self.scale_s, self.scale_mean):
            n_bytes += t.numel() * t.element_size()
        return n_bytes * 8 / (self.out_features * self.in_features)
