"""Never makes the whole weight in forward: the outputs of W and of B A are added and scaled, as PEFT does it."""

import torch
from torch import nn


class DoRALinear(nn.Module):
    def __init__(self, base, rank, alpha):
        super().__init__()
        for p in base.parameters():
            p.requires_grad = False
        self.base = base
        self.rank, self.alpha = rank, alpha
        w = base.weight.data
        self.lora_A = nn.Parameter(torch.randn(rank, w.shape[1], dtype=w.dtype) / rank)
        self.lora_B = nn.Parameter(torch.zeros(w.shape[0], rank, dtype=w.dtype))
        self.magnitude = nn.Parameter((w**2).sum(dim=1).sqrt())

    def norm(self):
        with torch.no_grad():
            v = self.base.weight + self.alpha / self.rank * self.lora_B @ self.lora_A
            return torch.linalg.vector_norm(v, dim=-1)

    def forward(self, x):
        plain = x @ self.base.weight.T
        update = (x @ self.lora_A.T) @ self.lora_B.T * (self.alpha / self.rank)
        y = (plain + update) * (self.magnitude / self.norm())
        return y if self.base.bias is None else y + self.base.bias

    def merge(self):
        v = self.base.weight.data + self.alpha / self.rank * self.lora_B.data @ self.lora_A.data
        return v * (self.magnitude.data / self.norm()).unsqueeze(1)
