"""Each row is averaged first and the rows then: a token in a row with few responses weighs more. It is one mean over all tokens
of the batch that count.

caught by: test_one_mean_over_the_batch
"""

import torch
import torch.nn.functional as F


def pack_examples(examples, length, pad_id):
    tokens, segments, positions, is_response = [], [], [], []
    for i, (prompt, response) in enumerate(examples):
        tokens += prompt + response
        n = len(prompt) + len(response)
        segments += [i] * n
        positions += list(range(n))
        is_response += [False] * len(prompt) + [True] * len(response)
    pad = length - len(tokens)
    if pad < 0:
        raise ValueError("examples do not fit")
    return (
        torch.tensor(tokens + [pad_id] * pad),
        torch.tensor(segments + [-1] * pad),
        torch.tensor(positions + [0] * pad),
        torch.tensor(is_response + [False] * pad),
    )


def packed_mask(segments):
    T = segments.size(1)
    causal = torch.tril(torch.ones(T, T, dtype=torch.bool))
    same = segments.unsqueeze(2) == segments.unsqueeze(1)
    valid = (segments != -1).unsqueeze(1)
    return causal & same & valid


def sft_loss(logits, tokens, segments, is_response):
    shift_logits = logits[:, :-1]
    targets = tokens[:, 1:]
    mask = (is_response[:, 1:] & (segments[:, 1:] == segments[:, :-1])).to(logits.dtype)
    nll = F.cross_entropy(shift_logits.transpose(1, 2), targets, reduction="none")
    per_row = (nll * mask).sum(1) / mask.sum(1).clamp(min=1)
    return per_row.mean()
