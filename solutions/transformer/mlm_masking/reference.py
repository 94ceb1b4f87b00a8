"""BERT's masking.

A single uniform number decides among the three cases, so that their probabilities sum to 1 by construction.
"""

import numpy as np


def select_targets(tokens, special_ids, rate, rng):
    return (rng.random(tokens.shape) < rate) & ~np.isin(tokens, special_ids)


def mlm_masking(tokens, mask_id, vocab_size, special_ids, rng, rate=0.15):
    hidden = select_targets(tokens, special_ids, rate, rng)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    kind = rng.random(tokens.shape)
    shown = np.where(kind < 0.9, rng.choice(ordinary, size=tokens.shape), tokens)
    shown = np.where(kind < 0.8, mask_id, shown)
    return np.where(hidden, shown, tokens), np.where(hidden, tokens, -100)


def mlm_loss(logits, labels):
    hidden = labels != -100
    if not hidden.any():
        return 0.0
    rows = logits[hidden]  # (hidden, V)
    rows = rows - rows.max(axis=1, keepdims=True)
    log_probs = rows - np.log(np.exp(rows).sum(axis=1, keepdims=True))
    return float(-log_probs[np.arange(len(rows)), labels[hidden]].mean())
