"""The cache as a list of parts that are joined when they are needed, and one query at a time over the keys it sees."""

import torch
from torch import nn


class KVCache:
    def __init__(self, n_batch, n_heads, max_tokens, d_head, dtype=torch.float32):
        self.max_tokens = max_tokens
        self.pairs = []

    @property
    def length(self):
        return len(self.pairs)

    def append(self, k, v):
        if self.length + k.shape[2] > self.max_tokens:
            raise ValueError("the cache is full")
        self.pairs += zip(k.unbind(2), v.unbind(2), strict=True)
        keys, values = zip(*self.pairs, strict=True)
        return torch.stack(keys, dim=2), torch.stack(values, dim=2)

    def truncate(self, length):
        if length < 0 or length > self.length:
            raise ValueError("no such length")
        del self.pairs[length:]


class CachedSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            self.add_module(name, nn.Linear(d_model, d_model))

    def heads(self, x):
        return torch.stack(x.chunk(self.n_heads, dim=-1), dim=1)

    def forward(self, x, cache=None):
        q, k, v = self.heads(self.q_proj(x)), self.heads(self.k_proj(x)), self.heads(self.v_proj(x))
        before = 0
        if cache is not None:
            before = cache.length
            k, v = cache.append(k, v)
        outputs = []
        for t in range(x.shape[1]):
            seen = before + t + 1
            logits = torch.einsum("bhf,bhsf->bhs", q[:, :, t], k[:, :, :seen]) * q.shape[-1] ** -0.5
            outputs.append(torch.einsum("bhs,bhsf->bhf", logits.softmax(dim=-1), v[:, :, :seen]).flatten(1))
        return self.out_proj(torch.stack(outputs, dim=1))


def generate(step, prompt, n_new):
    new, feed = [], prompt
    for _ in range(n_new):
        new.append(torch.topk(step(feed), 1).indices.item())
        feed = [new[-1]]
    return new
