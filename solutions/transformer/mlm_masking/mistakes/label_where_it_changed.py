"""A position has a label only where the input differs from the token: hidden tokens that are shown as they are have one as
well, since the model has to say them too.

caught by: test_every_hidden_position_has_a_label
"""

import numpy as np


def select_targets(tokens, special_ids, rate, rng):
    probs = np.full(tokens.shape, rate)
    probs[np.isin(tokens, special_ids)] = 0.0
    return rng.random(tokens.shape) < probs


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    inputs = tokens.copy()
    selected = select_targets(tokens, special_ids, rate, rng)
    p = rng.random(tokens.shape)
    inputs[selected & (p < 0.8)] = mask_id
    random_pos = selected & (p >= 0.8) & (p < 0.9)
    normal_ids = np.array([i for i in range(vocab_size) if i not in special_ids])
    inputs[random_pos] = rng.choice(normal_ids, size=random_pos.sum())
    labels = np.where(inputs != tokens, tokens, -100)
    return inputs, labels


def mlm_loss(logits, labels):
    keep = labels != -100
    if keep.sum() == 0:
        return 0.0
    z = logits - logits.max(axis=-1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    picked = np.take_along_axis(logp, np.where(keep, labels, 0)[..., None], axis=-1)[..., 0]
    return float(-(picked * keep).sum() / keep.sum())
