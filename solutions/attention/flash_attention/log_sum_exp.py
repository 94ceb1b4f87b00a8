"""Each block of queries carries its average and its log-sum-exp so far, and merges in one tile after another.

Tiles are taken from the right to the left: in which order they come doesn't matter.
"""

import torch


def visible_tiles(n_queries, n_keys, block_q, block_k, causal):
    if causal and n_queries > n_keys:
        raise ValueError("more queries than keys")
    tiles = []
    for i in range(-(-n_queries // block_q)):
        last = n_keys - n_queries + min((i + 1) * block_q, n_queries) - 1
        for j in range(-(-n_keys // block_k)):
            if not causal or j * block_k <= last:
                tiles.append((i, j))
    return tiles


def flash_attention(q, k, v, block_q, block_k, causal=False):
    n_queries, n_keys = q.shape[2], k.shape[2]
    of_row = {}
    for i, j in visible_tiles(n_queries, n_keys, block_q, block_k, causal):
        of_row.setdefault(i, []).insert(0, j)
    outputs, logs = [], []
    for i, block in enumerate(q.split(block_q, dim=2)):
        positions = n_keys - n_queries + i * block_q + torch.arange(block.shape[2])
        average = torch.zeros(*block.shape[:3], v.shape[-1], dtype=q.dtype)
        log = torch.full(block.shape[:3], float("-inf"), dtype=q.dtype)
        for j in of_row[i]:
            keys = torch.arange(j * block_k, min((j + 1) * block_k, n_keys))
            logits = torch.einsum("bhtd,bhsd->bhts", block, k[:, :, keys]) * q.shape[-1] ** -0.5
            if causal:
                logits = torch.where(keys <= positions[:, None], logits, float("-inf"))
            tile_log = logits.logsumexp(dim=-1)
            new = torch.logaddexp(log, tile_log)
            # A query that has seen nothing yet: any finite number in place of -inf leaves only zeros.
            safe = torch.where(new == float("-inf"), 0.0, new)[..., None]
            average = average * (log[..., None] - safe).exp() + (logits - safe).exp() @ v[:, :, keys]
            log = new
        outputs.append(average)
        logs.append(log)
    return torch.cat(outputs, dim=2), torch.cat(logs, dim=2)
