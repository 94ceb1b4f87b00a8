"""The draws are with replacement, as those of rng.choices are, so that a heavy item comes twice: each draw is from the items
that are left.

caught by: test_the_weighted_law
"""


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
    pairs = [(item, w) for item, w in stream if w > 0]
    if len(pairs) <= k:
        return [item for item, _ in pairs]
    items, weights = zip(*pairs)
    return rng.choices(items, weights=weights, k=k)
