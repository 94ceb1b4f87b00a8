"""There is no `scale_q`: the scales aren't left in float32, but rounded to int8 in groups, with their mean taken off, and kept by the
names of the state dict.

caught by: test_the_weight_is_quantized
"""

import math

import torch
import torch.nn as nn


class QLoRALinear(nn.Module):
    def __init__(self, weight, rank, alpha, block_size, group_size):
        super().__init__()
        self.out_features, self.in_features = weight.shape
        packed, absmax = quantize_nf4(weight, block_size)
        self.register_buffer("packed", packed)
        self.register_buffer("absmax", absmax)
        self.lora_A = nn.Parameter(torch.zeros(rank, self.in_features, dtype=torch.bfloat16))
        self.lora_B = nn.Parameter(torch.zeros(self.out_features, rank, dtype=torch.bfloat16))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha / rank

    def forward(self, x):
        w = dequantize_nf4(self.packed, self.absmax).view(self.out_features, self.in_features)
        w = w.to(torch.bfloat16)
        return x @ w.t() + (x @ self.lora_A.t() @ self.lora_B.t()) * self.scaling

    def storage_bits(self):
        n = self.out_features * self.in_features
        return 8 * (self.packed.numel() + 4 * self.absmax.numel()) / n
