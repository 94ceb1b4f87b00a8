"""Python loops with math.log, the surprise of each outcome by name; rows weighed one by one."""

import math

import numpy as np


def surprise(p, base):
    return math.log(1 / p, base)


def entropy(p, base=2.0):
    values = [float(value) for value in p]
    if min(values) < 0:
        raise ValueError("negative probability")
    return math.fsum(value * surprise(value, base) for value in values if value > 0) + 0.0


def entropy_of_counts(counts, base=2.0):
    total = sum(counts.tolist())
    shares = [count / total for count in counts.tolist() if count]
    return math.fsum(share * surprise(share, base) for share in shares)


def conditional_entropy(joint, base=2.0):
    rows = [(row.sum(), row) for row in np.asarray(joint)]
    return math.fsum(float(weight) * entropy(row / weight, base) for weight, row in rows if weight > 0)
