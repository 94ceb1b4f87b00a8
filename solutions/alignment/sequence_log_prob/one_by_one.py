"""One sequence after the other: the chosen logit minus the log of the sum of exponentials, at the tokens of the
answer."""

import torch


def token_log_probs(logits, tokens):
    rows = []
    for row, ids in zip(logits, tokens, strict=True):
        guesses = row[:-1]
        rows.append(guesses[torch.arange(len(guesses)), ids[1:]] - torch.logsumexp(guesses, dim=1))
    return torch.stack(rows)


def sequence_log_prob(logits, tokens, mask, average=False):
    results = []
    for logp, chosen in zip(token_log_probs(logits, tokens), mask, strict=True):
        picked = logp[chosen[1:]]
        results.append(picked.mean() if average and len(picked) else picked.sum())
    return torch.stack(results)
