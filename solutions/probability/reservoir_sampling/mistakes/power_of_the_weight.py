"""Light items are favoured: the keys have to be u^(1/w), or log(u) / w, and the k largest of them stay.

caught by: test_the_weighted_law
"""

import heapq


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream):
        if i < k:
            reservoir.append(item)
        else:
            j = rng.randint(0, i)
            if j < k:
                reservoir[j] = item
    return reservoir


def weighted_sample(stream, k, rng):
    keyed = []
    for i, (item, w) in enumerate(stream):
        if w > 0:
            keyed.append((rng.random() ** w, i, item))
    return [item for _, _, item in heapq.nlargest(k, keyed)]
