"""Leftovers are hidden by logits of -inf, and so by a weight of 0: but 0 times nan is nan. The values beyond the length
have to be left out or blanked out as well.

caught by: test_leftovers_have_no_influence
"""

import math

import torch


class PagedKVCache:
    def __init__(self, n_blocks, block_size, n_heads, d_head, dtype=torch.float32):
        self.block_size = block_size
        self.k_cache = torch.zeros(n_blocks, block_size, n_heads, d_head, dtype=dtype)
        self.v_cache = torch.zeros(n_blocks, block_size, n_heads, d_head, dtype=dtype)

    def write_prompt(self, k, v, table):
        if len(table) * self.block_size < k.shape[1]:
            raise ValueError("the table has too few blocks")
        for i in range(k.shape[1]):
            block, offset = table[i // self.block_size], i % self.block_size
            self.k_cache[block, offset] = k[:, i]
            self.v_cache[block, offset] = v[:, i]

    def append(self, k, v, slots):
        for i, (block, offset, source) in enumerate(slots):
            if source is not None:
                self.k_cache[block] = self.k_cache[source]
                self.v_cache[block] = self.v_cache[source]
            self.k_cache[block, offset] = k[i]
            self.v_cache[block, offset] = v[i]

    def gather(self, table, length):
        k = torch.cat([self.k_cache[block] for block in table])[:length]
        v = torch.cat([self.v_cache[block] for block in table])[:length]
        return k.transpose(0, 1), v.transpose(0, 1)

    def attend(self, q, tables, lengths):
        k = self.k_cache[tables].flatten(1, 2)
        v = self.v_cache[tables].flatten(1, 2)
        scores = torch.einsum("bhf,bnhf->bhn", q, k) / math.sqrt(q.shape[-1])
        real = torch.arange(k.shape[1])[None, :] < lengths[:, None]
        scores = scores.masked_fill(~real[:, None, :], float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        weights = torch.where(lengths[:, None, None] > 0, weights, torch.zeros_like(weights))
        return torch.einsum("bhn,bnhf->bhf", weights, v)
