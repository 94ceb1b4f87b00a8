"""Labels of -100 and torch's cross-entropy, as training code has it; lists that grow."""

import torch
import torch.nn.functional as F


def pack_examples(examples, length, pad_id):
    rows = []
    for i, (prompt, response) in enumerate(examples):
        for p, token in enumerate([*prompt, *response]):
            rows.append((token, i, p, p >= len(prompt)))
    if len(rows) > length:
        raise ValueError("the row is too short")
    rows += [(pad_id, -1, 0, False)] * (length - len(rows))
    tokens, segments, positions, is_response = zip(*rows, strict=True)
    return torch.tensor(tokens), torch.tensor(segments), torch.tensor(positions), torch.tensor(is_response)


def packed_mask(segments):
    index = torch.arange(segments.shape[1])
    keys, queries = index[None, None, :], index[None, :, None]
    real = segments[:, None, :] != -1
    return (keys <= queries) & (segments.unsqueeze(1) == segments.unsqueeze(2)) & real


def sft_loss(logits, tokens, segments, is_response):
    labels = tokens.clone()
    labels[~is_response] = -100
    starts = torch.ones_like(is_response)
    starts[:, 1:] = segments[:, 1:] != segments[:, :-1]
    labels[starts] = -100
    if bool((labels == -100).all()):
        return logits.sum() * 0
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100)
