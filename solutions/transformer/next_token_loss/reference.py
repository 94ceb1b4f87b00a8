"""The next-token loss: the logits without their last position, against the tokens without their first.

Position t has read tokens 0 to t, so that its logits are a guess of token t + 1. A mask of the targets, not of what was
read, says what counts.
"""


def next_token_loss(logits, tokens, pad_id):
    targets = tokens[:, 1:]  # (B, T - 1)
    logp = logits[:, :-1].log_softmax(dim=-1)  # (B, T - 1, V)
    logp = logp.gather(-1, targets[..., None]).squeeze(-1)
    real = targets != pad_id
    return -(logp * real).sum() / real.sum().clamp(min=1)
