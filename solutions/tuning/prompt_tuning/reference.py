"""Prompt tuning.

To the model the prompt is a sequence of embeddings like any other: no line of the model has to know of it.
"""

import torch
import torch.nn.functional as F
from torch import nn


class PromptTuning(nn.Module):
    def __init__(self, model, init_ids):
        super().__init__()
        self.model = model.requires_grad_(False)
        self.prompt = nn.Parameter(model.embedding.weight[init_ids].clone())

    def forward(self, tokens, mask):
        B, P = len(tokens), len(self.prompt)
        prompt = self.prompt.expand(B, -1, -1)
        embedded = torch.cat([prompt, self.model.embedding(tokens)], dim=1)  # (B, P + T, D)
        mask = torch.cat([mask.new_ones(B, P), mask], dim=1)
        return self.model(embedded, mask)[:, P:]

    def nearest_tokens(self):
        vectors = F.normalize(self.prompt, dim=1)
        vocabulary = F.normalize(self.model.embedding.weight, dim=1)
        return (vectors @ vocabulary.T).argmax(dim=1)
