"""The warm-up is s / n_warmup, which begins at 0 and wastes the first update: step s has lr * (s + 1) / n_warmup.

caught by: test_the_warm_up_rises_to_lr
"""

import numpy as np


def inverse_time(steps, lr, decay):
    return lr / (1 + decay * steps)


def step_decay(steps, lr, step_size, gamma):
    return lr * gamma ** (steps // step_size)


def cosine(steps, lr, n_steps, min_lr=0.0):
    s = np.minimum(steps, n_steps)
    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * s / n_steps)) / 2


def warmup_cosine(steps, lr, n_warmup, n_steps, min_lr=0.0):
    warm = lr * steps / max(n_warmup, 1)
    rate = np.where(steps < n_warmup, warm, cosine(steps - n_warmup, lr, n_steps - n_warmup, min_lr))
    return rate if np.ndim(steps) else float(rate)


def noam(steps, d_model, n_warmup, factor=1.0):
    t = steps + 1.0
    return factor * d_model**-0.5 * np.minimum(t**-0.5, t * n_warmup**-1.5)
