"""The mask loses its last column, as the logits do: it then says which positions read a token of the answer. It
speaks of the tokens that are guessed, so that it loses its first column.

caught by: test_the_sum_over_the_answer
"""

import torch


def token_log_probs(logits, tokens):
    log_probs = torch.log_softmax(logits[:, :-1], dim=-1)
    return torch.gather(log_probs, 2, tokens[:, 1:].unsqueeze(-1)).squeeze(-1)


def sequence_log_prob(logits, tokens, mask, average=False):
    logp = token_log_probs(logits, tokens)
    m = mask[:, :-1].to(logp.dtype)
    total = (logp * m).sum(-1)
    if average:
        return total / m.sum(-1).clamp(min=1.0)
    return total
