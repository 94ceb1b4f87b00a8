# needs: torch
"""torch's total norm, in float64, and its clamp."""

import torch


def clip_by_global_norm(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    tensors = [torch.tensor(g, dtype=torch.float64) for g in grads]
    norm = torch.nn.utils.get_total_norm(tensors).item()
    factor = max_norm / norm if max_norm < norm < float("inf") else 1.0
    return [(tensor * factor).numpy().astype(g.dtype) for tensor, g in zip(tensors, grads, strict=True)], norm


def clip_by_value(grads, limit):
    if limit <= 0:
        raise ValueError("limit must be positive")
    return [torch.tensor(g).clamp(-limit, limit).numpy() for g in grads]
