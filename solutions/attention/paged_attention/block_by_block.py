"""As the kernel does it: one block at a time for the whole batch, with running softmax statistics.

The pool is one row of slots; block b begins at slot b * block_size.
"""

import torch


class PagedKVCache:
    def __init__(self, n_blocks, block_size, n_heads, d_head, dtype=torch.float32):
        self.size = block_size
        self.k, self.v = (torch.zeros(n_blocks * block_size, n_heads, d_head, dtype=dtype) for _ in range(2))

    def rows(self, table, length):
        return [table[i // self.size] * self.size + i % self.size for i in range(length)]

    def write_prompt(self, k, v, table):
        if k.shape[1] > len(table) * self.size:
            raise ValueError("too few blocks")
        rows = self.rows(table, k.shape[1])
        self.k[rows], self.v[rows] = k.transpose(0, 1), v.transpose(0, 1)

    def append(self, k, v, slots):
        for new_k, new_v, (block, offset, source) in zip(k, v, slots, strict=True):
            start = block * self.size
            for i in range(offset if source is not None else 0):
                self.k[start + i] = self.k[source * self.size + i]
                self.v[start + i] = self.v[source * self.size + i]
            self.k[start + offset], self.v[start + offset] = new_k, new_v

    def gather(self, table, length):
        rows = self.rows(table, length)
        return self.k[rows].transpose(0, 1), self.v[rows].transpose(0, 1)

    def attend(self, q, tables, lengths):
        m = torch.full(q.shape[:2], -1e300 if q.dtype == torch.float64 else -1e38, dtype=q.dtype)
        z, total = torch.zeros_like(m), torch.zeros_like(q)
        for j, blocks in enumerate(tables.T):
            rows = blocks.clamp(min=0)[:, None] * self.size + torch.arange(self.size)
            real = (j * self.size + torch.arange(self.size) < lengths[:, None])[:, :, None]
            k = torch.where(real[..., None], self.k[rows], 0.0)
            v = torch.where(real[..., None], self.v[rows], 0.0)
            logits = (q[:, None] * k).sum(-1) * q.shape[-1] ** -0.5
            new = torch.maximum(m, torch.where(real, logits, m[:, None]).amax(1))
            p = torch.where(real, (logits - new[:, None]).exp(), 0.0)
            shrink = (m - new).exp()
            z = z * shrink + p.sum(1)
            total = total * shrink[..., None] + (p[..., None] * v).sum(1)
            m = new
        return total / torch.where(z > 0, z, 1.0)[..., None]
