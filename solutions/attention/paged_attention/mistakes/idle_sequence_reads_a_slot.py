"""A sequence without tokens is treated as if it had one, so that the softmax has something to sum: it reads what
another sequence left in that slot. It gives zeros.

caught by: test_an_idle_sequence_gives_zeros
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
        outputs = []
        for i, length in enumerate(lengths.tolist()):
            length = max(length, 1)
            n_blocks = math.ceil(length / self.block_size)
            k, v = self.gather(tables[i, :n_blocks].tolist(), length)
            scores = torch.einsum("hf,hnf->hn", q[i], k) / math.sqrt(q.shape[-1])
            weights = torch.softmax(scores, dim=-1)
            outputs.append(torch.einsum("hn,hnf->hf", weights, v))
        return torch.stack(outputs)
