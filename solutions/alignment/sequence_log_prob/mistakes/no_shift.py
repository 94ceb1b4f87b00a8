"""Logits and tokens aren't shifted against each other: the logits at position t have read token t and guess the one
after it.

caught by: test_each_token_is_guessed_by_the_logits_before_it
"""

import torch


def token_log_probs(logits, tokens):
    log_probs = torch.log_softmax(logits, dim=-1)
    return torch.gather(log_probs, 2, tokens.unsqueeze(-1)).squeeze(-1)[:, 1:]


def sequence_log_prob(logits, tokens, mask, average=False):
    logp = token_log_probs(logits, tokens)
    m = mask[:, 1:].to(logp.dtype)
    if average:
        return (logp * m).sum(-1) / m.sum(-1).clamp(min=1.0)
    return (logp * m).sum(-1)
