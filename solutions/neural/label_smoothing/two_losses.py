"""A mixture of two losses: (1 - eps) of the cross-entropy, and eps of the mean over all classes."""

import numpy as np


def smooth_targets(targets, n_classes, eps):
    if eps < 0 or eps > 1 or any(not 0 <= t < n_classes for t in targets.tolist()):
        raise ValueError("eps or an id is out of range")
    q = np.full((len(targets), n_classes), eps / n_classes)
    q[np.arange(len(targets)), targets] += 1 - eps
    return q


def label_smoothing(logits, targets, eps):
    if targets.shape != logits.shape[:1]:
        raise ValueError("one id a row, please")
    n, n_classes = logits.shape
    q = smooth_targets(targets, n_classes, eps)
    peak = logits.max(axis=1)
    probs = np.exp(logits - peak[:, None])
    totals = probs.sum(axis=1)
    log_totals = peak + np.log(totals)
    right = log_totals - logits[np.arange(n), targets]
    uniform = log_totals - logits.mean(axis=1)
    loss = np.mean((1 - eps) * right + eps * uniform)
    return loss, ((probs / totals[:, None] - q) / n).astype(logits.dtype)
