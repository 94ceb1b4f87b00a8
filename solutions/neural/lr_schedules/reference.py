"""Learning-rate schedules as expressions for all steps at once.

Why it works: a phase that ends is a minimum or a choice. The cosine's progress runs from 0 to 1 and is held there; the
warm-up is chosen while it lasts; Noam's min picks the rising line before the seam and the falling root after it, and at
the seam both are the same.
"""

import numpy as np


def inverse_time(steps, lr, decay):
    return lr / (1 + decay * steps)


def step_decay(steps, lr, step_size, gamma):
    return lr * gamma ** (steps // step_size)


def cosine(steps, lr, n_steps, min_lr=0.0):
    progress = np.minimum(steps / n_steps, 1)
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * progress)) / 2


def warmup_cosine(steps, lr, n_warmup, n_steps, min_lr=0.0):
    rising = lr * (steps + 1) / max(n_warmup, 1)
    falling = cosine(steps - n_warmup, lr, n_steps - n_warmup, min_lr)
    # A 0-d array becomes a number again by indexing it with ().
    return np.where(steps < n_warmup, rising, falling)[()]


def noam(steps, d_model, n_warmup, factor=1.0):
    t = steps + 1
    return factor * d_model**-0.5 * np.minimum(t**-0.5, t * n_warmup**-1.5)
