"""Nothing holds the cosine behind n_steps: it rises again, up to the full lr. From n_steps on it is min_lr.

caught by: test_cosine_stays_at_the_floor
"""

import numpy as np


def inverse_time(steps, lr, decay):
    return lr / (1 + decay * steps)


def step_decay(steps, lr, step_size, gamma):
    return lr * gamma ** (steps // step_size)


def cosine(steps, lr, n_steps, min_lr=0.0):
    return min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * steps / n_steps))


def warmup_cosine(steps, lr, n_warmup, n_steps, min_lr=0.0):
    progress = (steps - n_warmup) / (n_steps - n_warmup)
    decayed = min_lr + 0.5 * (lr - min_lr) * (1 + np.cos(np.pi * progress))
    rate = np.where(steps < n_warmup, lr * (steps + 1) / max(n_warmup, 1), decayed)
    return rate[()]


def noam(steps, d_model, n_warmup, factor=1.0):
    t = np.asarray(steps, dtype=float) + 1
    return (factor * d_model**-0.5 * np.minimum(t**-0.5, t * n_warmup**-1.5))[()]
