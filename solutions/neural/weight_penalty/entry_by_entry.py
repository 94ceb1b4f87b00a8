"""One number at a time: the interval of slopes at each entry, and the choice from it."""

import math

import numpy as np


def slopes(w, l1, l2):
    """The lowest and the highest slope of the penalty at w."""
    low = l1 if w > 0 else -l1
    high = -l1 if w < 0 else l1
    return low + l2 * w, high + l2 * w


def strengths(params, l1, l2, exclude):
    if min(l1, l2) < 0:
        raise ValueError("negative strength")
    if not all(name in params for name in exclude):
        raise ValueError("a name to exclude is unknown")
    return {name: (0.0, 0.0) if name in exclude else (l1, l2) for name in params}


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    terms, grads = [], {}
    for name, (a, b) in strengths(params, l1, l2, exclude).items():
        numbers = [float(w) for w in params[name].flat]
        terms += [a * abs(w) + b * w * w / 2 for w in numbers]
        middle = [sum(slopes(w, a, b)) / 2 for w in numbers]
        grads[name] = np.array(middle, params[name].dtype).reshape(params[name].shape)
    return math.fsum(terms), grads


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    result = {}
    for name, (a, b) in strengths(params, l1, l2, exclude).items():
        w = params[name]
        chosen = []
        for number, g in zip(w.flat, loss_grads[name].flat, strict=True):
            low, high = slopes(float(number), a, b)
            # The number of [g + low, g + high] that is nearest to 0.
            chosen.append(min(max(0.0, float(g) + low), float(g) + high))
        result[name] = np.array(chosen, w.dtype).reshape(w.shape)
    return result
