"""Every hidden token becomes [MASK]: one in ten keeps its token and one in ten shows a random one, or the model learns to
say something sensible at [MASK] alone.

caught by: test_mask_random_or_the_same
"""

import numpy as np


def select_targets(tokens, special_ids, rate, rng):
    probs = np.full(tokens.shape, rate)
    probs[np.isin(tokens, special_ids)] = 0.0
    return rng.random(tokens.shape) < probs


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    selected = select_targets(tokens, special_ids, rate, rng)
    inputs = tokens.copy()
    labels = np.full_like(tokens, -100)
    labels[selected] = tokens[selected]
    inputs[selected] = mask_id
    return inputs, labels


def mlm_loss(logits, labels):
    keep = labels != -100
    if keep.sum() == 0:
        return 0.0
    z = logits - logits.max(axis=-1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    picked = np.take_along_axis(logp, np.where(keep, labels, 0)[..., None], axis=-1)[..., 0]
    return float(-(picked * keep).sum() / keep.sum())
