"""A QLoRA layer.

The quantized weight stands in buffers, which an optimizer never sees; the weight itself lives for one forward pass.
"""

import math

import torch
from torch import nn


class QLoRALinear(nn.Module):
    def __init__(self, weight, rank, alpha, block_size, group_size):
        super().__init__()
        self.shape = weight.shape
        self.scale = alpha / rank
        packed, absmax = quantize_nf4(weight, block_size)
        q, s, mean = quantize_scales(absmax, group_size)
        for name, tensor in (("packed", packed), ("scale_q", q), ("scale_s", s), ("scale_mean", mean)):
            self.register_buffer(name, tensor)
        self.lora_A = nn.Parameter(torch.empty(rank, weight.shape[1], dtype=torch.bfloat16))
        self.lora_B = nn.Parameter(torch.zeros(weight.shape[0], rank, dtype=torch.bfloat16))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))

    def forward(self, x):
        absmax = dequantize_scales(self.scale_q, self.scale_s, self.scale_mean)
        W = dequantize_nf4(self.packed, absmax).view(self.shape).to(x.dtype)  # (D_out, D_in)
        return x @ W.T + self.scale * (x @ self.lora_A.T @ self.lora_B.T)

    def storage_bits(self):
        size = sum(buffer.numel() * buffer.element_size() for buffer in self.buffers())
        return 8 * size / self.shape.numel()
