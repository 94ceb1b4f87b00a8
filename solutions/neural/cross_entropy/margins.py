"""Position by position, with the differences to the right class: loss = log(sum_j exp(x_j - x_t))."""

import numpy as np


def cross_entropy(logits, targets, ignore_index=-100):
    if logits.shape[:-1] != targets.shape:
        raise ValueError("shapes differ")
    losses, dlogits = [], np.zeros_like(logits)
    for index in np.ndindex(targets.shape):
        t = int(targets[index])
        if t == ignore_index:
            continue
        if not 0 <= t < logits.shape[-1]:
            raise ValueError(f"no class {t}")
        margins = logits[index] - logits[index][t]
        losses.append(float(np.logaddexp.reduce(margins)))
        dlogits[index] = np.exp(margins - losses[-1])
        dlogits[index][t] -= 1
    n = len(losses) or 1
    return sum(losses) / n, dlogits / dlogits.dtype.type(n)
