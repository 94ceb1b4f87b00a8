"""The log-probability as the negative loss of torch's cross-entropy, with what doesn't count as ignored targets."""

import torch.nn.functional as F


def negative_loss(logits, targets):
    return -F.cross_entropy(logits[:, :-1].transpose(1, 2), targets, reduction="none", ignore_index=-100)


def token_log_probs(logits, tokens):
    return negative_loss(logits, tokens[:, 1:])


def sequence_log_prob(logits, tokens, mask, average=False):
    targets = tokens.masked_fill(~mask, -100)[:, 1:]
    count = (targets != -100).sum(1) if average else 1
    sums = negative_loss(logits, targets).sum(1)
    return sums / (count + (count == 0)) if average else sums
