"""Targets by indices t + 1 + i of a text with padding behind it; the heads' matrices meet the unembedding first."""

import torch


def offset_targets(tokens, k, pad_id):
    n = tokens.shape[1]
    longer = torch.nn.functional.pad(tokens, (0, k), value=pad_id)
    places = torch.arange(n) + torch.arange(1, k + 1)[:, None]  # (k, T)
    targets = longer[:, places].transpose(0, 1)
    return torch.where(targets == pad_id, torch.tensor(-100), targets)


def offset_logits(x, heads, unembedding):
    matrices = torch.matmul(unembedding, heads)  # (k, V, D)
    return torch.einsum("btd,kvd->kbtv", x, matrices)


def offset_losses(logits, targets):
    real = targets >= 0
    log_probs = torch.log_softmax(logits, dim=-1)
    picked = torch.take_along_dim(log_probs, targets.clamp(min=0)[..., None], dim=-1).squeeze(-1)
    return -torch.where(real, picked, 0.0).flatten(1).sum(1) / real.flatten(1).sum(1).clamp(min=1)


def multi_token_loss(x, heads, unembedding, tokens, weights, pad_id):
    losses = offset_losses(offset_logits(x, heads, unembedding), offset_targets(tokens, heads.shape[0], pad_id))
    return sum(weight * loss for weight, loss in zip(weights, losses, strict=True))
