"""A random key for every item; the k with the smallest waiting times."""

import heapq
import random


def sample_stream(stream, k, rng: random.Random):
    keyed = ((rng.random(), place, item) for place, item in enumerate(stream))
    return [item for _, _, item in heapq.nsmallest(k, keyed)]


def weighted_sample(stream, k, rng: random.Random):
    waits = []
    for place, (item, weight) in enumerate(stream):
        if weight == 0:
            continue
        waits.append((rng.expovariate(1.0) / weight, place, item))
        waits = sorted(waits)[:k]
    return [item for _, _, item in waits]
