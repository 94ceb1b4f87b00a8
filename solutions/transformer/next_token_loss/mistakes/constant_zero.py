"""A batch of nothing but padding gets a 0 that was made on the spot: it has no graph, and loss.backward() raises in the
middle of the training. logits.sum() * 0 has one, and so has a sum over no position divided by at least 1.

caught by: test_nothing_left_gives_zero
"""

import torch
import torch.nn.functional as F


def next_token_loss(logits, tokens, pad_id):
    targets = tokens[:, 1:]
    mask = targets != pad_id
    if not mask.any():
        return torch.tensor(0.0)
    return F.cross_entropy(logits[:, :-1][mask], targets[mask])
