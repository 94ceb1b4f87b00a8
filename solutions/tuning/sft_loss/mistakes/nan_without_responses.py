"""Where no token counts the mean is one over nothing, nan, as torch's cross-entropy gives it: without a response token the loss
is 0.

caught by: test_nothing_counts
"""

import torch
import torch.nn.functional as F


def pack_examples(examples, length, pad_id):
    tokens, segments, positions, labels = [], [], [], []
    for i, (prompt, response) in enumerate(examples):
        ids = prompt + response
        tokens.extend(ids)
        segments.extend([i] * len(ids))
        positions.extend(range(len(ids)))
        labels.extend([False] * len(prompt) + [True] * len(response))
    if len(tokens) > length:
        raise ValueError("too long")
    while len(tokens) < length:
        tokens.append(pad_id)
        segments.append(-1)
        positions.append(0)
        labels.append(False)
    return torch.tensor(tokens), torch.tensor(segments), torch.tensor(positions), torch.tensor(labels)


def packed_mask(segments):
    B, T = segments.shape
    mask = segments[:, None, :] == segments[:, :, None]
    mask = mask & (segments != -1)[:, None, :]
    return torch.tril(mask)


def sft_loss(logits, tokens, segments, is_response):
    labels = tokens.masked_fill(~is_response, -100)[:, 1:]
    labels = labels.masked_fill(segments[:, 1:] != segments[:, :-1], -100)
    V = logits.shape[-1]
    return F.cross_entropy(logits[:, :-1].reshape(-1, V), labels.reshape(-1), ignore_index=-100)
