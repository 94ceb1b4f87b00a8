"""Empty tensors of the full length that are filled in, and the cosine similarity written out."""

import torch
from torch import nn


class PromptTuning(nn.Module):
    def __init__(self, model, init_ids):
        super().__init__()
        for parameter in model.parameters():
            parameter.requires_grad = False
        self.model = model
        with torch.no_grad():
            start = model.embedding(init_ids)
        self.register_parameter("prompt", nn.Parameter(start))

    def forward(self, tokens, mask):
        P, D = self.prompt.shape
        B, T = tokens.shape
        x = torch.zeros(B, P + T, D, dtype=self.prompt.dtype)
        x[:, :P] = self.prompt
        x[:, P:] = self.model.embedding(tokens)
        seen = torch.ones(B, P + T, dtype=torch.bool)
        seen[:, -T:] = mask
        return self.model(x, seen)[:, -T:]

    def nearest_tokens(self):
        a, b = self.prompt.detach(), self.model.embedding.weight
        cosine = torch.einsum("pd,vd->pv", a, b) / a.norm(dim=1)[:, None] / b.norm(dim=1)
        return cosine.max(dim=1).indices
