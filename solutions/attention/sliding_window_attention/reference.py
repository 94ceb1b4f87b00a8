"""A window mask, its reach over layers, and a ring of W slots.

Why it works: position p + W is the first that no longer needs position p of the tokens before it, and it is also the
first that falls into the same slot. When a chunk of tokens arrives, its first tokens still see old keys whose slots its
last tokens will take: so the old keys are read, in the order of their positions, before anything is written.
"""

import math

import torch


def sliding_window_mask(n_queries, n_keys, window):
    if n_keys < n_queries or window < 1:
        raise ValueError(f"{n_queries} queries, {n_keys} keys, a window of {window}")
    queries = torch.arange(n_keys - n_queries, n_keys)[:, None]
    keys = torch.arange(n_keys)
    return (keys <= queries) & (keys > queries - window)


def effective_context(n_layers, window):
    # Each layer reaches W - 1 tokens further back; the token itself is counted once.
    return n_layers * (window - 1) + 1


class RollingCache:
    def __init__(self, n_batch, n_heads, window, d_head, dtype=torch.float32):
        self.keys = torch.empty(n_batch, n_heads, window, d_head, dtype=dtype)
        self.values = torch.empty_like(self.keys)
        self.window = window
        self.length = 0

    def attend(self, q, k, v):
        end = self.length + q.shape[2]
        # The first new token sees W - 1 old ones.
        old = torch.arange(max(0, self.length - self.window + 1), self.length) % self.window
        keys = torch.cat([self.keys[:, :, old], k], dim=2)
        values = torch.cat([self.values[:, :, old], v], dim=2)
        visible = sliding_window_mask(q.shape[2], keys.shape[2], self.window)
        logits = (q @ keys.mT / math.sqrt(q.shape[-1])).masked_fill(~visible, -torch.inf)
        output = torch.softmax(logits, dim=-1) @ values
        # Only the last W tokens are stored: of a longer chunk, the others have left the window already.
        new = torch.arange(self.length, end)[-self.window :] % self.window
        self.keys[:, :, new] = k[:, :, -self.window :]
        self.values[:, :, new] = v[:, :, -self.window :]
        self.length = end
        return output
