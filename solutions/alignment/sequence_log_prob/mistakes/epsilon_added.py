"""A small number is added to the probabilities before the logarithm, or they or the logits are clipped: that then decides the
log-probability of every unlikely token. log_softmax needs no such help.

caught by: test_large_logits
"""

import torch
import torch.nn.functional as F


def token_log_probs(logits, tokens):
    probs = F.softmax(logits[:, :-1], dim=-1)
    picked = probs.gather(-1, tokens[:, 1:].unsqueeze(-1)).squeeze(-1)
    return torch.log(picked + 1e-10)


def sequence_log_prob(logits, tokens, mask, average=False):
    logp = token_log_probs(logits, tokens)
    mask = mask[:, 1:].float()
    total = (logp * mask).sum(dim=-1)
    return total / mask.sum(dim=-1).clamp(min=1.0) if average else total
