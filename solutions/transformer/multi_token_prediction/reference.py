"""k heads on one trunk.

With the label -100 where a text has ended, all heads have targets of one shape, and one cross-entropy serves them all.
"""

import torch
import torch.nn.functional as F


def offset_targets(tokens, k, pad_id):
    n_batch, n = tokens.shape
    targets = torch.full((k, n_batch, n), -100)
    for i in range(min(k, n - 1)):
        targets[i, :, : n - 1 - i] = tokens[:, i + 1 :]
    return targets.masked_fill(targets == pad_id, -100)


def offset_logits(x, heads, unembedding):
    z = torch.einsum("btd,ked->kbte", x, heads)
    return z @ unembedding.T


def offset_losses(logits, targets):
    losses = F.cross_entropy(logits.movedim(-1, 1), targets, reduction="none")  # (k, B, T), 0 at -100
    counts = (targets != -100).sum(dim=(1, 2))
    return losses.sum(dim=(1, 2)) / counts.clamp(min=1)


def multi_token_loss(x, heads, unembedding, tokens, weights, pad_id):
    targets = offset_targets(tokens, len(heads), pad_id)
    losses = offset_losses(offset_logits(x, heads, unembedding), targets)
    return (losses * losses.new_tensor(weights)).sum()
