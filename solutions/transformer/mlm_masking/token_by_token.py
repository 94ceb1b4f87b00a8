"""A loop over tokens, which draws only where it has to."""

import math

import numpy as np


def select_targets(tokens, special_ids, rate, rng):
    hidden = np.zeros(tokens.shape, dtype=bool)
    for place, token in np.ndenumerate(tokens):
        if token not in special_ids:
            hidden[place] = rng.uniform() < rate
    return hidden


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    inputs, labels = tokens.copy(), np.full_like(tokens, -100)
    ordinary = [i for i in range(vocab_size) if i not in special_ids]
    for place in zip(*np.nonzero(select_targets(tokens, special_ids, rate, rng)), strict=True):
        labels[place] = tokens[place]
        case = rng.choice(3, p=[0.8, 0.1, 0.1])
        if case == 0:
            inputs[place] = mask_id
        elif case == 1:
            inputs[place] = ordinary[rng.integers(len(ordinary))]
    return inputs, labels


def mlm_loss(logits, labels):
    losses = []
    for row, label in zip(logits.reshape(-1, logits.shape[-1]), labels.ravel(), strict=True):
        if label >= 0:
            top = row.max()
            losses.append(top - row[label] + math.log(sum(math.exp(x - top) for x in row)))
    return sum(losses) / max(len(losses), 1)
