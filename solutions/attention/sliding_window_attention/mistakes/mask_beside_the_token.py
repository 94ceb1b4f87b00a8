"""A query sees W tokens and itself: the window counts the token itself, so it starts at p - W + 1.

caught by: test_each_token_sees_the_last_w_tokens
"""

import torch


def sliding_window_mask(n_queries, n_keys, window):
    if n_keys < n_queries or window < 1:
        raise ValueError("there must be a key for each query, and a window")
    positions = torch.arange(n_keys)
    queries = positions[n_keys - n_queries :, None]
    return (positions <= queries) & (positions >= queries - window)


def effective_context(n_layers, window):
    return 1 + n_layers * (window - 1)


class RollingCache:
    def __init__(self, n_batch, n_heads, window, d_head, dtype=torch.float32):
        self.keys = torch.zeros(n_batch, n_heads, window, d_head, dtype=dtype)
        self.values = torch.zeros(n_batch, n_heads, window, d_head, dtype=dtype)
        self.window, self.length = window, 0

    def attend(self, q, k, v):
        outputs = []
        for t in range(q.shape[2]):
            self.keys[:, :, self.length % self.window] = k[:, :, t]
            self.values[:, :, self.length % self.window] = v[:, :, t]
            self.length += 1
            n = min(self.length, self.window)
            scores = q[:, :, t : t + 1] @ self.keys[:, :, :n].transpose(-1, -2) / q.shape[-1] ** 0.5
            outputs.append(torch.softmax(scores, dim=-1) @ self.values[:, :, :n])
        return torch.cat(outputs, dim=2)
