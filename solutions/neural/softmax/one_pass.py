"""Maximum and sum in a single pass: whenever a larger logit comes, the sum so far is scaled down to it."""

import numpy as np


def statistics(logits, axis):
    logits = logits if logits.dtype in (np.float32, np.float64) else logits.astype(float)
    columns = np.moveaxis(logits, axis, 0)
    peak = np.full(columns.shape[1:], -np.inf, dtype=logits.dtype)
    total = np.zeros_like(peak)
    for column in columns:
        higher = np.maximum(peak, column)
        # As long as only -inf has come by, any finite anchor will do.
        anchor = np.where(np.isfinite(higher), higher, np.zeros_like(higher))
        total = total * np.exp(peak - anchor) + np.exp(column - anchor)
        peak = higher
    anchor = np.where(np.isfinite(peak), peak, np.zeros_like(peak))
    return logits, np.expand_dims(anchor, axis), np.expand_dims(np.maximum(total, 1), axis)


def softmax(logits, axis=-1):
    logits, anchor, total = statistics(logits, axis)
    return np.exp(logits - anchor) / total


def log_softmax(logits, axis=-1):
    logits, anchor, total = statistics(logits, axis)
    return logits - anchor - np.log(total)
