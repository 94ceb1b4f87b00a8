"""The logarithm is taken of a softmax that has been computed: for large logits its entries are 0, and the loss becomes infinite,
or is bounded by a small number that is added to them. Take log_softmax.

caught by: test_large_logits
"""

import torch


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
    probs = torch.softmax(logits[:, :-1], dim=-1)
    p = torch.gather(probs, 2, tokens[:, 1:].unsqueeze(-1)).squeeze(-1)
    mask = is_response[:, 1:] & (segments[:, 1:] == segments[:, :-1])
    if mask.sum() == 0:
        return (logits * 0).sum()
    return -torch.log(p)[mask].mean()
