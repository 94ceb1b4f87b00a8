"""The prompt starts with other numbers than the embeddings of init_ids, such as random ones: from the embeddings of real tokens it
learns better.

caught by: test_the_prompt_starts_as_real_tokens
"""

import torch
import torch.nn as nn
import torch.nn.functional as F


class PromptTuning(nn.Module):
    def __init__(self, model, init_ids):
        super().__init__()
        self.model = model
        for p in self.model.parameters():
            p.requires_grad = False
        d = model.embedding.embedding_dim
        self.prompt = nn.Parameter(torch.randn(len(init_ids), d, dtype=model.embedding.weight.dtype) * 0.02)

    def forward(self, tokens, mask):
        B = tokens.shape[0]
        P = self.prompt.shape[0]
        emb = self.model.embedding(tokens)
        prompt = self.prompt.unsqueeze(0).repeat(B, 1, 1)
        x = torch.cat((prompt, emb), dim=1)
        prompt_mask = torch.ones(B, P, dtype=mask.dtype)
        logits = self.model(x, torch.cat((prompt_mask, mask), dim=1))
        return logits[:, P:, :]

    def nearest_tokens(self):
        sim = F.cosine_similarity(self.prompt.unsqueeze(1), self.model.embedding.weight.unsqueeze(0), dim=-1)
        return sim.argmax(dim=-1)
