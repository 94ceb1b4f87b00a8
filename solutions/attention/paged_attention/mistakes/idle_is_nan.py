"""A sequence without tokens gives nan: its softmax is 0 / 0.

caught by: test_an_idle_sequence_gives_zeros
"""

import math

import torch


class PagedKVCache:
    def __init__(self, n_blocks, block_size, n_heads, d_head, dtype=torch.float32):
        self.block_size = block_size
        self.keys = torch.empty(n_blocks, block_size, n_heads, d_head, dtype=dtype)
        self.values = torch.empty_like(self.keys)

    def write_prompt(self, k, v, table):
        positions = torch.arange(k.shape[1])
        if len(table) * self.block_size < len(positions):
            raise ValueError(f"{len(positions)} tokens don't fit into {len(table)} blocks")
        blocks = torch.tensor(table)[positions // self.block_size]
        self.keys[blocks, positions % self.block_size] = k.transpose(0, 1)
        self.values[blocks, positions % self.block_size] = v.transpose(0, 1)

    def append(self, k, v, slots):
        for b, (block, offset, source) in enumerate(slots):
            if source is not None:
                self.keys[block] = self.keys[source]
                self.values[block] = self.values[source]
            self.keys[block, offset] = k[b]
            self.values[block, offset] = v[b]

    def gather(self, table, length):
        return tuple(pool[table].flatten(0, 1)[:length].transpose(0, 1) for pool in (self.keys, self.values))

    def attend(self, q, tables, lengths):
        blocks = tables.clamp(min=0)  # the padding reads some block, and is hidden like every leftover
        keys, values = self.keys[blocks].flatten(1, 2), self.values[blocks].flatten(1, 2)  # (B, S, H, F)
        hidden = (torch.arange(keys.shape[1]) >= lengths[:, None])[..., None]  # (B, S, 1)
        values = values.masked_fill(hidden[..., None], 0.0)
        logits = torch.einsum("bhf,bshf->bsh", q, keys) / math.sqrt(q.shape[-1])
        weights = torch.softmax(logits.masked_fill(hidden, -torch.inf), dim=1)
        # An idle sequence came out of the softmax as 0 / 0.
        return torch.einsum("bsh,bshf->bhf", weights, values)
