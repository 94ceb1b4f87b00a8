"""A small number is added to the probability so that its logarithm stays finite: a confident and wrong guess then costs
20 nats at most, whatever its logits say. log_softmax needs no such guard.

caught by: test_large_logits
"""

import torch
import torch.nn.functional as F


def next_token_loss(logits, tokens, pad_id):
    probs = F.softmax(logits[:, :-1], dim=-1)
    targets = tokens[:, 1:]
    picked = torch.gather(probs, 2, targets.unsqueeze(2)).squeeze(2)
    mask = (targets != pad_id).to(logits.dtype)
    return (-torch.log(picked + 1e-9) * mask).sum() / mask.sum().clamp(min=1)
