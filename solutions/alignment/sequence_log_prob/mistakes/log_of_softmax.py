"""The softmax comes first and its logarithm afterwards: a probability that rounds to 0 has the logarithm -inf.
log_softmax does both in one step.

caught by: test_large_logits
"""

import torch


def token_log_probs(logits, tokens):
    probs = torch.softmax(logits[:, :-1, :], dim=-1)
    picked = probs.gather(2, tokens[:, 1:].unsqueeze(2)).squeeze(2)
    return torch.log(picked)


def sequence_log_prob(logits, tokens, mask, average=False):
    logp = token_log_probs(logits, tokens)
    mask = mask[:, 1:]
    total = (logp * mask).sum(dim=1)
    if average:
        total = total / mask.sum(dim=1).clamp(min=1)
    return total
