"""Up and down a sorted list."""

import numpy as np


def bonferroni(p):
    return np.array([min(1.0, value * len(p)) for value in p.tolist()])


def holm(p):
    result, largest, left = [0.0] * len(p), 0.0, len(p)
    for value, place in sorted((value, place) for place, value in enumerate(p.tolist())):
        largest = max(largest, left * value)
        left -= 1
        result[place] = min(1.0, largest)
    return np.array(result)


def benjamini_hochberg(p):
    result, smallest, rank = [0.0] * len(p), 1.0, len(p)
    for value, place in sorted(((value, place) for place, value in enumerate(p.tolist())), reverse=True):
        smallest = min(smallest, len(p) * value / rank)
        rank -= 1
        result[place] = smallest
    return np.array(result)
