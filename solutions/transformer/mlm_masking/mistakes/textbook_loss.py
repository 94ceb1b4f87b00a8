"""The softmax takes the exponentials of the logits as they are: from 710 on they overflow, and inf / inf is nan. The largest
logit of each position is subtracted first, and the logarithm taken of the sum and not of a probability.

caught by: test_the_loss_of_large_logits
"""

import numpy as np


def select_targets(tokens, special_ids, rate, rng):
    probs = np.full(tokens.shape, rate)
    probs[np.isin(tokens, special_ids)] = 0.0
    return rng.random(tokens.shape) < probs


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    inputs = tokens.copy()
    selected = select_targets(tokens, special_ids, rate, rng)
    labels = np.where(selected, tokens, -100)
    p = rng.random(tokens.shape)
    inputs[selected & (p < 0.8)] = mask_id
    random_pos = selected & (p >= 0.8) & (p < 0.9)
    normal_ids = np.array([i for i in range(vocab_size) if i not in special_ids])
    inputs[random_pos] = rng.choice(normal_ids, size=random_pos.sum())
    return inputs, labels


def mlm_loss(logits, labels):
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    losses = []
    for b in range(labels.shape[0]):
        for t in range(labels.shape[1]):
            if labels[b, t] != -100:
                losses.append(-np.log(probs[b, t, labels[b, t]]))
    return float(np.mean(losses)) if losses else 0.0
