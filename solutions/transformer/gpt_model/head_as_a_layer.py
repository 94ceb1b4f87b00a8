"""The head is a linear layer whose weight is assigned from the embedding; modules are initialized by apply, and
parameters counted on a model without memory."""

import torch
from torch import nn


class GPT(nn.Module):
    def __init__(self, vocab_size, n_context, n_layers, d_model, n_heads):
        super().__init__()
        self.n_context = n_context
        self.token_embedding = nn.Embedding(vocab_size, d_model)
        self.position_embedding = nn.Embedding(n_context, d_model)
        self.blocks = nn.ModuleList([Block(d_model, n_heads) for _ in range(n_layers)])
        self.norm = nn.LayerNorm(d_model)
        self.head = nn.Linear(d_model, vocab_size, bias=False)
        self.head.weight = self.token_embedding.weight
        self.register_buffer("mask", torch.tril(torch.ones(n_context, n_context)).bool(), persistent=False)
        self.apply(self.start)
        for block in self.blocks:
            for layer in (block.attention.out, block.feed_forward.fc2):
                layer.weight.data.div_((2 * n_layers) ** 0.5)

    @staticmethod
    def start(module):
        if isinstance(module, nn.Linear | nn.Embedding):
            module.weight.data.normal_(0.0, 0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.data.zero_()

    def forward(self, tokens):
        n = tokens.size(1)
        if n > self.n_context:
            raise ValueError("the sequence is longer than the context")
        x = self.token_embedding(tokens) + self.position_embedding.weight[:n]
        for block in self.blocks:
            x = block(x, self.mask[:n, :n])
        return self.head(self.norm(x))


def count_parameters(vocab_size, n_context, n_layers, d_model):
    with torch.device("meta"):
        model = GPT(vocab_size, n_context, n_layers, d_model, 1)
    return sum(parameter.numel() for parameter in model.parameters())
