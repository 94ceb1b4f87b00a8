"""Each sequence gets a mean of its own and these are averaged: the tokens of a short sequence then weigh more than
those of a long one. There is one mean over all positions of the batch that count.

caught by: test_one_mean_over_all_that_counts
"""

import torch
import torch.nn.functional as F


def next_token_loss(logits, tokens, pad_id):
    losses = []
    for b in range(logits.shape[0]):
        targets = tokens[b, 1:]
        mask = targets != pad_id
        token_losses = F.cross_entropy(logits[b, :-1], targets, reduction="none")
        losses.append((token_losses * mask).sum() / mask.sum().clamp(min=1))
    return torch.stack(losses).mean()
