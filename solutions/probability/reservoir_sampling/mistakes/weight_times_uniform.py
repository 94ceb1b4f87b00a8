"""Heavier items have larger keys, but not with the right law, as where the key is w * u: an item of weight w needs u^(1/w).

caught by: test_the_weighted_law
"""


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream):
        if i < k:
            reservoir.append(item)
            continue
        if rng.random() < k / (i + 1):
            reservoir[rng.randrange(k)] = item
    return reservoir


def weighted_sample(stream, k, rng):
    keyed = []
    for item, w in stream:
        if w > 0:
            keyed.append((w * rng.random(), item))
    keyed.sort(key=lambda t: t[0], reverse=True)
    return [item for _, item in keyed[:k]]
