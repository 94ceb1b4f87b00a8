"""exp is taken of the logits as they are: from 710 on (89 in float32) it is inf, and inf / inf is nan. log_softmax
subtracts the largest logit first.

caught by: test_large_logits
"""

import torch


def next_token_loss(logits, tokens, pad_id):
    targets = tokens[:, 1:]
    exps = torch.exp(logits[:, :-1])
    probs = exps / exps.sum(dim=-1, keepdim=True)
    picked = probs.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    mask = targets != pad_id
    return -(torch.log(picked) * mask).sum() / mask.sum().clamp(min=1)
