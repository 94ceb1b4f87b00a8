"""torch wants the classes on axis 1, and a reshape to (B, V, T) brings them there only by name: it reads the numbers
in their old order, so that positions and classes are mixed. Move the axis (transpose), or join B and T into one.

caught by: test_each_position_predicts_the_token_after_it
"""

import torch.nn.functional as F


def next_token_loss(logits, tokens, pad_id):
    B, T, V = logits.shape
    targets = tokens[:, 1:]
    count = max((targets != pad_id).sum().item(), 1)
    logits = logits[:, :-1].reshape(B, V, T - 1)
    return F.cross_entropy(logits, targets, ignore_index=pad_id, reduction="sum") / count
