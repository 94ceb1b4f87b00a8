"""All heads have the next token as their target: head i predicts the token i + 1 places on.

caught by: test_the_targets
"""

import torch
import torch.nn.functional as F


def offset_targets(tokens, k, pad_id):
    B, T = tokens.shape
    targets = torch.full((k, B, T), -100, dtype=torch.long)
    for i in range(k):
        targets[i, :, :-1] = tokens[:, 1:]
    targets[targets == pad_id] = -100
    return targets


def offset_logits(x, heads, unembedding):
    out = []
    for W in heads:
        out.append((x @ W.T) @ unembedding.T)
    return torch.stack(out)


def offset_losses(logits, targets):
    k, B, T, V = logits.shape
    losses = []
    for i in range(k):
        mask = targets[i] != -100
        if mask.sum() == 0:
            losses.append(logits[i].sum() * 0.0)
        else:
            losses.append(F.cross_entropy(logits[i].reshape(-1, V), targets[i].reshape(-1), ignore_index=-100))
    return torch.stack(losses)


def multi_token_loss(x, heads, unembedding, tokens, weights, pad_id):
    logits = offset_logits(x, heads, unembedding)
    targets = offset_targets(tokens, heads.shape[0], pad_id)
    losses = offset_losses(logits, targets)
    return sum(w * loss for w, loss in zip(weights, losses))
