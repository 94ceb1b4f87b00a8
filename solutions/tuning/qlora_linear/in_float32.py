"""Everything between the input and the output in float32, over one weight that holds the update too."""

import torch
import torch.nn.functional as F
from torch import nn


class QLoRALinear(nn.Module):
    def __init__(self, weight, rank, alpha, block_size, group_size):
        super().__init__()
        packed, absmax = quantize_nf4(weight, block_size)
        self.register_buffer("packed", packed)
        for name, part in zip(("scale_q", "scale_s", "scale_mean"), quantize_scales(absmax, group_size), strict=True):
            self.register_buffer(name, part)
        self.factor = alpha / rank
        self.dims = tuple(weight.shape)
        self.lora_A = nn.Parameter(0.1 * torch.randn(rank, self.dims[1], dtype=torch.bfloat16))
        self.lora_B = nn.Parameter(torch.zeros(self.dims[0], rank, dtype=torch.bfloat16))

    def forward(self, x):
        with torch.no_grad():
            flat = dequantize_nf4(self.packed, dequantize_scales(self.scale_q, self.scale_s, self.scale_mean))
        total = flat.view(self.dims) + self.factor * self.lora_B.float() @ self.lora_A.float()
        return F.linear(x.float(), total).bfloat16()

    def storage_bits(self):
        parts = (self.packed, self.scale_q, self.scale_s, self.scale_mean)
        return sum(8 * part.nbytes for part in parts) / (self.dims[0] * self.dims[1])
