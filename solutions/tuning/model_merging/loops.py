"""All in lists and loops."""

import math

import numpy as np


def weighted_average(models, weights):
    total = sum(weights.tolist())
    return np.array([sum(w * x for w, x in zip(weights, column, strict=True)) / total for column in models.T])


def task_arithmetic(base, models, scale):
    return np.array([b + scale * sum(x - b for x in column) for b, column in zip(base, models.T, strict=True)])


def ties_merge(base, models, density, scale):
    size = len(base)
    tasks = []
    for model in models:
        tau = (model - base).tolist()
        kept = sorted(range(size), key=lambda i: -abs(tau[i]))[: math.ceil(density * size)]
        tasks.append({i: tau[i] for i in kept if tau[i]})
    out = base.tolist()
    for i in range(size):
        entries = [task[i] for task in tasks if i in task]
        positive = sum(entries) > 0
        agree = [entry for entry in entries if (entry > 0) == positive]
        if agree and sum(entries) != 0:
            out[i] += scale * sum(agree) / len(agree)
    return np.array(out)


def slerp(a, b, t):
    cosine = float(np.dot(a, b)) / math.hypot(*a) / math.hypot(*b)
    if cosine > 0.9995 or cosine < -0.9995:
        first, second = 1 - t, t
    else:
        omega = math.acos(cosine)
        first, second = math.sin((1 - t) * omega) / math.sin(omega), math.sin(t * omega) / math.sin(omega)
    return np.array([first * x + second * y for x, y in zip(a, b, strict=True)])
