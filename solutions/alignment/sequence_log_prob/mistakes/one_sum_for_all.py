"""One number comes for the whole batch: each sequence has a log-probability of its own.

caught by: test_the_sum_over_the_answer
"""

import torch


def token_log_probs(logits, tokens):
    logp = torch.log_softmax(logits[:, :-1], dim=-1)
    return torch.gather(logp, 2, tokens[:, 1:].unsqueeze(-1)).squeeze(-1)


def sequence_log_prob(logits, tokens, mask, average=False):
    logp = token_log_probs(logits, tokens)
    picked = logp[mask[:, 1:]]
    return picked.mean() if average else picked.sum()
