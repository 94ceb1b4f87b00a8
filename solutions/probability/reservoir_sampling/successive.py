"""Algorithm R with a coin for entering and another for the slot; weighted draws one after another from a list."""


def sample_stream(stream, k, rng):
    kept = []
    seen = 0
    for item in stream:
        seen += 1
        if len(kept) < k:
            kept.append(item)
        elif rng.random() < k / seen:
            kept[rng.randrange(k)] = item
    return kept


def weighted_sample(stream, k, rng):
    left = [(item, weight) for item, weight in stream if weight > 0]
    sample = []
    while left and len(sample) < k:
        number = rng.choices(range(len(left)), weights=[weight for _, weight in left])[0]
        sample.append(left.pop(number)[0])
    return sample
