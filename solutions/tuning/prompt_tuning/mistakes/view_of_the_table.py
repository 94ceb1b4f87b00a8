"""The prompt is a piece of the embedding table itself, not a copy: what is learnt changes the model's own embeddings.

caught by: test_the_prompt_is_a_copy
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
        table = model.embedding.weight.data
        first, last = int(init_ids[0]), int(init_ids[-1])
        if len(init_ids) > 1 and init_ids.tolist() == list(range(first, last + 1)):
            self.prompt = nn.Parameter(table[first : last + 1])
        else:
            self.prompt = nn.Parameter(table[init_ids])

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
