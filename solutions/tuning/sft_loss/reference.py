"""The loss of supervised fine-tuning.

A token counts as a target: what it belongs to is asked at t, and its logits stand at t - 1.
"""

import torch


def pack_examples(examples, length, pad_id):
    used = sum(len(prompt) + len(response) for prompt, response in examples)
    if used > length:
        raise ValueError(f"{used} tokens for a row of {length}")
    tokens = torch.full((length,), pad_id)
    segments = torch.full((length,), -1)
    positions = torch.zeros(length, dtype=torch.int64)
    is_response = torch.zeros(length, dtype=torch.bool)
    start = 0
    for i, (prompt, response) in enumerate(examples):
        middle, end = start + len(prompt), start + len(prompt) + len(response)
        tokens[start:end] = torch.tensor(prompt + response)
        segments[start:end] = i
        positions[start:end] = torch.arange(end - start)
        is_response[middle:end] = True
        start = end
    return tokens, segments, positions, is_response


def packed_mask(segments):
    T = segments.shape[1]
    same = segments[:, :, None] == segments[:, None, :]  # (B, T, T)
    causal = torch.ones(T, T, dtype=torch.bool).tril()
    return same & causal & (segments >= 0)[:, :, None]


def sft_loss(logits, tokens, segments, is_response):
    counts = is_response[:, 1:] & (segments[:, 1:] == segments[:, :-1])  # (B, T - 1)
    logp = logits[:, :-1].log_softmax(dim=-1).gather(-1, tokens[:, 1:, None])[..., 0]
    return -(logp * counts).sum() / counts.sum().clamp(min=1)
