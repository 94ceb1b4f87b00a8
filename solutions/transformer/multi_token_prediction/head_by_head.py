"""One head after the other, with gathered log-probabilities and a mask."""

import torch


def offset_targets(tokens, k, pad_id):
    rows = []
    for i in range(1, k + 1):
        shifted = torch.cat([tokens[:, i:], torch.full_like(tokens[:, :i], pad_id)], dim=1)
        rows.append(torch.where(shifted == pad_id, -100, shifted))
    return torch.stack(rows)


def offset_logits(x, heads, unembedding):
    return torch.stack([(x @ head.mT) @ unembedding.mT for head in heads])


def offset_losses(logits, targets):
    losses = []
    for one, labels in zip(logits, targets, strict=True):
        real = labels != -100
        if not real.any():
            losses.append(one.sum() * 0)
            continue
        rows = one[real]
        picked = rows.gather(1, labels[real][:, None])[:, 0]
        losses.append((rows.logsumexp(dim=1) - picked).mean())
    return torch.stack(losses)


def multi_token_loss(x, heads, unembedding, tokens, weights, pad_id):
    total = 0.0
    for i, weight in enumerate(weights):
        logits = offset_logits(x, heads[i : i + 1], unembedding)
        targets = offset_targets(tokens, i + 1, pad_id)[i:]
        total = total + weight * offset_losses(logits, targets)[0]
    return total
