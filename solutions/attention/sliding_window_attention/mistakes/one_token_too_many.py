"""A query sees W tokens and itself: the window counts the token itself, so it starts at p - W + 1.

caught by: test_each_token_sees_the_last_w_tokens
"""

import math

import torch


def sliding_window_mask(n_queries, n_keys, window):
    if n_keys < n_queries:
        raise ValueError("there are fewer keys than queries")
    if window < 1:
        raise ValueError("the window must hold the token itself")
    i = torch.arange(n_keys - n_queries, n_keys).unsqueeze(1)
    j = torch.arange(n_keys).unsqueeze(0)
    return (j <= i) & (i - j <= window)


def effective_context(n_layers, window):
    return n_layers * (window - 1) + 1


class RollingCache:
    def __init__(self, n_batch, n_heads, window, d_head, dtype=torch.float32):
        self.window = window
        self.keys = torch.zeros(n_batch, n_heads, window, d_head, dtype=dtype)
        self.values = torch.zeros(n_batch, n_heads, window, d_head, dtype=dtype)
        self.length = 0

    def attend(self, q, k, v):
        n_new, w = q.shape[2], self.window
        n_old = min(self.length, w)
        order = torch.arange(self.length - n_old, self.length) % w
        all_keys = torch.cat([self.keys[:, :, order], k], dim=2)
        all_values = torch.cat([self.values[:, :, order], v], dim=2)
        scores = q @ all_keys.transpose(-1, -2) / math.sqrt(q.shape[-1])
        mask = sliding_window_mask(n_new, n_old + n_new, w)
        out = torch.softmax(scores.masked_fill(~mask, float("-inf")), dim=-1) @ all_values
        for t in range(n_new):
            self.keys[:, :, (self.length + t) % w] = k[:, :, t]
            self.values[:, :, (self.length + t) % w] = v[:, :, t]
        self.length += n_new
        return out
