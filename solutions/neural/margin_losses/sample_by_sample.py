"""One sample at a time, with an if for each branch of the formula."""

import numpy as np


def hinge_loss(logits, targets, margin=1.0):
    if logits.shape != targets.shape:
        raise ValueError("one target for each logit")
    n, loss, grad = logits.size, 0.0, np.zeros_like(logits)
    for i in range(n):
        room = margin - float(targets[i]) * float(logits[i])
        if room > 0:
            loss += room / n
            grad[i] = -targets[i] / n
    return loss, grad


def triplet_loss(anchor, positive, negative, margin=0.2):
    if not anchor.shape == positive.shape == negative.shape:
        raise ValueError("triplets need three of each")
    n, loss = anchor.shape[0], 0.0
    grads = tuple(np.zeros_like(anchor) for _ in range(3))
    for i, (a, p, n_) in enumerate(zip(anchor, positive, negative, strict=True)):
        room = (a - p) @ (a - p) - (a - n_) @ (a - n_) + margin
        if room > 0:
            loss += float(room) / n
            grads[0][i] = (2 * (a - p) - 2 * (a - n_)) / n
            grads[1][i] = -2 * (a - p) / n
            grads[2][i] = 2 * (a - n_) / n
    return loss, grads


def contrastive_loss(a, b, similar, margin=1.0):
    if a.shape != b.shape or similar.shape != (len(a),):
        raise ValueError("one label for each pair")
    n, loss, da = len(a), 0.0, np.zeros_like(a)
    for i in range(n):
        v = a[i] - b[i]
        d = float(np.linalg.norm(v))
        if similar[i]:
            loss += 0.5 * d * d
            da[i] = v
        elif d < margin:
            loss += 0.5 * (margin - d) ** 2
            if d > 0:
                da[i] = -(margin - d) * (v / d)
    return loss / n, (da / n, -da / n)
