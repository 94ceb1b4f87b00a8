"""The random tokens are a tenth of those that aren't [MASK]: of the 20 % that are left it has to be half, to make 10 % of all
hidden positions.

caught by: test_mask_random_or_the_same
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
    masked = selected & (rng.random(tokens.shape) < 0.8)
    inputs[masked] = mask_id
    randomized = selected & ~masked & (rng.random(tokens.shape) < 0.1)
    normal_ids = np.array([i for i in range(vocab_size) if i not in special_ids])
    inputs[randomized] = rng.choice(normal_ids, size=randomized.sum())
    return inputs, labels


def mlm_loss(logits, labels):
    keep = labels != -100
    if keep.sum() == 0:
        return 0.0
    z = logits - logits.max(axis=-1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    picked = np.take_along_axis(logp, np.where(keep, labels, 0)[..., None], axis=-1)[..., 0]
    return float(-(picked * keep).sum() / keep.sum())
