"""All that comes after the first padding is left out: padding may stand anywhere, and each target decides for itself
whether its position counts.

caught by: test_padding_at_the_beginning
"""

import torch


def next_token_loss(logits, tokens, pad_id):
    targets = tokens[:, 1:]
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    picked = logp.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    alive = (targets == pad_id).cumsum(dim=1) == 0
    return -(picked * alive).sum() / alive.sum().clamp(min=1)
