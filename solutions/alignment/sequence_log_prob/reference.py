"""The log-probability of an answer.

By the chain rule it is a sum over its tokens, each given all tokens before it, and one forward pass has all of these:
the logits at t have read tokens 0 to t.
"""


def token_log_probs(logits, tokens):
    logp = logits[:, :-1].log_softmax(dim=-1)  # (B, T - 1, V)
    return logp.gather(-1, tokens[:, 1:, None]).squeeze(-1)


def sequence_log_prob(logits, tokens, mask, average=False):
    answer = mask[:, 1:]  # the mask of tokens 1 to T - 1
    total = (token_log_probs(logits, tokens) * answer).sum(dim=1)
    return total / answer.sum(dim=1).clamp(min=1) if average else total
