"""Python's numbers, a running sum in log space."""

import math

import numpy as np


def pairs(log_p, log_q):
    return [a - b for a, b in zip(log_p.tolist(), log_q.tolist(), strict=True)]


def log_sum(logs):
    top = max(logs)
    return top if top == -math.inf else top + math.log(math.fsum(math.exp(value - top) for value in logs))


def plain_estimate(f, log_p, log_q):
    return math.fsum(math.exp(w) * v for w, v in zip(pairs(log_p, log_q), f.tolist(), strict=True)) / len(f)


def self_normalized_estimate(f, log_p, log_q):
    logs = pairs(log_p, log_q)
    total = log_sum(logs)
    if total == -math.inf:
        raise ValueError("no weight")
    return math.fsum(math.exp(w - total) * v for w, v in zip(logs, f.tolist(), strict=True))


def log_normalizer(log_p, log_q):
    return log_sum(pairs(log_p, log_q)) - math.log(len(log_p))


def effective_sample_size(log_p, log_q):
    logs = np.array(pairs(log_p, log_q))
    if not np.isfinite(logs).any():
        raise ValueError("no weight")
    return math.exp(2 * log_sum(logs.tolist()) - log_sum((2 * logs).tolist()))
