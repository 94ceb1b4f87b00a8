# needs: torch
"""Sequence by sequence: gather the tokens, and let torch's own kernel attend to them."""

import torch
import torch.nn.functional as F


class PagedKVCache:
    def __init__(self, n_blocks, block_size, n_heads, d_head, dtype=torch.float32):
        self.size = block_size
        self.pool = torch.empty(2, n_heads, n_blocks, block_size, d_head, dtype=dtype)

    def write_prompt(self, k, v, table):
        n = k.shape[1]
        if n > len(table) * self.size:
            raise ValueError("too few blocks")
        both = torch.stack([k, v])
        for block, part in zip(table, both.split(self.size, dim=2), strict=False):
            self.pool[:, :, block, : part.shape[2]] = part

    def append(self, k, v, slots):
        for block, _, source in slots:
            if source is not None:
                self.pool[:, :, block] = self.pool[:, :, source]
        for b, (block, offset, _) in enumerate(slots):
            self.pool[:, :, block, offset] = torch.stack([k[b], v[b]])

    def gather(self, table, length):
        k, v = self.pool[:, :, table].flatten(2, 3)[:, :, :length]
        return k, v

    def attend(self, q, tables, lengths):
        output = torch.zeros_like(q)
        for b, (table, n) in enumerate(zip(tables.tolist(), lengths.tolist(), strict=True)):
            if n > 0:
                k, v = self.gather(table, n)
                output[b] = F.scaled_dot_product_attention(q[b, :, None], k, v)[:, 0]
        return output
