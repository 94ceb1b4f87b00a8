"""What the oracles of attention by heads share."""

import torch


def average(logits, seen, v):
    """The values under the softmax of the logits of the keys that a query sees; 0 where it sees none."""
    peak = logits.detach().masked_fill(~seen, -1e30).amax(-1, keepdim=True)
    parts = torch.where(seen, logits - peak, 0.0).exp() * seen
    total = parts.sum(-1, keepdim=True)
    return parts / total.where(total > 0, 1.0) @ v
