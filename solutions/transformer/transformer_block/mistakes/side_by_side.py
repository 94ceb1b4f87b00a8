"""Both sublayers read the input of the block: the feed-forward network works on the stream that attention has written to
already. (GPT-J and PaLM run them side by side like this, on purpose.)

caught by: test_the_norms_before_the_sublayers
"""

from torch import nn


class TransformerBlock(nn.Module):
    def __init__(self, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        self.attention = SelfAttention(d_model, n_heads)
        self.feed_forward = FeedForward(d_model, d_hidden)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)
        self.pre_norm = pre_norm

    def forward(self, x, mask=None):
        if self.pre_norm:
            attended = self.dropout(self.attention(self.norm1(x), mask))
            worked = self.dropout(self.feed_forward(self.norm2(x)))
            return x + attended + worked
        attended = self.norm1(x + self.dropout(self.attention(x, mask)))
        return self.norm2(attended + self.dropout(self.feed_forward(x)))


class TransformerStack(nn.Module):
    def __init__(self, n_layers, d_model, n_heads, d_hidden, dropout=0.0, pre_norm=True):
        super().__init__()
        self.blocks = nn.ModuleList(
            [TransformerBlock(d_model, n_heads, d_hidden, dropout, pre_norm) for _ in range(n_layers)]
        )
        self.pre_norm = pre_norm
        if pre_norm:
            self.norm = nn.LayerNorm(d_model)

    def forward(self, x, mask=None):
        for block in self.blocks:
            x = block(x, mask)
        if self.pre_norm:
            x = self.norm(x)
        return x
