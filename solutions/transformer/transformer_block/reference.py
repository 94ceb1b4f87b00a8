"""A pre-norm or post-norm block.

With pre-norm the stream is a sum of what all sublayers have written: no norm stands between the loss and the first
block. Post-norm normalizes the sum each time.
"""

from torch import nn


class TransformerBlock(nn.Module):
    def __init__(self, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        self.pre_norm = pre_norm
        self.norm1 = nn.LayerNorm(d_model)
        self.attention = SelfAttention(d_model, n_heads)
        self.norm2 = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model, d_hidden)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        if self.pre_norm:
            x = x + self.drop(self.attention(self.norm1(x), mask))
            return x + self.drop(self.feed_forward(self.norm2(x)))
        x = self.norm1(x + self.drop(self.attention(x, mask)))
        return self.norm2(x + self.drop(self.feed_forward(x)))


class TransformerStack(nn.Module):
    def __init__(self, n_layers, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        args = d_model, n_heads, d_hidden, dropout, pre_norm
        self.blocks = nn.ModuleList(TransformerBlock(*args) for _ in range(n_layers))
        self.norm = nn.LayerNorm(d_model) if pre_norm else nn.Identity()

    def forward(self, x, mask=None):
        for block in self.blocks:
            x = block(x, mask)
        return self.norm(x)
