"""The adapters are float32: they are bfloat16, as x is, and a product of the two types fails or has to be cast.

caught by: test_a_fresh_update_is_0
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
        self.lora_A = nn.Parameter(torch.zeros(rank, self.in_features))
        self.lora_B = nn.Parameter(torch.zeros(self.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha / rank

    def forward(self, x):
        absmax = dequantize_scales(self.scale_q, self.scale_s, self.scale_mean)
        w = dequantize_nf4(self.packed, absmax)
        w = w.view(self.out_features, self.in_features)
        base = x @ w.to(x.dtype).t()
        update = (x.float() @ self.lora_A.t() @ self.lora_B.t()) * self.scaling
        return base + update.to(x.dtype)

    def storage_bits(self):
        n_bytes = 0
        for t in (self.packed, self.scale_q, self.scale_s, self.scale_mean):
            n_bytes += t.numel() * t.element_size()
        return n_bytes * 8 / (self.out_features * self.in_features)
