"""The schedule asks `if step < n_warmup`, which has no answer for an array of steps: choose element by element, with
np.where.

caught by: test_arrays_of_any_shape
"""

import math


def inverse_time(steps, lr, decay):
    return lr / (1 + decay * steps)


def step_decay(steps, lr, step_size, gamma):
    return lr * gamma ** (steps // step_size)


def cosine(steps, lr, n_steps, min_lr=0.0):
    if steps >= n_steps:
        return min_lr
    return min_lr + 0.5 * (lr - min_lr) * (1 + math.cos(math.pi * steps / n_steps))


def warmup_cosine(steps, lr, n_warmup, n_steps, min_lr=0.0):
    if steps < n_warmup:
        return lr * (steps + 1) / n_warmup
    return cosine(steps - n_warmup, lr, n_steps - n_warmup, min_lr)


def noam(steps, d_model, n_warmup, factor=1.0):
    t = steps + 1
    return factor * d_model**-0.5 * min(t**-0.5, t * n_warmup**-1.5)
