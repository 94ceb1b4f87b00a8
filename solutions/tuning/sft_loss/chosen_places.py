"""Takes the places that count by their indices, and blocks of the mask one by one."""

import torch


def pack_examples(examples, length, pad_id):
    lengths = [len(prompt) + len(response) for prompt, response in examples]
    rest = length - sum(lengths)
    if rest < 0:
        raise ValueError("too many tokens")
    tokens = [token for prompt, response in examples for token in prompt + response] + [pad_id] * rest
    segments = torch.repeat_interleave(torch.tensor([*range(len(lengths)), -1]), torch.tensor([*lengths, rest]))
    positions = torch.cat([torch.arange(n) for n in lengths] + [torch.zeros(rest, dtype=torch.long)])
    flags = []
    for prompt, response in examples:
        flags += [False] * len(prompt) + [True] * len(response)
    return torch.tensor(tokens), segments, positions, torch.tensor(flags + [False] * rest)


def packed_mask(segments):
    B, T = segments.shape
    mask = torch.zeros(B, T, T, dtype=torch.bool)
    for b in range(B):
        for i in range(T):
            for j in range(i + 1):
                mask[b, i, j] = segments[b, i] == segments[b, j] and segments[b, j] >= 0
    return mask


def sft_loss(logits, tokens, segments, is_response):
    b, t = torch.nonzero(is_response, as_tuple=True)
    keep = (t > 0) & (segments[b, t] == segments[b, t - 1])
    b, t = b[keep], t[keep]
    rows = logits[b, t - 1]
    losses = torch.logsumexp(rows, dim=-1) - rows[torch.arange(len(b)), tokens[b, t]]
    return losses.sum() / max(len(b), 1)
